import { type RawBuilder, sql } from "kysely";
import { recordInBulk } from "#app/domain/events/record-in-bulk.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { lockRoom } from "../../deals/stage-room.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import type { RecordType } from "../../records/schema.ts";
import type { Batch } from "../batch-queries.ts";
import { doerOf, keepChanges } from "./keep-changes.ts";

type Row = { id: string; before: Record<string, unknown>; version: number; title: string | null };

/** Gives records the batch's values, those that differ; how many were changed. */
export async function setOnRecords(ctx: Ctx, batch: Batch, ids: readonly string[]): Promise<number> {
	const { type, act, params } = batch;
	const set = params.set ?? {};
	const rows = await writeColumns(ctx, type, { ids: await thatFit(ctx, set, ids), set, act });
	await keepChanges(
		ctx,
		batch.id,
		act === "delete" ? "deleted" : act === "restore" ? "restored" : "updated",
		rows.map(({ id, before, version }) => ({ id, before, after: set, version })),
	);
	const first = Object.keys(set)[0]!;
	await recordInBulk(
		ctx,
		doerOf(batch),
		rows.map(({ id, before, version, title }) => ({
			name: eventName(type, act, params.field?.name),
			subject: { type, id },
			...(params.field
				? { changes: { [params.field.name]: [before[first] ?? null, params.field.value] as const } }
				: {}),
			data: { version, batchId: batch.id, ...(title ? { title } : {}) },
		})),
	);
	return rows.length;
}

/** The batch found room when it began; what others brought to the stage since counts too. */
async function thatFit(
	ctx: Ctx,
	{ stage_id: stageId }: Write["set"],
	ids: readonly string[],
): Promise<readonly string[]> {
	const room = typeof stageId === "string" ? await lockRoom(ctx, stageId) : undefined;
	if (!room) return ids;
	const { rows } = await sql<{ id: string }>`select d.id from deals d where d.id = any(${ids}::uuid[])
		and d.stage_id <> ${String(stageId)}::uuid order by d.id limit ${Math.max(0, room.most - room.found)}`.execute(
		ctx.db,
	);
	return rows.map(({ id }) => id);
}

/** What an act on a record of a kind is called in the log. */
export function eventName(type: RecordType, act: string, field: string | undefined): string {
	if (act === "delete") return `${type}.trashed`;
	if (act === "restore") return `${type}.restored`;
	return `${type}.${field === "stageId" ? "moved" : "changed"}`;
}

type Write = { ids: readonly string[]; set: NonNullable<Batch["params"]["set"]>; act: string };

/** Sets columns where the first of them differs, and tells what stood there. Names of columns are ours alone. */
async function writeColumns(ctx: Ctx, type: RecordType, { ids, set, act }: Write): Promise<Row[]> {
	const table = sql.table(RECORD_TABLES[type]);
	const columns = Object.keys(set);
	// The values take the types of the table's own columns.
	const values = sql`jsonb_populate_record(null::${table}, ${jsonb(set)})`;
	const where: RawBuilder<unknown> =
		act === "restore"
			? sql`r.deleted_at is not null${type === "contact" ? sql` and r.merged_into is null` : sql``}`
			: sql`r.deleted_at is null`;
	const before = columns.map((column) => sql`${sql.lit(column)}, ${sql.ref(`r.${column}`)}`);
	const { rows } = await sql<Row>`
		with given as (select (${values}).*),
		old as (
			select r.id, jsonb_build_object(${sql.join(before)}) as before, ${type === "contact" ? sql`null::text` : sql`r.name`} as title
			from ${table} r, given g
			where r.id = any(${ids}::uuid[]) and ${where} and ${sql.ref(`r.${columns[0]}`)} is distinct from ${sql.ref(`g.${columns[0]}`)}
			order by r.id for update of r
		)
		update ${table} r set ${sql.join(columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(`g.${column}`)}`))},
			version = r.version + 1, updated_at = ${ctx.now}::timestamptz
		from old, given g where r.org_id = ${ctx.org} and r.id = old.id
		returning r.id, old.before, r.version, old.title`.execute(ctx.db);
	return rows;
}
