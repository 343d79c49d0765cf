import { z } from "zod";
import { isId } from "#app/base/ids.ts";
import { DEFAULT_SORT, type ListColumn, NAME } from "./columns.ts";
import { type Filter, type Op, readFilter, splitFilter, typedFilter, writeFilter, wrongFilter } from "./filters.ts";
import { columnsNamed } from "./shown-columns.ts";

export type Sort = { by: string; down: boolean };

/** A key that a page begins behind: the sort's value (null: none) and the record's id. */
export type PageKey = { value: string | null; id: string; back: boolean };

/** What an address asks of a list. `view`: the saved view that it began from. */
export type ListQuery = {
	q: string;
	filters: Filter[];
	sort: Sort;
	/** Chosen columns; empty: those shown by default. */
	columns: string[];
	key?: PageKey;
	view?: string;
	/** Something in the address could not be read and was left out. */
	isBent: boolean;
};

/** From so many letters on a part of a word is found wherever it stands; shorter ones as beginnings of words. */
export const SHORTEST_PART = 3;

const MOST_FILTERS = 20;

// Whatever is in a link, a list comes of it.
const Address = z.object({
	q: z
		.string()
		.transform((text) => text.replaceAll("\0", "").trim().slice(0, 100))
		.catch(""),
	f: z.array(z.string().max(4_000)).catch([]),
	sort: z.string().max(100).catch(""),
	before: z.string().max(600).catch(""),
	after: z.string().max(600).catch(""),
	view: z.string().max(40).catch(""),
	/** A filter as the form that adds one sends it. */
	column: z.string().max(100).catch(""),
	op: z.string().max(20).catch(""),
	value: z.array(z.string().max(4_000)).catch([]),
});

/** Reads what an address asks of a list that offers these columns. What cannot be read is left out. */
export function readListQuery(address: URLSearchParams, offered: readonly ListColumn[]): ListQuery {
	const of = (name: string) => address.get(name) ?? "";
	const read = Address.parse({
		...{ q: of("q"), sort: of("sort"), before: of("before"), after: of("after") },
		...{ view: of("view"), column: of("column"), op: of("op") },
		f: address.getAll("f"),
		value: address.getAll("value"),
	});
	const all = [NAME, ...offered];
	const added = read.column ? [formFilter(read, all)] : [];
	const found = [...read.f.map((text) => readFilter(text, all) ?? wrongFilter(splitFilter(text), all)), ...added];
	const filters = unique(found.filter((filter) => filter !== undefined)).slice(0, MOST_FILTERS);
	const sort = readSort(read.sort, all);
	const key = readKey(read.before, true) ?? readKey(read.after, false);
	return {
		q: read.q,
		filters,
		sort: sort ?? DEFAULT_SORT,
		columns: columnsNamed(offered, address),
		...(key ? { key } : {}),
		...(isId(read.view) || read.view === "all" ? { view: read.view } : {}),
		isBent: filters.length < found.length || (read.sort !== "" && !sort),
	};
}

function formFilter({ column, op, value }: z.output<typeof Address>, all: readonly ListColumn[]): Filter | undefined {
	const parts = value.map((part) => part.trim());
	const joined = op === "range" ? `${parts[0] ?? ""}..${parts[1] ?? ""}` : parts.filter(Boolean).join(",");
	return typedFilter({ column, op: op as Op, value: joined }, all);
}

function unique(filters: readonly Filter[]): Filter[] {
	return [...new Map(filters.map((filter) => [writeFilter(filter), filter])).values()];
}

function readSort(text: string, all: readonly ListColumn[]): Sort | undefined {
	const by = text.replace(/^-/, "");
	return all.some(({ id, sorts }) => id === by && sorts) ? { by, down: text.startsWith("-") } : undefined;
}

// "<id>" where the sort has no value there, else "<id>~<value>".
function readKey(text: string, back: boolean): PageKey | undefined {
	const id = text.slice(0, 36);
	if (!isId(id)) return undefined;
	return { id, value: text[36] === "~" ? text.slice(37) : null, back };
}

/** A record's key as it stands in an address. */
export function writeKey(id: string, value: string | null): string {
	return value === null ? id : `${id}~${value}`;
}

/** What of a query makes a list: its search, filters, sort and columns, as an address's query. */
export function writeListQuery({ q, filters, sort, columns }: Omit<ListQuery, "isBent" | "key" | "view">): string {
	const address = new URLSearchParams();
	if (q) address.set("q", q);
	for (const filter of filters) address.append("f", writeFilter(filter));
	if (sort.by !== DEFAULT_SORT.by || sort.down !== DEFAULT_SORT.down)
		address.set("sort", `${sort.down ? "-" : ""}${sort.by}`);
	if (columns.length > 0) address.set("columns", columns.join(","));
	return address.toString();
}

/** The words of a search; a number is one word, in the form in which numbers are kept. */
export function wordsOf(q: string): string[] {
	const digits = q.replaceAll(/\D/g, "");
	if (/^[+(\d][\d\s().-]*$/.test(q) && digits.length >= 4) return [q.startsWith("+") ? `+${digits}` : digits];
	return q.split(/\s+/).filter(Boolean).slice(0, 6);
}
