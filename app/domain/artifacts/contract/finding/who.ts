import type { Found, Term, TermValue } from "../terms.ts";
import { findAmounts } from "./amounts.ts";
import { findPeriods } from "./periods.ts";
import { type Party, ROLES } from "./roles.ts";

/** What whoever a term is of does in its sentence. */
const DOES: Partial<Record<Term, string>> = {
	value: "pays?|paid|buys?|purchases?|zahlt|zahlen|vergütet",
	payment: "pays?|paid|settles?|zahlt|zahlen",
	"price-rise": String.raw`increases?|raises?|adjusts?|puts?\b[^.;]{0,40}\bup|uplifts?|changes?|erhöhen|erhöht|anpassen|passt`,
	notice:
		"gives?|giving|notif(?:y|ies)|terminates?|cancels?|ends?|prevents?|writes?|elects?|opts? out|serves?|kündigt|kündigen",
	risk: "terminates?|cancels?|ends?|purchases?|procures?|obtains?|sells?|suppl(?:y|ies)|liable|grants?|offers?",
};
const EITHER =
	"(?:either|each|any|neither|a|both|one of the) (?:of the )?part(?:y|ies)|jede (?:der )?(?:Vertrags)?partei(?:en)?|beide (?:Vertrags)?parteien";
/** Between somebody and what they do: nothing, or words that say that they may or must. */
const HELPERS = String.raw`(?:\s+(?:shall|may|will|must|can|could|has|have|is|are|be|not|also|only|hereby|then|always|once|agrees?|undertakes?|entitled|obliged|required|right|the|to|days|\d+|darf|kann|muss|soll|hat)\b|\s*,)*`;

/**
 * Whose a term is, by the words it stands on: who pays, who may raise a price, who gives notice. The role with the name,
 * "Either party", or nothing where the sentence does not say.
 */
export function whoOf(
	{ term, value, quote: words }: Pick<Found, "term" | "value" | "quote">,
	parties: readonly Party[],
): string {
	const quote = clauseOf(words, value);
	const does = DOES[term];
	if (!does) return "";
	const called = [...parties.flatMap(({ role, alias, name }) => [role, alias, name]), ...ROLES].filter(Boolean);
	const names = [...new Set(called)].sort((one, other) => other.length - one.length).map(escaped);
	const who = String.raw`(?<![\p{L}])(${names.join("|")}|${EITHER})(?!['’]s)(?![\p{L}])`;
	const active = new RegExp(String.raw`${who}${HELPERS}\s+(?:\p{L}+ly )?(?:${does})(?![\p{L}])`, "giu");
	const passive = new RegExp(
		String.raw`\b(?:paid|payable|given|terminated|cancelled|increased|adjusted) by (?:the )?${who}`,
		"giu",
	);
	const far = new RegExp(
		String.raw`${who}\s+(?:shall|may|will|must|can|darf|kann|agrees|undertakes|is entitled|has)\b(?:(?!(?<![\p{L}])(?:${names.join("|")}|${EITHER})(?![\p{L}]))[^.;]){0,160}?(?<![\p{L}])(?:${does})(?![\p{L}])`,
		"giu",
	);
	for (const pattern of [active, passive, far]) {
		const [, said] = pattern.exec(quote) ?? [];
		if (said) return told(said, parties);
	}
	return "";
}

/**
 * Whose a term is as somebody else read it, such as a model: a party that is known or a role, where the words that the term
 * stands on name it themselves; else nothing.
 */
export function whoSaid(said: string, words: string, parties: readonly Party[]): string {
	const plain = said.trim().replace(/^(?:the|der|die|das)\s+/i, "");
	const stands = (name: string) =>
		name !== "" && new RegExp(String.raw`(?<![\p{L}])${escaped(name)}(?![\p{L}])`, "iu").test(words);
	if (plain === "") return "";
	if (new RegExp(`^(?:${EITHER})$`, "i").test(plain))
		return new RegExp(String.raw`(?<![\p{L}])(?:${EITHER})(?![\p{L}])`, "iu").test(words) ? "Either party" : "";
	const party = parties.find(({ name, role, alias }) =>
		[name, role, alias, `${role || alias} (${name})`].some(
			(word) => word !== "" && word.toLowerCase() === plain.toLowerCase(),
		),
	);
	if (party) return [party.name, party.role, party.alias].some(stands) ? told(party.name, parties) : "";
	return stands(plain) ? (ROLES.find((role) => role.toLowerCase() === plain.toLowerCase()) ?? "") : "";
}

/** Of clauses parted by semicolons the one in which the value stands. */
function clauseOf(words: string, value: TermValue): string {
	const holds = (clause: string) =>
		value.kind === "period"
			? findPeriods(clause).some(({ count, unit }) => count === value.count && unit === value.unit)
			: value.kind === "money" && findAmounts(clause).some(({ cents }) => cents === value.cents);
	return words.split(";").find(holds) ?? words;
}

function told(said: string, parties: readonly Party[]): string {
	const same = (word: string) => word !== "" && word.toLowerCase() === said.toLowerCase();
	const party = parties.find(({ role, alias, name }) => same(role) || same(alias) || same(name));
	if (party) return party.role || party.alias ? `${party.role || party.alias} (${party.name})` : party.name;
	return ROLES.find(same) ?? "Either party";
}

const escaped = (name: string) => name.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
