/** What firms are called by law, and words that tell two names apart for nobody. As `wordsOf` has them. */
const LEGAL = new Set(
	(
		"inc incorporated corp corporation co company ltd limited llc lc llp lp plc pllc pc dac pty gmbh mbh ag kg kgaa ohg gbr ug " +
		"se eg ev ek haftungsbeschrankt sa sas sarl sl srl spa snc bv nv vof as asa aps ab oy oyj kft doo sro zoo spzoo " +
		"the and und et y e of"
	).split(" "),
);

/**
 * Parties of a contract that was read, where none of them looks like the account that it is kept for: the file may be
 * another customer's. Names are compared without case, accents, punctuation and legal forms; one may be longer than the
 * other, or its initials. `own` is the organisation's own name: it is a party of every contract and tells nothing, so where
 * no other is found nothing is known. Empty where the account is among them, or nothing was found.
 */
export function strangeParties(
	content: { contractId?: unknown; findings?: unknown },
	{ account, own }: { account: string | null; own: string },
): string[] {
	if (!content.contractId || !Array.isArray(content.findings)) return [];
	return strangersAmong(content.findings.flatMap(partyIn), { account, own });
}

/** The same of names that were found already. */
export function strangersAmong(names: readonly string[], of: { account: string | null; own: string }): string[] {
	const { account, own } = of;
	const others = [...new Set(names)].filter((name) => !looksLike(name, own));
	if (!account || others.length === 0 || names.some((name) => looksLike(name, account))) return [];
	return [...new Set(names)];
}

/** What is said of it, for who looks at the contract. */
export function strangerWords(parties: readonly string[], account: string): string {
	const all = parties.length > 1 ? `${parties.slice(0, -1).join(", ")} and ${parties.at(-1)}` : parties[0];
	const is = parties.length > 1 ? "The parties in this contract are" : "The party found in this contract is";
	return `${is} ${all}; the account is ${account}. Check that this is the right file.`;
}

/** A finding as it is kept: of other shapes nothing is said. */
function partyIn(finding: { term?: unknown; value?: { name?: unknown } }): string[] {
	const name = finding?.term === "party" ? finding.value?.name : undefined;
	return typeof name === "string" && name.trim() !== "" ? [name.trim()] : [];
}

function looksLike(one: string, other: string): boolean {
	const [short, long] = [wordsOf(one), wordsOf(other)].sort((a, b) => a.join("").length - b.join("").length);
	if (!short || !long || short.length === 0) return false;
	if (short.join("") === long.join("") || initialsOf(long) === short.join("")) return true;
	// A word or two of the other's name: Orchard of Orchard Foods Group. Letters alone stand in many.
	return short.join("").length >= 3 && short.every((word) => long.includes(word));
}

const initialsOf = (words: readonly string[]) =>
	words.length >= 2 ? words.map(([letter]) => letter).join("") : undefined;

/** A name's words by which it is told apart; all of them where it has none but legal forms. */
function wordsOf(name: string): string[] {
	const words = name
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replaceAll("ß", "ss")
		.replaceAll("ø", "o")
		.replaceAll("æ", "ae")
		.replaceAll("ł", "l")
		// Müller and Mueller.
		.replace(/([aou])e/g, "$1")
		// S.A. is SA, and O'Hara OHara.
		.replace(/[.'’`]/g, "")
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== "");
	const own = words.filter((word) => !LEGAL.has(word));
	return own.length > 0 ? own : words;
}
