import type { Found } from "../terms.ts";
import { findDefined, nameOf, type Party, ROLE } from "./roles.ts";
import { cutAround, quoteAround, type View } from "./text.ts";

const BETWEEN = /\b(?:by and between|between|among|zwischen)\b\s*:?\s*/gi;
const DEFINED = new RegExp(`["“'‘](?:the\\s+)?(${ROLE})["”'’]`, "i");
/** Rows that name a party without its role. */
const NAMELESS = /^(?:prepared|issued|sold)/i;
const LABEL = new RegExp(
	`(?:^|[\\n|.;]|\\s)(${ROLE}|Prepared for|Prepared by|Issued by|Sold to)(?: name| legal name)?\\s*[:|]\\s*([^\\n|]{2,120})`,
	"g",
);
/** Parties are named at the beginning. */
const LOOKED_AT = 8_000;

/** Parties with the findings that say them. */
export type Parties = { found: Found[]; parties: Party[] };

/**
 * Who the contract is between: by the places that define their roles, by the sentence that names both, or by the rows that do.
 * At most four.
 */
export function findParties(views: readonly View[]): Parties {
	const defined = definedIn(views);
	if (defined.found.length >= 2) return defined;
	for (const view of views) {
		for (const match of view.text.matchAll(BETWEEN)) {
			const found = afterBetween(view, match.index, match[0].length);
			if (found.length === 2) return { found, parties: found.flatMap(asParty) };
		}
	}
	const named = views.flatMap((view) => [...view.text.matchAll(LABEL)].flatMap((match) => labelled(view, match)));
	const seen = new Set<string>();
	const found = named
		.filter(({ value }) => !seen.has(JSON.stringify(value)) && seen.add(JSON.stringify(value)))
		.slice(0, 4);
	return found.length > 0 ? { found, parties: found.flatMap(asParty) } : defined;
}

function definedIn(views: readonly View[]): Parties {
	let left = LOOKED_AT;
	const all = views.flatMap((view) => {
		if (view.quote !== undefined || left <= 0) return [];
		const text = view.text.slice(0, left);
		left -= view.text.length;
		return findDefined({ ...view, text }).map((party) => ({ party, view }));
	});
	const seen = new Set<string>();
	const kept = all
		.filter(({ party: { role, alias } }) => !seen.has(role || alias) && seen.add(role || alias))
		.slice(0, 4);
	return {
		parties: kept.map(({ party: { name, role, alias } }) => ({ name, role, alias })),
		found: kept.map(({ party: { name, role, index, length }, view }) =>
			partyOf(view, { name, role, quote: quoteAround(view, index, Math.min(length, 400)), sureness: "clear" }),
		),
	};
}

const asParty = ({ value }: Found): Party[] =>
	value.kind === "name" ? [{ name: value.name, role: value.role, alias: "" }] : [];

function afterBetween(view: View, index: number, length: number): Found[] {
	const rest = view.text.slice(index + length, index + length + 900);
	const and = [...rest.matchAll(/([),;”"]?)\s+(?:and|und)\s+(?:\(\d\)\s*)?(?=[\p{Lu}\d“"])/gu)];
	// "Smith and Sons Ltd, and Acme": an "and" after a bracket or a comma parts two parties before any other.
	const split = and.find(([, sign]) => sign) ?? and[0];
	if (!split) return [];
	const [one, two] = [rest.slice(0, split.index + split[1]!.length), rest.slice(split.index + split[0].length)];
	const end = /\n|\.\s+\p{Lu}(?<!\b(?:Inc|Ltd|Co|Corp)\.\s+\p{Lu})|$/u.exec(two)!.index;
	const second = two.slice(0, end);
	const quoted = quoteAround(view, index, Math.min(length + one.length, 300));
	return [one, second].flatMap((text) => {
		const name = nameOf(text);
		const role = DEFINED.exec(text)?.[1] ?? "";
		if (!name) return [];
		const at = view.text.indexOf(name);
		const quote = quoted.includes(name) ? quoted : at < 0 ? "" : quoteAround(view, at, name.length);
		return quote === "" ? [] : [partyOf(view, { name, role, quote, sureness: role ? "clear" : "likely" })];
	});
}

function labelled(view: View, match: RegExpMatchArray): Found[] {
	// In running text the next row's label ends this row's value.
	const [value] = match[2]!.split(/\s+(?=\p{Lu}[\p{L}]*(?: \p{L}+){0,2}\s?:)/u);
	const name = nameOf(value!);
	if (!name || /_{3,}/.test(name)) return [];
	const at = match.index! + match[0].indexOf(match[1]!);
	const row = view.text.slice(at, view.text.indexOf(name, at) + name.length);
	return [
		partyOf(view, {
			...{ name, role: NAMELESS.test(match[1]!) ? "" : match[1]!, quote: view.quote ?? cutAround(row, 0, row.length) },
			sureness: NAMELESS.test(match[1]!) ? "likely" : "clear",
		}),
	];
}

const partyOf = (
	{ page }: View,
	{ name, role, quote, sureness }: { name: string; role: string; quote: string; sureness: "clear" | "likely" },
): Found => ({
	...{ term: "party", value: { kind: "name", name, role }, quote, page, sureness },
	note: sureness === "clear" ? "" : "The contract does not say which of the two it is.",
});
