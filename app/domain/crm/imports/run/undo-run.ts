import { sql } from "kysely";
import { recordInBulk } from "#app/domain/events/record-in-bulk.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { jsonb } from "#db/client.ts";
import type { Actor, Ctx } from "#db/context.ts";
import type { CustomField, FieldValue } from "../../fields/schema.ts";
import { RECORD_COLUMNS } from "../../records/columns.ts";
import { getImport, type Import } from "../import-queries.ts";
import { undoImportJob } from "../jobs.ts";
import { CONTACT_COLUMNS } from "../rows/read-row.ts";
import { replaceFieldValues } from "./field-rows.ts";
import { Pace } from "./pace.ts";
import { prepareRun } from "./prepare-run.ts";
import { setColumns } from "./set-columns.ts";

type Until = { signal: AbortSignal; sliceMs: number };
type Undo = { batchId: string; by: Actor; fields: readonly CustomField[] };

/**
 * Takes an import back, a chunk at a time, each with the place reached, for `sliceMs`; then plans the next run. What
 * it made goes to the trash, what it changed gets its former values back. What somebody changed since, or what has
 * leads, deals, messages or notes by now, is left alone and counted.
 */
export async function undoRun(step: Step, batchId: string, { signal, sliceMs }: Until): Promise<void> {
	const batch = await step((ctx) => getImport(ctx, batchId));
	if (batch.state !== "undoing") return;
	const { by, fields } = await step((ctx) => prepareRun(ctx, batch));
	const until = performance.now() + sliceMs;
	const pace = new Pace();
	for (;;) {
		const started = performance.now();
		const looked = await step((ctx) => undoChunk(ctx, { batchId, by, fields }, pace.size));
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
	type: "contact" | "account";
	before: Record<string, unknown>;
	after: Record<string, unknown>;
	/** Null where the record was changed since, lies in the trash, or has something hanging on it. */
	version: number | null;
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
	await trash(ctx, undo, made);
	await giveBack(ctx, undo, changed);
	await ctx.db
		.updateTable("batch_changes")
		.set({ undone_at: ctx.now })
		.where("batch_id", "=", batch.id)
		.where("record_id", "=", sql<string>`any(${free.map(({ record_id }) => record_id)}::uuid[])`)
		.execute();
	const kept = batch.params.undo ?? { undone: 0, left: 0 };
	const counts = { undone: kept.undone + free.length, left: kept.left + rows.length - free.length };
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
 * The next changes, contacts before the accounts made for them. A record is locked while it is looked at; what hangs on
 * a contact is looked for by its indexes.
 */
async function readChunk(ctx: Ctx, batch: Import, most: number): Promise<Row[]> {
	const after = batch.cursor.after ?? "00000000-0000-0000-0000-000000000000";
	const { rows } = await sql<Row>`
		with next as (
			select b.record_id, b.act, b.before, b.after, b.version, coalesce(b.after ->> 'type', 'contact') as type
			from batch_changes b where b.batch_id = ${batch.id} and b.record_id > ${after}::uuid
			order by b.record_id limit ${most}
		), free as (
			select n.record_id from next n join contacts c on c.id = n.record_id
			where n.type = 'contact' and c.version = n.version and c.deleted_at is null and (n.act = 'updated' or not (
				exists (select from leads x where x.contact_id = c.id) or exists (select from conversations x where x.contact_id = c.id)
				or exists (select from deals x where x.contact_id = c.id and x.deleted_at is null)
				or exists (select from projects x where x.contact_id = c.id and x.deleted_at is null)
				or exists (select from appointments x where x.contact_id = c.id)
				or exists (select from notes x where x.subject_type = 'contact' and x.subject_id = c.id and x.deleted_at is null)))
			for update of c
		), free_accounts as (
			select n.record_id from next n join accounts a on a.id = n.record_id
			where n.type = 'account' and a.version = n.version and a.deleted_at is null
				and not exists (select from deals x where x.account_id = a.id and x.deleted_at is null)
				and not exists (select from projects x where x.account_id = a.id and x.deleted_at is null)
				and not exists (select from contacts x where x.account_id = a.id and x.deleted_at is null
					and not exists (select from batch_changes b where b.batch_id = ${batch.id} and b.record_id = x.id and b.version = x.version))
			for update of a
		)
		select n.record_id, n.act, n.type, n.before, n.after,
			case when f.record_id is null and fa.record_id is null then null else n.version end as version
		from next n left join free f on f.record_id = n.record_id left join free_accounts fa on fa.record_id = n.record_id
		order by n.record_id`.execute(ctx.db);
	return rows;
}

async function trash(ctx: Ctx, { batchId, by }: Undo, made: readonly Row[]): Promise<void> {
	for (const [type, table] of [
		["contact", "contacts"],
		["account", "accounts"],
	] as const) {
		const rows = made.filter((row) => row.type === type);
		if (rows.length === 0) continue;
		const ids = rows.map(({ record_id }) => record_id);
		await sql`update ${sql.table(table)} set deleted_at = ${ctx.now}::timestamptz, updated_at = ${ctx.now}::timestamptz, version = version + 1
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

const FIELD_OF = Object.fromEntries(Object.entries(RECORD_COLUMNS.contact).map(([field, column]) => [column, field]));

async function giveBack(ctx: Ctx, { batchId, by, fields }: Undo, changed: readonly Row[]): Promise<void> {
	if (changed.length === 0) return;
	const columns = new Set<string>(CONTACT_COLUMNS);
	const part = (values: Record<string, unknown>, isColumn: boolean) =>
		Object.fromEntries(Object.entries(values).filter(([name]) => columns.has(name) === isColumn));
	await setColumns(
		ctx,
		changed.map(({ record_id, version, before }) => ({
			id: record_id,
			version: version! + 1,
			set: part(before, true),
		})),
	);
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
			where r.record_type = 'contact' and r.record_id = t.record and r.tag_id = t.tag`.execute(ctx.db);
	}
	const nameOf = (name: string) => FIELD_OF[name] ?? `field:${fields.find(({ id }) => id === name)?.key ?? name}`;
	await recordInBulk(
		ctx,
		by,
		changed.map(({ record_id, version, before, after }) => ({
			name: "contact.changed",
			subject: { type: "contact", id: record_id },
			changes: Object.fromEntries(
				Object.entries(before).map(([name, value]) => [nameOf(name), [after[name] ?? null, value] as const]),
			),
			data: { version: version! + 1, batchId },
		})),
	);
}

async function finishUndo(ctx: Ctx, { id, memberId, memberName, params, title }: Import): Promise<void> {
	await ctx.db
		.updateTable("change_batches")
		.set((eb) => ({ state: "undone", undone_at: ctx.now, version: eb("version", "+", 1) }))
		.where("id", "=", id)
		.execute();
	const by = memberId
		? ({ kind: "member", id: memberId, name: memberName, role: "user", userId: "" } as const)
		: ctx.actor;
	const data = { title, undone: params.undo?.undone ?? 0, left: params.undo?.left ?? 0 };
	await ctx.record({ name: "contacts.import-undone", subject: { type: "batch", id }, by, data, topics: ["contacts"] });
}
