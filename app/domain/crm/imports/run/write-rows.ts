import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { recordInBulk } from "#app/domain/events/record-in-bulk.ts";
import { jsonb } from "#db/client.ts";
import type { Actor, Ctx } from "#db/context.ts";
import type { CustomField, FieldValue } from "../../fields/schema.ts";
import { RECORD_COLUMNS } from "../../records/columns.ts";
import type { Around, Change, Known, Planned } from "../rows/plan-rows.ts";
import { replaceFieldValues } from "./field-rows.ts";
import { FILE_SOURCE } from "./read-around.ts";
import { setColumns } from "./set-columns.ts";

type Batch = { id: string; by: Actor; fields: readonly CustomField[] };

/**
 * Writes what was planned for a chunk: new accounts, tags, new contacts, changed ones, custom values, what the batch
 * did to each, the events and the refused rows. A fixed number of statements, each for all rows at once.
 */
export async function writeRows(ctx: Ctx, batch: Batch, planned: readonly Planned[], around: Around): Promise<void> {
	const changes = joinChanges(planned.flatMap(({ change }) => change ?? []));
	const made = changes.filter(({ known }) => known.isNew);
	const changed = changes.filter(({ known }) => !known.isNew);
	await insertAccounts(ctx, batch, changes, around);
	await insertContacts(ctx, made);
	await setColumns(
		ctx,
		changed.map(({ known, after }) => ({ id: known.id, version: known.version, set: after })),
	);
	const isOwn = changes.filter(({ fieldsAfter }) => Object.keys(fieldsAfter).length > 0);
	await replaceFieldValues(
		ctx,
		batch.fields,
		isOwn.map(({ known, fieldsAfter }) => ({ recordId: known.id, isNew: known.isNew, values: fieldsAfter })),
	);
	const tags = await attachTags(ctx, changes);
	await insertIdentities(ctx, made);
	await keepChanges(ctx, batch.id, changes, tags);
	await recordInBulk(
		ctx,
		batch.by,
		changes.map((change) => eventOf(change, batch)),
	);
	await keepRefusals(ctx, batch.id, planned);
}

/** One change for each contact, where several rows of the chunk speak of one: from the first before to the last after. */
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

async function insertContacts(ctx: Ctx, made: readonly Change[]): Promise<void> {
	if (made.length === 0) return;
	const rows = made.map(({ known }) => ({ id: known.id, ...known.columns }));
	await sql`
		insert into contacts (org_id, id, first_name, last_name, email, phone, job_title, city, country, stage, owner_id, account_id,
			source, created_at, updated_at)
		select ${ctx.org}::uuid, r.id, coalesce(r.first_name, ''), coalesce(r.last_name, ''), r.email, r.phone, coalesce(r.job_title, ''),
			r.city, r.country, coalesce(r.stage, 'prospect'), r.owner_id, r.account_id, 'import', ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
		from jsonb_to_recordset(${jsonb(rows)}) as r (id uuid, first_name text, last_name text, email citext, phone text,
			job_title text, city text, country text, stage text, owner_id uuid, account_id uuid)`.execute(ctx.db);
}

type Attached = { record_id: string; tag_id: string };

/** Puts tags on contacts, making those that are new; returns what was put on, by contact. */
async function attachTags(ctx: Ctx, changes: readonly Change[]): Promise<Map<string, string[]>> {
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
		select ${ctx.org}::uuid, 'contact', w.record, t.id, ${ctx.now}::timestamptz
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

/** What undoing needs. A contact that an earlier chunk made or changed keeps what it was before the import. */
async function keepChanges(
	ctx: Ctx,
	batchId: string,
	changes: readonly Change[],
	tags: ReadonlyMap<string, string[]>,
): Promise<void> {
	if (changes.length === 0) return;
	const rows = changes.map(({ known, before, after, fieldsBefore, fieldsAfter }) => {
		const put = tags.get(known.id);
		const change = known.isNew
			? { before: {}, after: {} }
			: { before: { ...before, ...fieldsBefore }, after: { ...after, ...fieldsAfter, ...(put ? { tags: put } : {}) } };
		return { id: known.id, act: known.isNew ? "created" : "updated", version: known.version, ...change };
	});
	await sql`insert into batch_changes as b (org_id, batch_id, record_id, act, before, after, version)
		select ${ctx.org}::uuid, ${batchId}::uuid, r.id, r.act, r.before, r.after, r.version
		from jsonb_to_recordset(${jsonb(rows)}) as r (id uuid, act text, before jsonb, after jsonb, version integer)
		on conflict (org_id, batch_id, record_id) do update set version = excluded.version, before = excluded.before || b.before,
			after = b.after || excluded.after || case when b.after ? 'tags' and excluded.after ? 'tags'
				then jsonb_build_object('tags', (b.after -> 'tags') || (excluded.after -> 'tags')) else '{}' end`.execute(
		ctx.db,
	);
}

const FIELD_OF = Object.fromEntries(Object.entries(RECORD_COLUMNS.contact).map(([field, column]) => [column, field]));

/** The event of one contact, its fields as everywhere: before and after, with the version they make. */
function eventOf(change: Change, { id, fields }: Batch) {
	const { known, before, after, fieldsBefore, fieldsAfter } = change;
	const keyOf = (fieldId: string) => `field:${fields.find((field) => field.id === fieldId)?.key ?? fieldId}`;
	const changes: Record<string, [unknown, unknown]> = {};
	for (const [column, value] of Object.entries(known.isNew ? known.columns : after)) {
		if (!known.isNew || value !== null) changes[FIELD_OF[column] ?? column] = [before[column as never] ?? null, value];
	}
	const own: Record<string, FieldValue> = known.isNew ? known.fields : fieldsAfter;
	for (const [fieldId, value] of Object.entries(own)) changes[keyOf(fieldId)] = [fieldsBefore[fieldId] ?? null, value];
	if (known.isNew && !known.columns.stage) changes.stage = [null, "prospect"];
	return {
		name: known.isNew ? "contact.created" : "contact.changed",
		subject: { type: "contact", id: known.id },
		changes,
		data: { version: known.version, batchId: id },
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
