import { analyseByRules } from "#app/domain/artifacts/contract/analyse-by-rules.ts";
import type { Finding, TextPage } from "#app/domain/artifacts/contract/terms.ts";
import type { Expected } from "./expected.ts";

export const FIELDS = [
	...(["party", "start", "end", "value", "renewal", "notice", "rise", "payment", "law", "who"] as const),
];
export type Field = (typeof FIELDS)[number];
type Said = Partial<Record<Field, string[]>>;

/** What the rules say of a contract, in the words of `Expected`. */
export function saidOf(pages: readonly TextPage[]): Said {
	const said: Said = {};
	const add = (field: Field, words: string) => {
		said[field] = [...(said[field] ?? []), words];
	};
	for (const finding of analyseByRules(pages, "2026-11-26").findings) {
		const field = fieldOf(finding);
		if (!field) continue;
		add(field, wordsOf(finding));
		if (finding.by !== "") add("who", `${field} ${finding.by.split(" (")[0]}`);
	}
	return said;
}

function fieldOf({ term }: Finding): Field | undefined {
	if (term === "price-rise") return "rise";
	return FIELDS.find((field) => field === term);
}

function wordsOf({ value }: Finding): string {
	if (value.kind === "date") return value.date;
	if (value.kind === "money") return `${value.cents} ${value.currency}${value.per ? ` a ${value.per}` : ""}`;
	if (value.kind === "period") return `${value.count} ${value.unit}`;
	if (value.kind === "renewal") return value.isAutomatic ? `by itself, ${value.count} ${value.unit}` : "not by itself";
	if (value.kind === "rise")
		return `${value.percent} %${value.followsIndex ? ", by an index" : ""}${value.cap === null ? "" : `, cap ${value.cap}`}`;
	if (value.kind === "risk") return value.risk;
	return value.role ? `${value.name} (${value.role})` : value.name;
}

export type Score = { field: Field; expected: number; found: number; right: number };

/** Right, found and expected by field over all contracts, and what differs, in words. */
export function score(contracts: readonly Expected[]): { scores: Score[]; wrong: string[] } {
	const wrong: string[] = [];
	const scores = FIELDS.map((field) => ({ field, expected: 0, found: 0, right: 0 }));
	for (const contract of contracts) {
		const said = saidOf(contract.pages);
		for (const one of scores) {
			// Who a term is of is judged where somebody says whose it is.
			const want = contract[one.field] ?? [];
			const got = said[one.field] ?? [];
			const right = got.filter((words) => want.includes(words));
			one.expected += want.length;
			one.found += got.length;
			one.right += new Set(right).size;
			for (const words of got) if (!want.includes(words)) wrong.push(`${contract.name}: not ${one.field} ${words}`);
			for (const words of want) if (!got.includes(words)) wrong.push(`${contract.name}: missed ${one.field} ${words}`);
		}
	}
	return { scores, wrong };
}

/** The share of what was found that is right, and of what is there that was found; 1 of nothing. */
export const precision = ({ right, found }: Score) => (found === 0 ? 1 : right / found);
export const recall = ({ right, expected }: Score) => (expected === 0 ? 1 : right / expected);

/** The figures as a table of text. */
export const table = (scores: readonly Score[]): string =>
	[
		"field     there  found  right  precision  recall",
		...scores.map((one) =>
			[
				one.field.padEnd(9),
				...[one.expected, one.found, one.right].map((count) => String(count).padStart(5)),
				`${(precision(one) * 100).toFixed(0)} %`.padStart(9),
				`${(recall(one) * 100).toFixed(0)} %`.padStart(6),
			].join("  "),
		),
	].join("\n");
