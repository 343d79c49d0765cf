import { type RawBuilder, sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { KEPT } from "#db/dialects/reading.ts";
import type { FieldValue } from "../../fields/schema.ts";
import { fieldColumns, RECORD_COLUMNS, RECORD_TABLES } from "../columns.ts";
import { VIEW_PERMISSION } from "../permissions.ts";
import type { Values } from "../rules.ts";
import { RECORD_NOUNS, type RecordType } from "../schema.ts";

/** A record as programs read it: its fields by name, custom values by key with choices by their labels. */
export type PlainRecord = Values & {
	id: string;
	version: number;
	fields: Record<string, FieldValue>;
	tags: string[];
	createdAt: string;
	updatedAt: string;
} & Record<string, unknown>;

/** A place in the list: the instant, to the microsecond, and the id of the last record of a page. */
export type RecordPlace = [at: string, id: string];

type Page = { filter: Values; after?: RecordPlace | undefined; limit: number };

/**
 * Records that are not in the trash, newest first, narrowed by fields: one query a page. Each is the JSON text of a
 * PlainRecord as the database writes it: fifty records that Node would parse, copy and write again pass through as they
 * are. `limit`: 1 to 100.
 */
export async function listRecordTexts(
	ctx: Ctx,
	type: RecordType,
	{ filter, after, limit }: Page,
): Promise<{ data: string[]; next: RecordPlace | null }> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const wanted = plainConditions(type, filter).map((condition) => sql`and ${condition}`);
	const further = after ? sql`and (r.created_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``;
	// With no value that a plan could hang on, it is made once.
	const kept = sql.raw(wanted.length === 0 ? KEPT : "");
	const { rows } = await sql<{ record: string; id: string; at: string }>`${kept}select r.id, r.created_at::text as at,
		(select row_to_json(x)::text from (select ${jsonColumns(type)}) x) as record
		from ${sql.table(RECORD_TABLES[type])} r where r.deleted_at is null ${sql.join(wanted, sql` `)} ${further}
		order by r.created_at desc, r.id desc limit ${sql.lit(limit + 1)}`.execute(ctx.db);
	const shown = rows.slice(0, limit);
	const last = rows.length > limit ? shown.at(-1) : undefined;
	return { data: shown.map(({ record }) => record), next: last ? [last.at, last.id] : null };
}

/** Conditions on a kind's own fields over records `r`: each is as given. */
export function plainConditions(type: RecordType, filter: Values): RawBuilder<unknown>[] {
	return Object.entries(filter).flatMap(([field, value]) => {
		const column = RECORD_COLUMNS[type][field];
		return column && value !== undefined ? [sql`${sql.ref(`r.${column}`)} = ${value}`] : [];
	});
}

/** One record as programs read it: one query. 404 for none, and for one in the trash. */
export async function getPlainRecord(ctx: Ctx, type: RecordType, id: string): Promise<PlainRecord> {
	authorize(ctx, VIEW_PERMISSION[type]);
	return readPlainRecord(ctx, type, id);
}

/** As `getPlainRecord`, for whoever has just made or changed the record by an authorised command. */
export async function readPlainRecord(ctx: Ctx, type: RecordType, id: string): Promise<PlainRecord> {
	const { rows } = isId(id)
		? await sql<Row>`${selection(type)} where r.id = ${id} and r.deleted_at is null`.execute(ctx.db)
		: { rows: [] };
	if (!rows[0]) throw notFound(RECORD_NOUNS[type].one);
	return plain(rows[0]);
}

export type Row = {
	id: string;
	version: number;
	created_at: Date;
	updated_at: Date;
	fields: Record<string, FieldValue>;
	tags: string[];
};

/** A row of `recordColumns` as programs read it. */
export function plain({ created_at, updated_at, ...row }: Row): PlainRecord {
	return { ...row, createdAt: created_at.toISOString(), updatedAt: updated_at.toISOString() } as PlainRecord;
}

const MORE: Readonly<Record<RecordType, string>> = {
	contact: ", r.source, r.score",
	account: "",
	deal: ', r.pipeline_id as "pipelineId", r.closed_at as "closedAt", r.source',
	project: "",
};

function selection(type: RecordType) {
	return sql`select ${recordColumns(type)} from ${sql.table(RECORD_TABLES[type])} r`;
}

/** What programs read of records `r`, as a select list. */
export function recordColumns(type: RecordType): RawBuilder<unknown> {
	return sql`r.id, r.version, r.created_at, r.updated_at,
			${fieldColumns(type, "r")} ${sql.raw(MORE[type])}, ${customValues} as fields, ${tagNames(type)} as tags`;
}

/** As `selection`, with instants as texts, as a Date writes itself: for JSON that is not read before it leaves. */
function jsonColumns(type: RecordType) {
	const more = type === "deal" ? MORE.deal.replace("r.closed_at as", `${instant("r.closed_at")} as`) : MORE[type];
	return sql`r.id, r.version, ${fieldColumns(type, "r")} ${sql.raw(more)}, ${customValues} as fields,
		${tagNames(type)} as tags, ${sql.raw(instant("r.created_at"))} as "createdAt",
		${sql.raw(instant("r.updated_at"))} as "updatedAt"`;
}

function instant(column: string): string {
	return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

// Most records have neither tags nor values of their own. To gather none costs more than reading the rest of a record,
// so whether there are any is asked first.
function tagNames(type: RecordType) {
	const of = sql`x.record_type = ${sql.lit(type)} and x.record_id = r.id`;
	return sql`case when exists (select from record_tags x where ${of}) then
		(select coalesce(json_agg(t.name order by t.name), '[]') from record_tags x
			join tags t on t.org_id = x.org_id and t.id = x.tag_id where ${of}) else '[]' end`;
}

const customValues = sql`case when exists (select from custom_values v where v.record_id = r.id) then (select coalesce(json_object_agg(y.key, y.value), '{}') from (
	select f.key, case f.kind when 'multi-choice' then json_agg(o.label order by v.position)
			else json_agg(case f.kind when 'choice' then to_json(o.label) else coalesce(to_json(v.text_value),
				to_json(v.number_value), to_json(v.date_value), to_json(v.yes_value)) end)->0 end as value
	from custom_values v
	join custom_fields f on f.org_id = v.org_id and f.id = v.field_id and f.archived_at is null
	left join lateral (select e->>'label' as label from jsonb_array_elements(f.options) e
		where e->>'id' = v.option_id::text) o on true
	where v.record_id = r.id group by f.key, f.kind) y) else '{}' end`;
