import type { View } from "./text.ts";

/** A party as the contract names it: its role, or the short name that stands for it. */
export type Party = { name: string; role: string; alias: string };

/** What parties are called, in English and German. */
export const ROLES = [
	...["Customer", "Client", "Subscriber", "Licensee", "Sublicensee", "Buyer", "Purchaser", "Lessee", "Tenant"],
	...["Supplier", "Service Provider", "Provider", "Vendor", "Licensor", "Seller", "Contractor", "Consultant"],
	...["Company", "Lessor", "Landlord", "Agency", "Distributor", "Reseller", "Manufacturer", "Franchisor", "Franchisee"],
	...[
		"Disclosing Party",
		"Receiving Party",
		"Discloser",
		"Recipient",
		"Borrower",
		"Lender",
		"Owner",
		"Operator",
		"Principal",
		"Agent",
	],
	...[
		"Auftraggeberin",
		"Auftraggeber",
		"Auftragnehmerin",
		"Auftragnehmer",
		"Kunde",
		"Kundin",
		"Anbieter",
		"Dienstleister",
	],
	...[
		"Lizenzgeber",
		"Lizenznehmer",
		"Vermieterin",
		"Vermieter",
		"Mieterin",
		"Mieter",
		"Verkäufer",
		"Käufer",
		"Lieferant",
	],
	...[
		"Renter",
		"Sponsor",
		"Organiser",
		"Organizer",
		"Council",
		"Lizenzgeberin",
		"Lizenznehmerin",
		"Käuferin",
		"Verkäuferin",
	],
];
/** As alternatives of an expression, the longer before those that begin alike. */
export const ROLE = [...ROLES].sort((one, other) => other.length - one.length).join("|");

const TERM = String.raw`\p{Lu}[\p{L}&.-]*(?: \p{Lu}[\p{L}&.-]*){0,2}`;
const OPEN = `["“„‘'«]`;
const CLOSE = `["”“’'»]`;
/** `("Customer")`, `(the "Supplier")`, `hereinafter referred to as "Licensee"`, `(nachfolgend „Kunde“ genannt)`, `, as Landlord`. */
const DEFINED = new RegExp(
	[
		String.raw`\((?:[^()"“„]{0,60}?\s)?${OPEN}(?:the\s+|der\s+|die\s+)?(${TERM})${CLOSE}[^()]{0,40}\)`,
		String.raw`\b(?:hereinafter|hereafter|nachfolgend|nachstehend|im Folgenden)\b[^"“„()\n.]{0,40}${OPEN}(?:the\s+|der\s+|die\s+)?(${TERM})${CLOSE}`,
		String.raw`,\s+(?:as|hereinafter|hereafter)\s+(?:the\s+)?(${ROLE})(?![\p{L}"”])`,
		String.raw`\((?:the\s+)?(${ROLE})\)`,
	].join("|"),
	"gu",
);
/** What is defined in the same way and is nobody. */
const NOBODY =
	/(?:^|\s)(?:Agreement|Contract|Lease|Licen[cs]e|Order|Order Form|Amendment|Date|Term|Period|Part(?:y|ies)|Premises|Property|Services?|Software|Products?|Goods|Equipment|Fees?|Rent|Charges?|Price|Territory|Purpose|Information|Deliverables?|Schedule|Site|Work|Works|SOW|MSA|NDA|Vertrag|Vertragspartei(?:en)?|Parteien|Laufzeit|Leistungen?)$/u;

const LEGAL = String.raw`(?:Ltd|LTD|Limited|LIMITED|LLC|L\.L\.C|Inc|INC|Incorporated|Corp|CORP|Corporation|Co|LLP|LP|L\.P|PLC|plc|GmbH|AG|KG|SE|UG|eG|e\.V|S\.A|SA|S\.A\.S|SAS|S\.L|S\.r\.l|SRL|B\.V|BV|N\.V|NV|AS|A\/S|ApS|AB|Oy|Oyj|Pty|DAC|P\.C|PC|PLLC|e\.K|s\.r\.o|S\.R\.O|Trust|Foundation|University|Union|Authority)`;
const HAS_FORM = new RegExp(String.raw`(?<![\p{L}])${LEGAL}\.?$`, "u");
const FORM_THEN_MORE = new RegExp(
	String.raw`^(.*?(?<![\p{L}])${LEGAL}(?<!University|Authority|Union|Foundation|Trust)\.?)(?:,\s|\s+of\s)`,
	"u",
);

/** What follows a comma is a form of firm, or where it is. */
const PLACE = new RegExp(String.raw`,(?!.*(?<![\p{L}])${LEGAL}\.?(?![\p{L}])).*$`, "u");
/** "Wexcombe Borough Council of Civic Square, Wexcombe": what has a comma behind its "of" is an address. */
const ADDRESS = /(?<=^\S+ \S+ \S.*) of \p{Lu}[^,]*,.*$/u;
/** Where a name ends and what it is begins. */
const NAME_END =
	/\s*(?:\(|["“]|,?\s+(?:a|an|whose|with|having|located|registered|established|incorporated|organi[sz]ed|represented|of the one|hereinafter|hereafter|nachfolgend|nachstehend|im Folgenden|vertreten|mit Sitz|as|the)\b|,?\s+of\s+(?=\d)|,\s*(?=\d)|\s[–-]\s|;|\s+(?:on|dated|effective|as of|concerning|regarding|for the)\b)/u;

/** A party's name at the beginning of a text; undefined where there stands none. */
export function nameOf(text: string): string | undefined {
	const cut = text
		.replace(/^(?:\(\d\)|\d[.)]|the parties:?|(?:to|from)\s*:)\s*/i, "")
		.replace(/^(?:the|der|die|das|dem)\s+(?=\p{Lu})/u, "");
	const whole = cut.slice(0, NAME_END.exec(cut)?.index ?? cut.length).replace(/\n/g, " ");
	const name = (FORM_THEN_MORE.exec(`${whole} `)?.[1] ?? whole.replace(ADDRESS, "").replace(PLACE, ""))
		.replace(/[\s,:–-]+$/, "")
		.replace(/(?<!\b(?:Inc|Ltd|Co|Corp|L\.P|P\.C|L\.L\.C|S\.A|S\.L|B\.V|N\.V|e\.V|S\.R\.O|s\.r\.o))\.$/i, "")
		.trim();
	const isName = /^[\p{Lu}\d]/u.test(name) && name.length >= 2 && name.length <= 100;
	return isName && !NO_NAME.test(name) ? name : undefined;
}

const NO_NAME = /^(?:the|this|it|its|party|parties|you|we|your|our|both|each|either|neither|any|dear .*)$/i;

/** A party that a text defines, where its name stands and where its definition ends. */
export type Defined = Party & { index: number; length: number };

/** Parties whose roles or short names are defined where they are named, in their order; each name and each role once. */
export function findDefined({ text }: View): Defined[] {
	const found: Defined[] = [];
	let from = 0;
	for (const match of text.matchAll(DEFINED)) {
		const term = match.slice(1).find(Boolean)!.replace(/\.$/, "");
		const end = match.index + match[0].length;
		const begin = from;
		from = end;
		if (NOBODY.test(term)) continue;
		const named = nameBefore(text, Math.max(begin, match.index - 500), match.index, begin > 0);
		if (!named || !(ROLES.includes(term) || named.isSure)) continue;
		const isAlias = named.name.toLowerCase().startsWith(term.toLowerCase()) && !ROLES.includes(term);
		if (found.some(({ name, role, alias }) => name === named.name || term === (role || alias))) continue;
		const called = isAlias ? { role: "", alias: term } : { role: term, alias: "" };
		found.push({ name: named.name, ...called, index: named.index, length: end - named.index });
	}
	return found;
}

/** Words with capitals right before a place, with the small words of names between them. */
const RIGHT_BEFORE =
	/(?<![\p{L}\d])\p{Lu}[\p{L}\d&'’./-]*(?:,? (?:(?:&|and|of|the) )*[\p{Lu}\d][\p{L}\d&'’./-]*)*\s*$/u;

type Named = { name: string; index: number; isSure: boolean };

/** The name that a definition is of: behind "between", a number or an "and", on a line of its own, or right before it. */
function nameBefore(text: string, from: number, to: number, isAfterOther: boolean): Named | undefined {
	const chunk = text.slice(from, to);
	const starts: { at: number; isSure: boolean }[] = [];
	const last = (pattern: RegExp) => {
		const match = [...chunk.matchAll(pattern)].at(-1);
		if (match) starts.push({ at: match.index + match[0].length, isSure: true });
	};
	last(/\b(?:between|among|zwischen|(?:concluded|made|agreed|entered into) by)\b\s*:?\s*/giu);
	last(/(?<![\p{L}\d.])(?:\(\d\)|\d[.)])\s+(?=\p{Lu})/gu);
	if (isAfterOther)
		last(/^[\s).,;–-]*(?:genannt\)?)?(?:of the (?:one|first) part)?[\s,;–-]*(?:and|und|&)\s+(?:\(\d\)\s*)?/giu);
	for (const { index } of [...chunk.matchAll(/\n(?=\p{Lu})/gu)].reverse())
		starts.push({ at: index + 1, isSure: false });
	if (!isAfterOther) starts.push({ at: 0, isSure: false });
	const run = RIGHT_BEFORE.exec(chunk);
	if (run) starts.push({ at: run.index, isSure: false });
	const names = starts.flatMap(({ at, isSure }) => {
		const rest = chunk.slice(at);
		const name = nameOf(rest);
		if (!name) return [];
		const index = text.indexOf(name.split(" ")[0]!, from + at);
		return [{ name, index, isSure: isSure || HAS_FORM.test(name), hasForm: HAS_FORM.test(name) }];
	});
	return names.find(({ hasForm }) => hasForm) ?? names[0];
}
