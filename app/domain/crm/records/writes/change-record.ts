import { sql } from "kysely";
import { conflict } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";
import { listFields } from "../../fields/field-queries.ts";
import { readFieldValues, storeFieldValues } from "../../fields/field-values.ts";
import { type GivenFields, readGivenFields } from "../../fields/read-given-fields.ts";
import type { CustomField, FieldValue } from "../../fields/schema.ts";
import { RECORD_COLUMNS, RECORD_TABLES } from "../columns.ts";
import { type LockedRecord, lockLiveRecord } from "../lock-record.ts";
import { mergeEdit, type Values } from "../rules.ts";
import { RECORD_NOUNS, type RecordType } from "../schema.ts";
import { assertReferences } from "./assert-references.ts";
import { changesSince } from "./changes-since.ts";
import { titleOf } from "./insert-record.ts";
import { parentOf } from "./parent-of.ts";

/** The version an edit began from, and after a clash the one whose values the editor saw and decided against. */
export type EditOf = { id: string; version?: number | undefined; decided?: number | undefined };

export type RecordChange = EditOf & { values: Values; fields?: GivenFields | undefined };

/** What an edit did. `joined`: fields that others changed meanwhile and that stay as they made them. */
export type Changed = { version: number; changed: string[]; joined: { by: string; fields: string[] } | null };

/** What a kind adds: a check of the whole, and columns that follow from a change. */
export type Kind = {
	type: RecordType;
	check?: (next: Values) => void;
	derive?: (set: Values, before: Values) => Promise<Readonly<Record<string, unknown>>>;
};

/**
 * Changes a record of any kind. Fields that others changed since `version` are joined with these; where both sides
 * changed one differently, 409 with both sides in its data: `current` (field -> value, custom ones as `field:<key>`,
 * with the `version` they have), `clashes`, `joined`, `by`, and the `labels` of custom ones. 404 for no such record, 409 for one in the trash, 422
 * for references and custom values that do not fit. What is so already changes nothing.
 */
export async function changeRecord(ctx: Ctx, kind: Kind, change: RecordChange): Promise<Changed> {
	const { type } = kind;
	const record = await lockLiveRecord(ctx, type, change.id);
	const custom = await readCustom(ctx, type, change, record);
	const current = { ...record.values, ...byKey(custom.fields, custom.before) };
	const mine = { ...change.values, ...byKey(custom.fields, custom.given, Object.keys(custom.given)) };
	const labels = Object.fromEntries(custom.fields.map(({ key, label }) => [`field:${key}`, label]));
	const { set, joined } = await join(ctx, { type, change, version: record.version, current, mine, labels });
	const own = Object.fromEntries(Object.entries(set).filter(([field]) => !field.startsWith("field:")));
	if (Object.keys(set).length === 0) return { version: record.version, changed: [], joined };
	const next = { ...record.values, ...own };
	kind.check?.(next);
	await assertReferences(ctx, own);
	const derived = (await kind.derive?.(own, record.values)) ?? {};
	const version = record.version + 1;
	await updateRow(ctx, type, change.id, { ...columnsOf(type, own), ...derived, version, updated_at: ctx.now });
	const values = Object.fromEntries(
		custom.fields.flatMap(({ id, key }) => (`field:${key}` in set ? [[id, set[`field:${key}`] ?? null]] : [])),
	);
	await storeFieldValues(ctx, change.id, { ...custom, values });
	const changes = Object.fromEntries(
		Object.entries(set).map(([field, value]) => [field, [current[field] ?? null, value] as [unknown, unknown]]),
	);
	const isMove = "stageId" in own;
	await ctx.record({
		name: `${type}.${isMove ? "moved" : "changed"}`,
		subject: { type, id: change.id },
		...parentOf(type, next),
		changes,
		data: { version, ...titleOf(next) },
	});
	return { version, changed: Object.keys(set), joined };
}

type Custom = {
	fields: CustomField[];
	before: Readonly<Record<string, FieldValue>>;
	given: Readonly<Record<string, FieldValue>>;
};

/** Custom fields are read where they are given, or where the edit is late and both sides have to be known. */
async function readCustom(ctx: Ctx, type: RecordType, change: RecordChange, record: LockedRecord): Promise<Custom> {
	const isLate = change.version !== undefined && change.version !== record.version;
	if (!isLate && Object.keys(change.fields ?? {}).length === 0) return { fields: [], before: {}, given: {} };
	const fields = await listFields(ctx, type);
	const before = (await readFieldValues(ctx, [change.id])).get(change.id) ?? {};
	return { fields, before, given: readGivenFields(fields, change.fields ?? {}, { kept: before }) };
}

function byKey(
	fields: readonly CustomField[],
	values: Readonly<Record<string, FieldValue>>,
	only?: readonly string[],
): Values {
	const named = fields.filter(({ id }) => !only || only.includes(id));
	return Object.fromEntries(named.map(({ id, key }) => [`field:${key}`, values[id] ?? null]));
}

type Join = { type: RecordType; change: RecordChange; version: number; current: Values; mine: Values; labels: Labels };

/** What own fields are called, by `field:<key>`. */
type Labels = Readonly<Record<string, string>>;

/** The edit as it is to be written, joined with what happened since it began; throws where the two clash. */
async function join(ctx: Ctx, { type, change, version, current, mine, labels }: Join) {
	const from = change.version ?? version;
	const isLate = from !== version;
	const since = isLate ? await changesSince(ctx, { type, id: change.id, from, to: version }) : undefined;
	const theirs = isLate ? (since?.fields ?? null) : new Map();
	const merged = mergeEdit({ current, mine, theirs, decided: change.decided ?? 0, version });
	const by = since?.by ?? "Someone";
	if (merged.clashes.length > 0) {
		const { clashes, joined } = merged;
		throw conflict(`${by} changed this ${RECORD_NOUNS[type].one} while you were editing.`, {
			...{ current, version, clashes, joined, by, labels },
		});
	}
	return { set: merged.set, joined: merged.joined.length > 0 ? { by, fields: merged.joined } : null };
}

function columnsOf(type: RecordType, values: Values): Record<string, unknown> {
	const columns = RECORD_COLUMNS[type];
	return Object.fromEntries(Object.entries(values).map(([field, value]) => [columns[field]!, value]));
}

async function updateRow(ctx: Ctx, type: RecordType, id: string, set: Record<string, unknown>): Promise<void> {
	const parts = Object.entries(set).map(([column, value]) => sql`${sql.id(column)} = ${value}`);
	await sql`update ${sql.table(RECORD_TABLES[type])} set ${sql.join(parts)} where id = ${id}`.execute(ctx.db);
}
