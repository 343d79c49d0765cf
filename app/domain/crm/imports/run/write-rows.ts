import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { type BulkEvent, recordInBulk } from "#app/domain/events/record-in-bulk.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import type { FieldValue } from "../../fields/schema.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import { FILE_SOURCE } from "../kinds/contact.ts";
import type { ImportKind } from "../kinds/kind.ts";
import type { Around, Change, Known, Planned } from "../rows/plan-rows.ts";
import { fieldOf } from "./field-of.ts";
import { replaceFieldValues } from "./field-rows.ts";
import { figuresEvent, setFigures } from "./figures.ts";
import type { Prepared } from "./prepare-run.ts";
import { setColumns } from "./set-columns.ts";

type Batch = Pick<Prepared, "by" | "fields" | "kind"> & { id: string };

/**
 * Writes what was planned for a chunk: new accounts, tags, new records, changed ones, custom values, what the batch
 * did to each, the events and the refused rows. A fixed number of statements, each for all rows at once.
 */
export async function writeRows(ctx: Ctx, batch: Batch, planned: readonly Planned[], around: Around): Promise<void> {
	const changes = joinChanges(planned.flatMap(({ change }) => change ?? []));
	const made = changes.filter(({ known }) => known.isNew);
	const changed = changes.filter(({ known }) => !known.isNew);
	await insertAccounts(ctx, batch, changes, around);
	await insertRecords(ctx, batch, made);
	await setColumns(
		ctx,
		batch.kind,
		changed.map(({ known, after }) => ({ id: known.id, version: known.version, set: after })),
	);
	await setFigures(ctx, batch, changes);
	const isOwn = changes.filter(({ fieldsAfter }) => Object.keys(fieldsAfter).length > 0);
	await replaceFieldValues(
		ctx,
		batch.fields,
		isOwn.map(({ known, fieldsAfter }) => ({ recordId: known.id, isNew: known.isNew, values: fieldsAfter })),
	);
	const tags = await attachTags(ctx, batch.kind, changes);
	if (batch.kind.keepsOuterIds) await insertIdentities(ctx, made);
	await keepChanges(ctx, batch.id, changed, tags);
	await recordInBulk(
		ctx,
		batch.by,
		changes.flatMap((change) => eventsOf(change, batch)),
	);
	await keepRefusals(ctx, batch.id, planned);
}

/** One change for each record, where several rows of the chunk speak of one: from the first before to the last after. */
function joinChanges(changes: readonly Change[]): Change[] {
	const joined = new Map<Known, Change>();
	for (const change of changes) {
		const one = joined.get(change.known);
		if (!one) {
			joined.set(change.known, change);
			continue;
		}
		joined.set(change.known, {
			...one,
			before: { ...change.before, ...one.before },
			after: { ...one.after, ...change.after },
			fieldsBefore: { ...change.fieldsBefore, ...one.fieldsBefore },
			fieldsAfter: { ...one.fieldsAfter, ...change.fieldsAfter },
			tags: [...one.tags, ...change.tags],
		});
	}
	return [...joined.values()];
}

async function insertAccounts(ctx: Ctx, batch: Batch, changes: readonly Change[], { accounts }: Around): Promise<void> {
	const wanted = new Set(changes.map(({ after }) => after.account_id));
	const made = [...accounts.values()].filter(({ id, isNew }) => isNew && wanted.has(id));
	if (made.length === 0) return;
	await sql`insert into accounts (org_id, id, name, lifecycle, created_at, updated_at)
		select ${ctx.org}::uuid, a.id, a.name, 'prospect', ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
		from jsonb_to_recordset(${jsonb(made)}) as a (id uuid, name text)`.execute(ctx.db);
	await sql`insert into batch_changes (org_id, batch_id, record_id, act, after, version)
		select ${ctx.org}::uuid, ${batch.id}::uuid, a.id, 'created', '{"type": "account"}', 1
		from jsonb_to_recordset(${jsonb(made)}) as a (id uuid)`.execute(ctx.db);
	await recordInBulk(
		ctx,
		batch.by,
		made.map(({ id, name }) => ({
			name: "account.created",
			subject: { type: "account", id },
			changes: { name: [null, name] },
			data: { version: 1, title: name },
		})),
	);
}

/** New records, and that the batch made them: of those there is nothing from before to keep. One statement for both. */
async function insertRecords(
	ctx: Ctx,
	{ id: batchId, kind: { type, columns, hasSource } }: Batch,
	made: readonly Change[],
): Promise<void> {
	if (made.length === 0) return;
	const names = Object.keys(columns).filter((name) => !columns[name]!.isBeside);
	const rows = made.map(({ known }) => ({ id: known.id, ...known.columns }));
	const taken = sql.join(names.map((name) => sql.ref(name)));
	const types = sql.join(names.map((name) => sql`${sql.ref(name)} ${sql.raw(columns[name]!.type)}`));
	const source = hasSource ? [sql`, source`, sql`, 'import'`] : [sql``, sql``];
	await sql`
		with made as (insert into ${sql.table(RECORD_TABLES[type])} (org_id, id, ${taken}, created_at, updated_at${source[0]})
		select ${ctx.org}::uuid, id, ${taken}, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz${source[1]}
		from jsonb_to_recordset(${jsonb(rows)}) as r (id uuid, ${types}) returning id)
		insert into batch_changes (org_id, batch_id, record_id, act, version)
		select ${ctx.org}::uuid, ${batchId}::uuid, id, 'created', 1 from made`.execute(ctx.db);
}

type Attached = { record_id: string; tag_id: string };

/** Puts tags on records, making those that are new; returns what was put on, by record. */
async function attachTags(ctx: Ctx, { type }: ImportKind, changes: readonly Change[]): Promise<Map<string, string[]>> {
	const wanted = changes.flatMap(({ known, tags }) => tags.map((name) => ({ record: known.id, name })));
	const attached = new Map<string, string[]>();
	if (wanted.length === 0) return attached;
	const spelt = new Map<string, { id: string; name: string }>();
	// As it was spelt first.
	for (const { name } of wanted) {
		const key = name.toLowerCase();
		if (!spelt.has(key)) spelt.set(key, { id: newId(), name });
	}
	const names = [...spelt.values()];
	await sql`insert into tags (org_id, id, name, created_at)
		select ${ctx.org}::uuid, t.id, t.name, ${ctx.now}::timestamptz from jsonb_to_recordset(${jsonb(names)}) as t (id uuid, name citext)
		on conflict (org_id, name) do nothing`.execute(ctx.db);
	const { rows } = await sql<Attached>`insert into record_tags (org_id, record_type, record_id, tag_id, created_at)
		select ${ctx.org}::uuid, ${type}, w.record, t.id, ${ctx.now}::timestamptz
		from jsonb_to_recordset(${jsonb(wanted)}) as w (record uuid, name citext) join tags t on t.name = w.name
		on conflict do nothing returning record_id, tag_id`.execute(ctx.db);
	for (const { record_id, tag_id } of rows) attached.set(record_id, [...(attached.get(record_id) ?? []), tag_id]);
	return attached;
}

async function insertIdentities(ctx: Ctx, made: readonly Change[]): Promise<void> {
	const rows = made.flatMap(({ known, identity }) =>
		identity ? [{ contact: known.id, outer: identity.toLowerCase() }] : [],
	);
	if (rows.length === 0) return;
	await sql`insert into contact_identities (org_id, source, external_id, contact_id, created_at)
		select ${ctx.org}::uuid, ${FILE_SOURCE}::uuid, i."outer", i.contact, ${ctx.now}::timestamptz
		from jsonb_to_recordset(${jsonb(rows)}) as i (contact uuid, "outer" text)
		on conflict (org_id, source, external_id) do nothing`.execute(ctx.db);
}

/** What undoing needs of records that were here. One that an earlier chunk changed keeps what it was before the import. */
async function keepChanges(
	ctx: Ctx,
	batchId: string,
	changed: readonly Change[],
	tags: ReadonlyMap<string, string[]>,
): Promise<void> {
	if (changed.length === 0) return;
	const rows = changed.map(({ known, before, after, fieldsBefore, fieldsAfter }) => {
		const put = tags.get(known.id);
		return {
			...{ id: known.id, version: known.version, before: { ...before, ...fieldsBefore } },
			after: { ...after, ...fieldsAfter, ...(put ? { tags: put } : {}) },
		};
	});
	await sql`insert into batch_changes as b (org_id, batch_id, record_id, act, before, after, version)
		select ${ctx.org}::uuid, ${batchId}::uuid, r.id, 'updated', r.before, r.after, r.version
		from jsonb_to_recordset(${jsonb(rows)}) as r (id uuid, before jsonb, after jsonb, version integer)
		on conflict (org_id, batch_id, record_id) do update set version = excluded.version, before = excluded.before || b.before,
			after = b.after || excluded.after || case when b.after ? 'tags' and excluded.after ? 'tags'
				then jsonb_build_object('tags', (b.after -> 'tags') || (excluded.after -> 'tags')) else '{}' end`.execute(
		ctx.db,
	);
}

/**
 * The events of one record, its fields as everywhere: before and after, with the version they make. Scores and usage have
 * one of their own, which stands alone where nothing else changed.
 */
function eventsOf(change: Change, batch: Batch): BulkEvent[] {
	const { known, after, fieldsAfter, tags } = change;
	const { figures } = batch.kind;
	const isOther = [
		...Object.keys(after).filter((column) => !figures?.names[column]),
		...Object.keys(fieldsAfter),
		...tags,
	];
	const isRecord = known.isNew || isOther.length > 0;
	const told = figuresEvent(batch, change, isRecord ? undefined : known.version);
	return [...(isRecord ? [eventOf(change, batch)] : []), ...(told ? [told] : [])];
}

function eventOf(change: Change, { id, fields, kind: { type } }: Batch): BulkEvent {
	const { known, before, after, fieldsBefore, fieldsAfter } = change;
	const keyOf = (fieldId: string) => `field:${fields.find((field) => field.id === fieldId)?.key ?? fieldId}`;
	const changes: Record<string, [unknown, unknown]> = {};
	for (const [column, value] of Object.entries(known.isNew ? known.columns : after)) {
		const field = fieldOf(type, column);
		if (field && (!known.isNew || (value !== null && value !== ""))) changes[field] = [before[column] ?? null, value];
	}
	const own: Record<string, FieldValue> = known.isNew ? known.fields : fieldsAfter;
	for (const [fieldId, value] of Object.entries(own)) changes[keyOf(fieldId)] = [fieldsBefore[fieldId] ?? null, value];
	const act = known.isNew ? "created" : "stageId" in changes ? "moved" : "changed";
	// People are erased, so their names are not kept here.
	const title = type === "contact" ? {} : { title: known.columns.name };
	return {
		name: `${type}.${act}`,
		subject: { type, id: known.id },
		changes,
		data: { version: known.version, batchId: id, ...title },
	};
}

async function keepRefusals(ctx: Ctx, batchId: string, planned: readonly Planned[]): Promise<void> {
	const rows = planned.flatMap(({ row, verdict, reason }) =>
		verdict === "refused" ? [{ line: row.line, reason: reason ?? "", cells: row.cells.slice(0, 500) }] : [],
	);
	if (rows.length === 0) return;
	await sql`insert into import_refusals (org_id, batch_id, line, reason, cells)
		select ${ctx.org}::uuid, ${batchId}::uuid, r.line, r.reason, r.cells
		from jsonb_to_recordset(${jsonb(rows)}) as r (line integer, reason text, cells jsonb)
		on conflict do nothing`.execute(ctx.db);
}
