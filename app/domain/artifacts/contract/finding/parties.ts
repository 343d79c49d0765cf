import type { Found } from "../terms.ts";
import { cutAround, quoteAround, type View } from "./text.ts";

const ROLES =
	"Customer|Client|Subscriber|Licensee|Buyer|Purchaser|Lessee|Supplier|Provider|Service Provider|Vendor|Licensor|Seller|Contractor|Consultant|Company|Lessor|Agency";
const BETWEEN = /\b(?:by and between|between|among)\b\s*:?\s*/gi;
const DEFINED = new RegExp(`["“'‘](?:the\\s+)?(${ROLES})["”'’]`, "i");
const LABEL = new RegExp(`(?:^|[\\n|.;]|\\s)(${ROLES})(?: name| legal name)?\\s*[:|]\\s*([^\\n|]{2,120})`, "g");
/** Where a name ends and what it is begins. */
const NAME_END =
	/\s*(?:\(|["“]|,?\s+(?:a|an|whose|with|having|located|registered|incorporated|organi[sz]ed|represented|of the one|hereinafter|hereafter|the)\b|,\s*(?=\d)|;|\s+(?:on|dated|effective|as of|concerning|regarding|for the)\b)/;

/** Who the contract is between: by the sentence that says so, or by the rows that name them. At most four. */
export function findParties(views: readonly View[]): Found[] {
	for (const view of views) {
		for (const match of view.text.matchAll(BETWEEN)) {
			const parties = afterBetween(view, match.index, match[0].length);
			if (parties.length === 2) return parties;
		}
	}
	const named = views.flatMap((view) => [...view.text.matchAll(LABEL)].flatMap((match) => labelled(view, match)));
	const seen = new Set<string>();
	return named.filter(({ value }) => !seen.has(JSON.stringify(value)) && seen.add(JSON.stringify(value))).slice(0, 4);
}

function afterBetween(view: View, index: number, length: number): Found[] {
	const rest = view.text.slice(index + length, index + length + 900);
	const and = [...rest.matchAll(/([),;”"]?)\s+and\s+(?:\(\d\)\s*)?(?=[\p{Lu}\d“"])/gu)];
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
	if (!name) return [];
	const at = match.index! + match[0].indexOf(match[1]!);
	const row = view.text.slice(at, view.text.indexOf(name, at) + name.length);
	return [
		partyOf(view, { name, role: match[1]!, quote: view.quote ?? cutAround(row, 0, row.length), sureness: "clear" }),
	];
}

function nameOf(text: string): string | undefined {
	const cut = text.replace(/^(?:\(\d\)|\d[.)]|the parties:?)\s*/i, "");
	const name = cut
		.slice(0, NAME_END.exec(cut)?.index ?? cut.length)
		.replace(/[\s,:]+$/, "")
		.replace(/(?<!\b(?:Inc|Ltd|Co|Corp|S\.A|S\.L|B\.V|N\.V))\.$/, "")
		.trim();
	const isName = /^[\p{Lu}\d]/u.test(name) && name.length >= 2 && name.length <= 100;
	return isName && !/^(?:the|this|it|its|party|parties|you|we|your|our|both|each)$/i.test(name) ? name : undefined;
}

const partyOf = (
	{ page }: View,
	{ name, role, quote, sureness }: { name: string; role: string; quote: string; sureness: "clear" | "likely" },
): Found => ({
	...{ term: "party", value: { kind: "name", name, role }, quote, page, sureness },
	note: sureness === "clear" ? "" : "The contract does not say which of the two it is.",
});
