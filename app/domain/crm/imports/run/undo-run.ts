import { type RawBuilder, sql } from "kysely";
import { type BulkEvent, recordInBulk } from "#app/domain/events/record-in-bulk.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { readFieldValues } from "../../fields/field-values.ts";
import type { FieldValue } from "../../fields/schema.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import { sameValue } from "../../records/rules.ts";
import type { RecordType } from "../../records/schema.ts";
import { getImport, type Import } from "../import-queries.ts";
import { undoImportJob } from "../jobs.ts";
import type { Columns } from "../kinds/kind.ts";
import { IMPORT_KINDS } from "../kinds/kinds.ts";
import { fieldOf } from "./field-of.ts";
import { replaceFieldValues } from "./field-rows.ts";
import { FACTS_BESIDE, figuresEvent, figuresMovedOn, holdRecords, setFigures } from "./figures.ts";
import { Pace } from "./pace.ts";
import { type Prepared, prepareRun } from "./prepare-run.ts";
import { columnsAsJson } from "./read-around.ts";
import { setColumns } from "./set-columns.ts";

type Until = { signal: AbortSignal; sliceMs: number };
type Undo = Pick<Prepared, "by" | "fields" | "kind"> & { batchId: string };

/**
 * Takes an import back, a chunk at a time, each with the place reached, for `sliceMs`; then plans the next run. What
 * it made goes to the trash, what it changed gets its former values back, but for those that somebody changed since. What
 * it made and somebody changed, or what has leads, deals, messages, notes, tasks, relations or a tag of somebody's hand by
 * now, is left alone and counted.
 */
export async function undoRun(step: Step, batchId: string, { signal, sliceMs }: Until): Promise<void> {
	const batch = await step((ctx) => getImport(ctx, batchId));
	if (batch.state !== "undoing") return;
	const prepared = await step((ctx) => prepareRun(ctx, batch));
	const until = performance.now() + sliceMs;
	const pace = new Pace();
	for (;;) {
		const started = performance.now();
		const looked = await step((ctx) => undoChunk(ctx, { batchId, ...prepared }, pace.size));
		if (looked === 0) return;
		pace.learn(looked, performance.now() - started);
		if (signal.aborted || performance.now() > until) {
			await step((ctx) => ctx.enqueue(undoImportJob, { orgId: ctx.org, batchId }));
			return;
		}
	}
}

type Row = {
	record_id: string;
	act: "created" | "updated";
	type: RecordType;
	before: Record<string, unknown>;
	after: Record<string, unknown>;
	/** Null where the record was changed since, lies in the trash, or has something hanging on it. */
	version: number | null;
	/** Of a record that was changed since and is here: its columns and its version as they are. */
	now: Columns | null;
	now_version: number | null;
};

async function undoChunk(ctx: Ctx, undo: Undo, most: number): Promise<number> {
	const batch = await getImport(ctx, undo.batchId, true);
	if (batch.state !== "undoing") return 0;
	const rows = await readChunk(ctx, batch, most);
	if (rows.length === 0) {
		await finishUndo(ctx, batch);
		return 0;
	}
	const free = rows.filter(({ version }) => version !== null);
	const made = free.filter(({ act }) => act === "created");
	const changed = free.filter(({ act }) => act === "updated");
	const parts = await unchangedParts(ctx, undo, rows);
	await trash(ctx, undo, made);
	await giveBack(ctx, undo, [...changed, ...parts.map(({ part }) => part)]);
	await keepLeft(ctx, batch.id, parts);
	await ctx.db
		.updateTable("batch_changes")
		.set({ undone_at: ctx.now })
		.where("batch_id", "=", batch.id)
		.where("record_id", "=", sql<string>`any(${free.map(({ record_id }) => record_id)}::uuid[])`)
		.execute();
	const kept = batch.params.undo ?? { undone: 0, left: 0 };
	const whole = free.length + parts.filter(({ left }) => Object.keys(left).length === 0).length;
	const counts = { undone: kept.undone + whole, left: kept.left + rows.length - whole };
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({
			cursor: jsonb({ after: rows.at(-1)!.record_id, at: ctx.now.toISOString() }),
			params: jsonb({ ...batch.params, undo: counts }),
			done: eb("done", "+", rows.length),
		}))
		.where("id", "=", batch.id)
		.execute();
	return rows.length;
}

/**
 * The next changes. A record is locked while it is looked at; what hangs on it is looked for by its indexes. Accounts
 * made on the way stand among the records that name them. Of tags those count that somebody put on: an import's own
 * have no event.
 */
async function readChunk(ctx: Ctx, batch: Import, most: number): Promise<Row[]> {
	const after = batch.cursor.after ?? "00000000-0000-0000-0000-000000000000";
	const types = [...new Set([batch.type, "account" as const])];
	const kindOf = (type: RecordType) => IMPORT_KINDS[type === batch.type ? batch.rows : type];
	if (kindOf(batch.type).figures) {
		const next = sql`select record_id from batch_changes where batch_id = ${batch.id} and record_id > ${after}::uuid
			order by record_id limit ${most}`;
		await holdRecords(ctx, batch.type, next);
	}
	const free = types.map(
		(type) => sql`${sql.id(`free_${type}`)} as (
			select n.record_id from next n join ${sql.table(RECORD_TABLES[type])} r on r.id = n.record_id
			${kindOf(type).figures ? FACTS_BESIDE : sql``}
			where n.type = ${type} and r.version = n.version and r.deleted_at is null
				and not ${figuresMovedOn(kindOf(type))}
				and (n.act = 'updated' or not (${kindOf(type).hangs(sql`${batch.id}::uuid`)} or ${broughtSince(ctx, type)}))
			for update of r
		)`,
	);
	const isFree = types.map((type) => sql`n.record_id in (select record_id from ${sql.id(`free_${type}`)})`);
	const { rows } = await sql<Row>`
		with next as (
			select b.record_id, b.act, b.before, b.after, b.version, coalesce(b.after ->> 'type', ${batch.type}) as type
			from batch_changes b where b.batch_id = ${batch.id} and b.record_id > ${after}::uuid
			order by b.record_id limit ${most}
		), ${sql.join(free)}, moved as (
			select n.record_id, r.version as now_version, ${columnsAsJson(kindOf(batch.type))} as now
			from next n join ${sql.table(RECORD_TABLES[batch.type])} r on r.id = n.record_id
			${kindOf(batch.type).figures ? FACTS_BESIDE : sql``}
			where n.act = 'updated' and n.type = ${batch.type} and r.deleted_at is null
				and not exists (select from ${sql.id(`free_${batch.type}`)} f where f.record_id = n.record_id)
			for update of r
		)
		select n.record_id, n.act, n.type, n.before, n.after, case when ${sql.join(isFree, sql` or `)} then n.version end as version,
			m.now, m.now_version
		from next n left join moved m on m.record_id = n.record_id order by n.record_id`.execute(ctx.db);
	return rows;
}

/** Somebody made a task about the record `r`, related it to another one, or put a tag on it that it has still. */
function broughtSince(ctx: Ctx, type: RecordType): RawBuilder<unknown> {
	return sql`exists (select from tasks x where x.subject_type = ${type} and x.subject_id = r.id and x.state <> 'trashed')
		or exists (select from record_links x where x.from_type = ${type} and x.from_id = r.id)
		or exists (select from record_links x where x.to_type = ${type} and x.to_id = r.id)
		or exists (select from events e join record_tags x on x.org_id = e.org_id and x.record_type = ${type}
			and x.record_id = r.id and x.tag_id::text = e.data ->> 'tagId'
			where e.org_id = ${ctx.org} and e.subject_type = ${type} and e.subject_id = r.id and e.name = 'tag.added')`;
}

async function trash(ctx: Ctx, { batchId, by, kind }: Undo, made: readonly Row[]): Promise<void> {
	for (const type of new Set([kind.type, "account" as const])) {
		const rows = made.filter((row) => row.type === type);
		if (rows.length === 0) continue;
		const ids = rows.map(({ record_id }) => record_id);
		await sql`update ${sql.table(RECORD_TABLES[type])} set deleted_at = ${ctx.now}::timestamptz, updated_at = ${ctx.now}::timestamptz, version = version + 1
			where id = any(${ids}::uuid[])`.execute(ctx.db);
		await recordInBulk(
			ctx,
			by,
			rows.map(({ record_id: id, version }) => ({
				name: `${type}.trashed`,
				subject: { type, id },
				data: { version: version! + 1, batchId },
			})),
		);
	}
}

async function giveBack(ctx: Ctx, { batchId, by, fields, kind }: Undo, changed: readonly Row[]): Promise<void> {
	if (changed.length === 0) return;
	const { type } = kind;
	const part = (values: Record<string, unknown>, isColumn: boolean) =>
		Object.fromEntries(Object.entries(values).filter(([name]) => name in kind.columns === isColumn));
	await setColumns(
		ctx,
		kind,
		changed.map(({ record_id, version, before }) => ({
			id: record_id,
			version: version! + 1,
			set: part(before, true) as Columns,
		})),
	);
	const figures = changed.map(({ record_id: id, before, after }) => ({
		...{ known: { id }, before: part(after, true) as Columns, after: part(before, true) as Columns },
	}));
	await setFigures(ctx, { id: batchId, by, kind }, figures);
	await replaceFieldValues(
		ctx,
		fields,
		changed.map(({ record_id, before }) => ({
			recordId: record_id,
			values: part(before, false) as Record<string, FieldValue>,
		})),
	);
	const tags = changed.flatMap(({ record_id, after }) =>
		((after.tags ?? []) as string[]).map((tag) => ({ record: record_id, tag })),
	);
	if (tags.length > 0) {
		await sql`delete from record_tags r using jsonb_to_recordset(${jsonb(tags)}) as t (record uuid, tag uuid)
			where r.record_type = ${type} and r.record_id = t.record and r.tag_id = t.tag`.execute(ctx.db);
	}
	const nameOf = (name: string) =>
		name in kind.columns ? fieldOf(type, name) : `field:${fields.find(({ id }) => id === name)?.key ?? name}`;
	await recordInBulk(
		ctx,
		by,
		changed.flatMap(({ record_id, version, before, after }, at): BulkEvent[] => {
			const changes = Object.fromEntries(
				Object.entries(before).flatMap(([column, value]) => {
					const name = nameOf(column);
					return name ? [[name, [after[column] ?? null, value] as const]] : [];
				}),
			);
			const told = figuresEvent({ id: batchId, by, kind }, figures[at]!);
			const isRecord = !told || Object.keys(changes).length > 0 || "tags" in after;
			const data = { version: version! + 1, batchId };
			if (!isRecord) return [{ ...told, data: { ...told.data, ...data } }];
			const name = `${type}.${"stage_id" in before && type === "deal" ? "moved" : "changed"}`;
			return [{ name, subject: { type, id: record_id }, changes, data }, ...(told ? [told] : [])];
		}),
	);
}

type Part = { part: Row; left: Record<string, unknown> };

/**
 * Of records that somebody changed since, what the import set and nobody touched: that is taken back, and the rest is
 * `left`. What is set together, as an amount and its currency, goes back together or not at all.
 */
async function unchangedParts(ctx: Ctx, { kind }: Undo, rows: readonly Row[]): Promise<Part[]> {
	const moved = rows.filter(({ act, now, version }) => act === "updated" && version === null && now !== null);
	if (moved.length === 0) return [];
	const own = await readFieldValues(
		ctx,
		moved.map(({ record_id }) => record_id),
	);
	return moved.flatMap((row) => {
		const fields = own.get(row.record_id) ?? {};
		const isAsSet = (name: string) =>
			name in kind.columns
				? sameValue(row.now![name] ?? null, (row.after[name] ?? null) as FieldValue)
				: sameValue(fields[name] ?? null, (row.after[name] ?? null) as FieldValue);
		const names = Object.keys(row.before);
		const leaderOf = (name: string) => kind.columns[name]?.after ?? kind.columns[name]?.beside ?? name;
		const isBack = (name: string) =>
			!kind.columns[name]?.list &&
			names.every((other) => leaderOf(other) !== leaderOf(name) || kind.columns[other]?.after || isAsSet(other));
		const back = names.filter(isBack);
		if (back.length === 0 && !("tags" in row.after)) return [];
		const only = (values: Record<string, unknown>, isWanted: (name: string) => boolean) =>
			Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)));
		const part: Row = {
			...{ ...row, version: row.now_version, before: only(row.before, (name) => back.includes(name)) },
			after: only(row.after, (name) => back.includes(name) || name === "tags"),
		};
		return [{ part, left: only(row.after, (name) => name !== "tags" && !back.includes(name)) }];
	});
}

/** Of what was taken back in part the rest stays noted, or that nothing is left. */
async function keepLeft(ctx: Ctx, batchId: string, parts: readonly Part[]): Promise<void> {
	if (parts.length === 0) return;
	const rows = parts.map(({ part, left }) => ({ id: part.record_id, left }));
	await sql`update batch_changes b set after = r.left, undone_at = case when r.left = '{}' then ${ctx.now}::timestamptz end
		from jsonb_to_recordset(${jsonb(rows)}) as r (id uuid, "left" jsonb)
		where b.batch_id = ${batchId}::uuid and b.record_id = r.id`.execute(ctx.db);
}

async function finishUndo(ctx: Ctx, { id, rows, type, memberId, memberName, params, title }: Import): Promise<void> {
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({ state: "undone", undone_at: ctx.now, version: eb("version", "+", 1) }))
		.where("id", "=", id)
		.execute();
	const by = memberId
		? ({ kind: "member", id: memberId, name: memberName, role: "user", userId: "" } as const)
		: ctx.actor;
	const data = { title, undone: params.undo?.undone ?? 0, left: params.undo?.left ?? 0 };
	await ctx.record({
		...{ name: `${rows}s.import-undone`, subject: { type: "batch", id }, by, data, topics: [`${type}s`] },
	});
}
