import { type RawBuilder, sql } from "kysely";
import { addDays, dateAt } from "#app/base/time.ts";
import type { Ctx } from "#db/context.ts";
import type { RecordType } from "../records/schema.ts";
import { fieldValueColumn, ownColumn, SORT_COLUMNS } from "./column-sql.ts";
import { type ListColumn, NAME } from "./columns.ts";
import { edgesOf, type Filter, isReference } from "./filters.ts";
import { wordsOf } from "./list-query.ts";

type Sql = RawBuilder<unknown>;

/** How far a search looks: so many of the newest records that hold the words. Batches look at all. */
export const MOST_FOUND = 1_000;

/** How many a batch takes hold of at most. */
export const MOST_WALKED = 2_000_000;

export type Narrowing = {
	type: RecordType;
	q: string;
	filters: readonly Filter[];
	columns: readonly ListColumn[];
	/** The reader's zone (IANA), in which days begin and end. */
	zone: string;
	/** For counts and batches: all that hold the words, behind this id, instead of the newest few. */
	walk?: { after: string };
};

/** Whether records are looked for by words, of which there may be more than were looked at. */
export function isSearch({ q, filters, columns }: Narrowing): boolean {
	return q !== "" || filters.some((filter) => isSearched(filter, columnOf(filter, columns)));
}

/** The name under which a statement has what `foundFirst` puts before it. */
const FOUND = sql`found_by_words`;

/**
 * What a statement begins with whose `conditions` are told that the words are looked for once (`isFoundFirst`): a list
 * asks for its page and its count, and a page may have two stretches. Nothing for a list without words.
 */
export function foundFirst(narrowing: Narrowing): Sql {
	const words = wordConditions(narrowing);
	return words.length > 0 ? sql`with ${FOUND} as materialized (${search(narrowing, words)}) ` : sql``;
}

/**
 * How many a list with `foundFirst` holds, where nothing but words narrows it: they were looked for among records that are
 * not in the trash, and none has to be looked at again. Undefined for every other list.
 */
export function countFound(narrowing: Narrowing): Sql | undefined {
	const words = wordConditions(narrowing);
	const isAlone = words.length === wordsOf(narrowing.q).length + narrowing.filters.length;
	return words.length > 0 && isAlone ? sql`(select count(*)::int from ${FOUND})` : undefined;
}

/** The conditions of a list over records `r`, the organisation named for the planner though the policy says it too. */
export function conditions(ctx: Ctx, narrowing: Narrowing, { trash = false, isFoundFirst = false } = {}): Sql[] {
	const { filters, columns } = narrowing;
	const parts: Sql[] = [sql`r.org_id = ${ctx.org}`, trash ? sql`r.deleted_at is not null` : sql`r.deleted_at is null`];
	const words = wordConditions(narrowing);
	if (words.length > 0) {
		parts.push(sql`r.id in (select s.id from ${isFoundFirst ? FOUND : sql`(${search(narrowing, words)})`} s)`);
	}
	for (const filter of filters) {
		const column = columnOf(filter, columns);
		if (filter.wrong) parts.push(sql`false`);
		else if (column && !(isSearched(filter, column) && !column.fieldId && !isReference(column.kind))) {
			parts.push(condition(ctx, filter, column, narrowing));
		}
	}
	return parts;
}

function columnOf({ column }: Filter, columns: readonly ListColumn[]): ListColumn | undefined {
	return [NAME, ...columns].find(({ id }) => id === column);
}

/** Text is looked for by its trigrams; what is not so cannot be, and is read. */
function isSearched({ op, column: _ }: Filter, column: ListColumn | undefined): boolean {
	if (!column) return false;
	const isNamed = isReference(column.kind);
	const isText = column.kind === "text" || column.kind === "link" || isNamed;
	return isText && (op === "contains" || op === "begins" || (op === "is" && !isNamed));
}

type Words = { on: string; op: string; text: string };

function wordConditions({ q, filters, columns }: Narrowing): Words[] {
	const own = filters.filter((filter) => {
		const column = columnOf(filter, columns);
		return isSearched(filter, column) && column && !column.fieldId && !isReference(column.kind);
	});
	const texts = own.map(({ column, op, value }) => ({ on: column, op, text: value.replaceAll(/\s+/g, " ") }));
	return [...wordsOf(q).map((word) => ({ on: "any", op: "contains", text: word })), ...texts];
}

/**
 * The next records that hold the words of a list, at most `most`, in the order of ids, and the list without its words.
 * Undefined for a list without words.
 */
export async function nextByWords(
	ctx: Ctx,
	narrowing: Narrowing,
	after: string,
	most: number,
): Promise<{ ids: string[]; rest: Narrowing } | undefined> {
	const words = wordConditions(narrowing);
	if (words.length === 0) return undefined;
	const { rows } = await sql<{
		id: string;
	}>`select id from search_records(${narrowing.type}, ${JSON.stringify(words)}::jsonb,
		${most}::integer, ${after}::uuid)`.execute(ctx.db);
	const named = new Set(words.map(({ on }) => on));
	const filters = narrowing.filters.filter(({ column, op }) => !(named.has(column) && SEARCHES.has(op)));
	return { ids: rows.map(({ id }) => id), rest: { ...narrowing, q: "", filters } };
}

const SEARCHES: ReadonlySet<Filter["op"]> = new Set(["contains", "begins", "is"]);

function search({ type, walk }: Narrowing, words: readonly Words[]): Sql {
	const text = JSON.stringify(words);
	return walk
		? sql`select id from search_records(${type}, ${text}::jsonb, ${MOST_WALKED}::integer, ${walk.after}::uuid)`
		: sql`select id from search_records(${type}, ${text}::jsonb, ${MOST_FOUND}::integer)`;
}

function condition(ctx: Ctx, filter: Filter, column: ListColumn, narrowing: Narrowing): Sql {
	if (column.fieldId) return fieldCondition(ctx, filter, column, narrowing);
	const { op, value } = filter;
	const values = value.split(",");
	const sorted = SORT_COLUMNS[narrowing.type][column.id];
	// What lists are sorted by is null where there is nothing, and its index finds that.
	if (column.kind === "text" && sorted?.nullable && (op === "empty" || op === "filled")) {
		return op === "empty"
			? sql`${sql.ref(`r.${sorted.column}`)} is null`
			: sql`${sql.ref(`r.${sorted.column}`)} is not null`;
	}
	switch (column.kind) {
		case "owner":
			return ownerCondition(ctx, op, values);
		case "stage":
			return not(op, sql`r.stage_id = any(${values}::uuid[])`);
		case "tags":
			return tagCondition(narrowing.type, op, values);
		case "company":
			return referenceCondition(filter, "account");
		case "person":
			return referenceCondition(filter, "contact");
		case "choice":
			return not(op, sql`${ownColumn(column.id)} = any(${values}::text[])`);
		default:
			return valueCondition(ctx, filter, column, nameColumn(narrowing.type, column), narrowing.zone);
	}
}

function nameColumn(type: RecordType, { id }: ListColumn): Sql {
	return id === "name" && type === "contact" ? sql`btrim(r.first_name || ' ' || r.last_name)` : ownColumn(id);
}

const not = (op: Filter["op"], part: Sql): Sql => (op === "not" ? sql`not (${part})` : part);

function ownerCondition(ctx: Ctx, op: Filter["op"], values: readonly string[]): Sql {
	const mine = ctx.actor.kind === "member" ? ctx.actor.id : null;
	const ids = values.flatMap((one) => (one === "none" ? [] : one === "me" ? (mine ?? []) : one));
	const parts = [
		...(ids.length === 1 ? [sql`r.owner_id = ${ids[0]}::uuid`] : []),
		...(ids.length > 1 ? [sql`r.owner_id = any(${ids}::uuid[])`] : []),
		...(values.includes("none") ? [sql`r.owner_id is null`] : []),
	];
	const any = parts.length > 0 ? sql`(${sql.join(parts, sql` or `)})` : sql`false`;
	// Nobody is not the one who was ruled out.
	return op === "not" ? sql`(${any}) is not true` : any;
}

function tagCondition(type: RecordType, op: Filter["op"], values: readonly string[]): Sql {
	const tagged = (more: Sql) => sql`exists (select from record_tags x
		where x.org_id = r.org_id and x.record_type = ${type} and x.record_id = r.id${more})`;
	if (op === "empty" || op === "filled") return op === "empty" ? sql`not ${tagged(sql``)}` : tagged(sql``);
	return not(op, tagged(sql` and x.tag_id = any(${values}::uuid[])`));
}

function referenceCondition({ op, value }: Filter, type: "account" | "contact"): Sql {
	const id = sql.ref(`r.${type}_id`);
	if (op === "empty") return sql`${id} is null`;
	if (op === "filled") return sql`${id} is not null`;
	if (op === "is") return sql`${id} = ${value}::uuid`;
	const words = JSON.stringify([{ on: "name", op, text: value }]);
	return sql`${id} in (select s.id from search_records(${type}, ${words}::jsonb, ${MOST_FOUND}::integer) s)`;
}

function fieldCondition(ctx: Ctx, filter: Filter, column: ListColumn, { walk, zone }: Narrowing): Sql {
	const { op, value } = filter;
	const has = (more: Sql) => sql`exists (select from custom_values v
		where v.org_id = r.org_id and v.record_id = r.id and v.field_id = ${column.fieldId}::uuid${more})`;
	if (op === "empty") return sql`not ${has(sql``)}`;
	if (op === "filled") return has(sql``);
	if (column.kind === "yes-no") {
		const yes = has(sql` and v.yes_value`);
		return value === "yes" ? yes : has(sql` and not v.yes_value`);
	}
	if (column.kind === "choice" || column.kind === "choices") {
		return not(op, has(sql` and v.option_id = any(${value.split(",")}::uuid[])`));
	}
	if (isSearched(filter, column)) {
		const most = walk ? MOST_WALKED : MOST_FOUND;
		return sql`r.id in (select s.id from search_field_values(${column.fieldId}::uuid, ${op}, ${value}, ${most}::integer,
			${walk?.after ?? null}::uuid) s)`;
	}
	const stored = sql.ref(`v.${fieldValueColumn(column)}`);
	if (op === "not") return sql`not ${has(sql` and lower(${stored}) = lower(${value})`)}`;
	return has(sql` and ${valueCondition(ctx, filter, { ...column, empties: false }, stored, zone)}`);
}

/** Of numbers, days, instants and text that is not to be so. */
function valueCondition(ctx: Ctx, filter: Filter, column: ListColumn, value: Sql, zone: string): Sql {
	const { kind } = column;
	const isText = kind === "text" || kind === "link";
	// Said plainly, so that the planner knows from its statistics how many are so.
	if (filter.op === "empty") return isText ? sql`(${value} is null or ${value} = '')` : sql`${value} is null`;
	if (filter.op === "filled") return isText ? sql`${value} <> ''` : sql`${value} is not null`;
	if (filter.op === "not") return sql`lower(coalesce(${value}::text, '')) <> lower(${filter.value})`;
	const [from, to] = filter.op === "range" ? edgesOf(filter) : dayEdges(ctx, filter, zone);
	const edge = (text: string, end: boolean): Sql => {
		if (kind === "instant") return sql`((${text}::date + ${end ? 1 : 0}::integer)::timestamp at time zone ${zone})`;
		if (kind === "date") return sql`${text}::date`;
		return kind === "money" ? sql`(${text}::numeric * 100)::bigint` : numberEdge(column, text, end);
	};
	const parts = [
		...(from ? [sql`${value} >= ${edge(from, false)}`] : []),
		...(to ? [kind === "instant" ? sql`${value} < ${edge(to, true)}` : sql`${value} <= ${edge(to, false)}`] : []),
	];
	return sql.join(parts, sql` and `);
}

/** Own numbers are whole and small: compared as such they go by their index. */
function numberEdge({ fieldId }: ListColumn, text: string, end: boolean): Sql {
	if (fieldId) return sql`${text}::numeric`;
	const whole = end ? Math.floor(Number(text)) : Math.ceil(Number(text));
	return sql`${Math.max(-32_768, Math.min(32_767, whole))}::smallint`;
}

function dayEdges(ctx: Ctx, { op, value }: Filter, zone: string): [string, string] {
	const today = dateAt(ctx.now.getTime(), zone);
	return op === "last" ? [addDays(today, -Number(value)), today] : [today, addDays(today, Number(value))];
}
