import { sql } from "kysely";
import { type FieldErrors, invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { listFields } from "../fields/field-queries.ts";
import { VIEW_PERMISSION } from "../records/permissions.ts";
import {
	type PlainRecord,
	plain,
	plainConditions,
	type Row,
	recordColumns,
} from "../records/reads/record-list-queries.ts";
import type { Values } from "../records/rules.ts";
import type { RecordType } from "../records/schema.ts";
import { columnsOf, type ListColumn, NAME } from "./columns.ts";
import { conditions, foundFirst, isSearch } from "./filter-sql.ts";
import { type Filter, readFilter } from "./filters.ts";
import { pageRows, usableKey } from "./keyset.ts";
import { readListQuery } from "./list-query.ts";
import { shownOrder, sortKey, sortOf } from "./sort-sql.ts";

/** What is asked of a list beside its plain fields, as a program writes it. */
export type Asked = {
	/** Words that a record holds. */
	q?: string | undefined;
	/** A column that the page sorts by; with `-` in front the other way round. */
	sort?: string | undefined;
	/** One condition as the page's address has it (`f`), or several as a JSON array; choices by id or label. */
	filter?: string | undefined;
	/** Names of tags with commas between: a record has one of them at least. */
	tags?: string | undefined;
};

/** The place behind the last record of a page: its id, and the value it is sorted by. */
export type SearchPlace = { id: string; value: string | null };

type Page = { plain: Values; after?: SearchPlace | undefined; limit: number };

/**
 * Records of a kind, searched, narrowed and sorted as the list's page does it, as programs read them: one query a page,
 * one more for the organisation's own fields, and one for tags. Throws 422 by field for what the list does not offer.
 */
export async function searchRecords(
	ctx: Ctx,
	type: RecordType,
	asked: Asked,
	page: Page,
): Promise<{ data: PlainRecord[]; next: SearchPlace | null }> {
	authorize(ctx, VIEW_PERMISSION[type]);
	const columns = columnsOf(type, await listFields(ctx, type));
	const filters = readFilters(asked.filter, columns);
	const { q, sort, isBent } = readListQuery(new URLSearchParams({ q: asked.q ?? "", sort: asked.sort ?? "" }), columns);
	if (isBent) throw refuse({ sort: ["This list cannot be sorted by that."] });
	const narrowing = { type, q, filters, columns, zone: "UTC" };
	const by = sortOf(type, sort, columns);
	const key = page.after ? usableKey(by, { ...page.after, back: false }) : undefined;
	const tagged = asked.tags === undefined ? [] : [await hasTags(ctx, type, asked.tags)];
	const where = [
		...conditions(ctx, narrowing, { isFoundFirst: true }),
		...plainConditions(type, page.plain),
		...tagged,
	];
	const source = pageRows(where, { type, by, sort, key, limit: page.limit + 1, isFew: isSearch(narrowing) });
	const { rows } = await sql<
		Row & { sort_key: string | null }
	>`${foundFirst(narrowing)}select ${recordColumns(type)}, ${sortKey(by)} as sort_key
		from ${source} r order by ${shownOrder(by, sort)} limit ${page.limit + 1}`.execute(ctx.db);
	const shown = rows.slice(0, page.limit);
	const last = rows.length > page.limit ? shown.at(-1) : undefined;
	return {
		data: shown.map(({ sort_key: _, ...row }) => plain(row)),
		next: last ? { id: last.id, value: last.sort_key } : null,
	};
}

function readFilters(text: string | undefined, columns: readonly ListColumn[]): Filter[] {
	if (!text) return [];
	return conditionsIn(text).map((condition) => {
		const filter = readFilter(withIds(condition, columns), [NAME, ...columns]);
		if (!filter) throw refuse({ filter: [`“${condition.slice(0, 80)}” is no condition of this list.`] });
		return filter;
	});
}

function conditionsIn(text: string): string[] {
	if (!text.startsWith("[")) return [text];
	try {
		const all: unknown = JSON.parse(text);
		if (Array.isArray(all) && all.length <= 20 && all.every((one) => typeof one === "string")) return all;
	} catch {
		// Refused below, like any other text that is no array.
	}
	throw refuse({ filter: ["Give one condition, or a JSON array of 20 at most."] });
}

/** Choices are kept by the ids of their options; a program may know their labels only. */
function withIds(condition: string, columns: readonly ListColumn[]): string {
	const [, column = "", op = "", value = ""] = /^([^.]+)\.([a-z]+)\.(.*)$/s.exec(condition) ?? [];
	const choices = columns.find(({ id }) => id === column)?.choices;
	if (!choices) return condition;
	const idOf = (one: string) =>
		Object.entries(choices).find(([, label]) => label.toLowerCase() === one.trim().toLowerCase())?.[0] ?? one.trim();
	const ids = value.split(",").map(idOf);
	return ids.every((id) => Object.hasOwn(choices, id)) ? `${column}.${op}.${ids.join(",")}` : "";
}

async function hasTags(ctx: Ctx, type: RecordType, given: string) {
	const names = given.split(",").map((name) => name.trim());
	const { rows } = await sql<{ id: string }>`select id from tags where name = any(${names}::text[]::citext[])`.execute(
		ctx.db,
	);
	const ids = rows.map(({ id }) => id);
	return sql`exists (select from record_tags x where x.org_id = r.org_id and x.record_type = ${type}
		and x.record_id = r.id and x.tag_id = any(${ids}::uuid[]))`;
}

function refuse(fields: FieldErrors) {
	return invalid("Some fields cannot be accepted.", fields);
}
