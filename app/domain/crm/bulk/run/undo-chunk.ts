import { sql } from "kysely";
import { recordInBulk } from "#app/domain/events/record-in-bulk.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { listFields } from "../../fields/field-queries.ts";
import type { FieldValue } from "../../fields/schema.ts";
import { replaceFieldValues } from "../../imports/run/field-rows.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import { type Batch, readBatch } from "../batch-queries.ts";
import { type KeptRow as Row, takeNextBack } from "./advance.ts";
import { doerOf } from "./keep-changes.ts";
import { raiseVersions } from "./set-custom-field.ts";
import { eventName } from "./set-on-records.ts";
import { deleteTag, insertTag, recordTags } from "./tag-records.ts";

/**
 * Takes the next chunk of a batch back; how many records were looked at, 0 when it is over. What somebody changed since
 * is left alone and counted.
 */
export async function undoChunk(ctx: Ctx, batchId: string, most: number): Promise<number> {
	const batch = await readBatch(ctx, batchId, true);
	if (batch.state !== "undoing") return 0;
	return takeNextBack(ctx, batch, most, (rows) => takeBack(ctx, batch, rows));
}

/** The ids of those that could be taken back. */
async function takeBack(ctx: Ctx, batch: Batch, rows: readonly Row[]): Promise<string[]> {
	const ids = rows.map(({ record_id }) => record_id);
	if (batch.params.tag) {
		const isTag = batch.act === "tag";
		const done = isTag ? await deleteTag(ctx, batch, ids) : await insertTag(ctx, batch, ids);
		await recordTags(ctx, batch, done, isTag ? "removed" : "added");
		return done;
	}
	const free = await lockUnchanged(ctx, batch, rows);
	if (free.length === 0) return [];
	return batch.params.custom ? giveFieldBack(ctx, batch, free) : giveColumnsBack(ctx, batch, free);
}

/** Those that still stand as the batch left them, held until the commit. */
async function lockUnchanged(ctx: Ctx, { type, act }: Batch, rows: readonly Row[]): Promise<Row[]> {
	const asked = rows.map(({ record_id: id, version }) => ({ id, version }));
	const { rows: same } = await sql<{ id: string }>`select r.id from ${sql.table(RECORD_TABLES[type])} r
		join jsonb_to_recordset(${jsonb(asked)}) as b (id uuid, version integer) on b.id = r.id and b.version = r.version
		where r.deleted_at is ${act === "delete" ? sql`not null` : sql`null`} order by r.id for update of r`.execute(
		ctx.db,
	);
	const ids = new Set(same.map(({ id }) => id));
	return rows.filter(({ record_id }) => ids.has(record_id));
}

async function giveColumnsBack(ctx: Ctx, batch: Batch, rows: readonly Row[]): Promise<string[]> {
	const { type, act, params } = batch;
	const columns = Object.keys(params.set ?? {});
	const table = sql.table(RECORD_TABLES[type]);
	const sets = columns.map((column) => sql`${sql.ref(column)} = ${sql.ref(`b.${column}`)}`);
	const given = rows.map(({ record_id: id, before }) => ({ ...before, id }));
	const { rows: done } = await sql<{ id: string; version: number }>`update ${table} r
		set ${sql.join(sets)}, version = r.version + 1, updated_at = ${ctx.now}::timestamptz
		from jsonb_populate_recordset(null::${table}, ${jsonb(given)}) b where r.org_id = ${ctx.org} and r.id = b.id
		returning r.id, r.version`.execute(ctx.db);
	const back = act === "delete" ? "restore" : act === "restore" ? "delete" : act;
	const before = new Map(rows.map((row) => [row.record_id, row.before]));
	await recordInBulk(
		ctx,
		doerOf(batch),
		done.map(({ id, version }) => ({
			name: eventName(type, back, params.field?.name),
			subject: { type, id },
			...(params.field
				? { changes: { [params.field.name]: [params.field.value, before.get(id)?.[columns[0]!] ?? null] as const } }
				: {}),
			data: { version, batchId: batch.id },
		})),
	);
	return done.map(({ id }) => id);
}

async function giveFieldBack(ctx: Ctx, batch: Batch, rows: readonly Row[]): Promise<string[]> {
	const { id: fieldId, value } = batch.params.custom!;
	const fields = (await listFields(ctx, batch.type)).filter(({ id }) => id === fieldId);
	if (fields.length === 0) return [];
	const formerly = ({ before }: Row) => (before[fieldId] ?? null) as FieldValue;
	await replaceFieldValues(
		ctx,
		fields,
		rows.map((row) => ({ recordId: row.record_id, values: { [fieldId]: formerly(row) } })),
	);
	const versions = await raiseVersions(
		ctx,
		batch.type,
		rows.map(({ record_id }) => record_id),
	);
	await recordInBulk(
		ctx,
		doerOf(batch),
		rows.map((row) => ({
			name: `${batch.type}.changed`,
			subject: { type: batch.type, id: row.record_id },
			changes: { [`field:${fields[0]!.key}`]: [value, formerly(row)] as const },
			data: { version: versions.get(row.record_id), batchId: batch.id },
		})),
	);
	return rows.map(({ record_id }) => record_id);
}
