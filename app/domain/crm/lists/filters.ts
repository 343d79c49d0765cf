import { isId } from "#app/base/ids.ts";
import { readDate } from "#app/base/time.ts";
import { readNumber, sayTwoWays } from "#app/base/words/number-text.ts";
import type { ColumnKind, ListColumn } from "./columns.ts";

/** What can be asked of a column. */
export type Op = "contains" | "begins" | "is" | "not" | "in" | "range" | "last" | "next" | "empty" | "filled";

/** One condition of a list. `value`: the text itself, ids or choices with commas between, or "from..to". */
export type Filter = {
	column: string;
	op: Op;
	value: string;
	/** Why its edges, as they were typed, are none: then nothing is found, rather than everything. */
	wrong?: readonly (string | undefined)[];
};

export const OP_LABELS: Readonly<Record<Op, string>> = {
	contains: "contains",
	begins: "begins with",
	is: "is",
	not: "is not",
	in: "is any of",
	range: "is between",
	last: "was in the last days",
	next: "is in the next days",
	empty: "is empty",
	filled: "is not empty",
};

const TEXT: readonly Op[] = ["contains", "begins", "is", "not"];
const OPS: Readonly<Record<ColumnKind, readonly Op[]>> = {
	text: TEXT,
	link: TEXT,
	company: ["contains", "begins", "is"],
	person: ["contains", "begins", "is"],
	choice: ["in", "not"],
	choices: ["in", "not"],
	"yes-no": ["is"],
	number: ["range"],
	money: ["range"],
	date: ["range", "last", "next"],
	instant: ["range", "last"],
	owner: ["in", "not"],
	stage: ["in", "not"],
	tags: ["in", "not"],
};

/** What may be asked of this column. */
export function opsOf({ kind, empties }: ListColumn): readonly Op[] {
	return empties ? [...OPS[kind], "empty", "filled"] : OPS[kind];
}

/** Whether a column names another record: then "is" asks for one by its id, and words for its name. */
export function isReference(kind: ColumnKind): boolean {
	return kind === "company" || kind === "person";
}

const LONGEST = 200;
const MOST_VALUES = 50;

/** The filter as it stands in an address. */
export function writeFilter({ column, op, value, wrong }: Filter): string {
	// What was typed stays wrong in a link, where "1.250" would be a number.
	return value === "" ? `${column}.${op}` : `${column}.${op}.${wrong ? "?" : ""}${value}`;
}

/** A filter of an address, with its value checked; undefined for what is none, so that a bad link shows a list. */
export function readFilter(text: string, columns: readonly ListColumn[]): Filter | undefined {
	return checkFilter(splitFilter(text), columns);
}

/** The parts of a filter as it stands in an address, unchecked. */
export function splitFilter(text: string): Filter {
	const [, column = "", op = "", value = ""] = /^([^.]+)\.([a-z]+)(?:\.(.*))?$/s.exec(text) ?? [];
	return { column, op: op as Op, value };
}

/** The filter with its value as it is kept, or undefined where it does not fit its column. */
export function checkFilter(filter: Filter, columns: readonly ListColumn[]): Filter | undefined {
	const column = columns.find(({ id }) => id === filter.column);
	if (!column || !opsOf(column).includes(filter.op)) return undefined;
	const value = checkValue(column, filter.op, filter.value.replaceAll("\0", "").trim());
	return value === undefined ? undefined : { column: column.id, op: filter.op, value };
}

/** A filter whose column is asked for numbers or days, with what was typed instead of them; undefined for any other. */
export function wrongFilter({ column: id, op, value }: Filter, columns: readonly ListColumn[]): Filter | undefined {
	const column = columns.find((one) => one.id === id);
	if (!column || !TYPED.has(op) || !opsOf(column).includes(op)) return undefined;
	const typed = value.replace(/^\?/, "").replaceAll("\0", "").trim().slice(0, LONGEST);
	const edges = op === "range" ? typed.split("..").slice(0, 2) : [typed];
	if (edges.every((edge) => edge === "")) return undefined;
	const wrong = edges.map((edge) => whyWrong(column.kind, op, edge));
	return { column: id, op, value: typed, wrong: wrong.some(Boolean) ? wrong : ["This could not be read."] };
}

const TYPED: ReadonlySet<Op> = new Set(["range", "last", "next"]);

function whyWrong(kind: ColumnKind, op: Op, edge: string): string | undefined {
	if (edge === "") return undefined;
	if (op !== "range") return /^[1-9]\d{0,3}$/.test(edge) ? undefined : "Write how many days, such as 30.";
	if (kind !== "number" && kind !== "money") return readDate(edge) ? undefined : "Write a day such as 2026-11-23.";
	const read = readNumber(edge, "plain");
	if ("plain" in read) return isNumber(read.plain) ? undefined : "Write a number of 13 digits at most.";
	return read.wrong === "two-ways" ? sayTwoWays(edge) : "Write a number such as 1250.5.";
}

/** The filter as a form has it: its numbers may have their marks, "1.250,50", where these can mean one number only. */
export function typedFilter(filter: Filter, columns: readonly ListColumn[]): Filter | undefined {
	const kind = columns.find(({ id }) => id === filter.column)?.kind;
	const isNumbers = filter.op === "range" && (kind === "number" || kind === "money");
	const plain = (edge: string) => {
		const read = readNumber(edge, "plain");
		return "plain" in read ? read.plain : edge === "" ? "" : "?";
	};
	const value = isNumbers ? filter.value.split("..").map(plain).join("..") : filter.value;
	return checkFilter({ ...filter, value }, columns) ?? wrongFilter(filter, columns);
}

function checkValue(column: ListColumn, op: Op, value: string): string | undefined {
	if (op === "empty" || op === "filled") return "";
	if (op === "last" || op === "next") return /^[1-9]\d{0,3}$/.test(value) ? value : undefined;
	if (op === "range") return checkRange(column.kind, value);
	if (column.kind === "yes-no") return value === "yes" || value === "no" ? value : undefined;
	if (isReference(column.kind) && op === "is") return isId(value) ? value : undefined;
	if (op === "in" || (op === "not" && TAKES_LIST.has(column.kind))) return checkList(column, value);
	return value === "" ? undefined : value.slice(0, LONGEST);
}

const TAKES_LIST: ReadonlySet<ColumnKind> = new Set(["choice", "choices", "owner", "stage", "tags"]);

function checkList({ kind, choices }: ListColumn, value: string): string | undefined {
	const known = (one: string) =>
		choices ? Object.hasOwn(choices, one) : isId(one) || (kind === "owner" && (one === "me" || one === "none"));
	const values = [...new Set(value.split(","))].filter(known).slice(0, MOST_VALUES);
	return values.length > 0 ? values.join(",") : undefined;
}

function checkRange(kind: ColumnKind, value: string): string | undefined {
	const [from = "", to = "", more] = value.split("..");
	const fits = (edge: string) =>
		edge === "" || (kind === "number" || kind === "money" ? isNumber(edge) : !!readDate(edge));
	return more === undefined && value.includes("..") && fits(from) && fits(to) && from + to !== ""
		? `${from}..${to}`
		: undefined;
}

function isNumber(text: string): boolean {
	return /^-?\d{1,13}(\.\d{1,6})?$/.test(text);
}

/** The two edges of a range; undefined where it is open. */
export function edgesOf({ value }: Filter): [from: string | undefined, to: string | undefined] {
	const [from, to] = value.split("..");
	return [from || undefined, to || undefined];
}

/** The names behind ids, for words about filters. */
export type NameOf = (kind: ColumnKind, id: string) => string | undefined;

/** A filter in words: "Stage: Lead or Customer", "City contains “berlin”". */
export function sayFilter(filter: Filter, column: ListColumn, nameOf: NameOf): string {
	const { label, kind, choices } = column;
	if (filter.wrong) return `${label}: “${filter.value}” could not be read`;
	const values = filter.value
		.split(",")
		.map((one) => choices?.[one] ?? SPECIAL[one] ?? nameOf(kind, one) ?? "something that is gone");
	switch (filter.op) {
		case "empty":
			return `${label} is empty`;
		case "filled":
			return `${label} is not empty`;
		case "last":
			return `${label} in the last ${days(filter.value)}`;
		case "next":
			return `${label} in the next ${days(filter.value)}`;
		case "range":
			return `${label} ${sayRange(filter)}`;
		default:
			if (kind === "yes-no") return `${label}: ${filter.value}`;
			if (isReference(kind) && filter.op === "is") return `${label}: ${values[0]}`;
			if (!TAKES_LIST.has(kind)) return `${label} ${OP_LABELS[filter.op]} “${filter.value}”`;
			return `${label}${filter.op === "not" ? " is not" : ":"} ${values.join(" or ")}`;
	}
}

const SPECIAL: Readonly<Record<string, string>> = { me: "me", none: "nobody" };
const days = (count: string) => (count === "1" ? "day" : `${count} days`);

function sayRange(filter: Filter): string {
	const [from, to] = edgesOf(filter);
	if (from === to) return `is ${from}`;
	if (from && to) return `from ${from} to ${to}`;
	return from ? `from ${from}` : `up to ${to}`;
}
