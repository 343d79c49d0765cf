/** A field of a record as members call it, and what the record calls it. */
const FIELDS: readonly [RegExp, string][] = [
	[/^(?:tele)?phone(?: number)?$|^(?:mobile|cell)(?: phone)?(?: number)?$|^number$/, "phone"],
	[/^e-?mail(?: address)?$|^mail address$/, "email"],
	[/^(?:lifecycle )?stage$/, "stage"],
	[/^(?:job )?title$|^job$|^position$/, "jobTitle"],
	[/^(?:city|town)$/, "city"],
	[/^industry$/, "industry"],
	[/^renewal(?: date| day)?$/, "renewalOn"],
	[/^health$/, "health"],
	[/^(?:state|status)$/, "state"],
	[/^(?:due|closing|close) (?:date|day)$/, "dueOn"],
	[/^(?:arr|annual recurring revenue)$/, "arrCents"],
	[/^value$/, "valueCents"],
	[/^(?:owner|account manager)$/, "ownerId"],
	[/^(?:company|account|employer)$/, "accountId"],
];

/** "What is the phone number of Lena Sloan": a record by its name, and the field that is asked for. */
export type FieldOf = { name: string; field: string };

const ASKED = [
	/^(?:what(?: is|'s| are|s)?|tell me|give me|show me|who is|who's)?\s*(?:the )?(?<field>[a-z-]+(?: [a-z-]+){0,2}?) (?:of|for) (?<name>.+)$/,
	/^(?:what(?: is|'s| are|s)?|tell me|give me|show me|who is|who's)?\s*(?<name>.+?)['’]s (?<field>[a-z-]+(?: [a-z-]+){0,2})$/,
	/^(?:what(?: is|'s)|tell me|give me|show me) (?<name>her|his|their) (?<field>[a-z-]+(?: [a-z-]+){0,2})$/,
];

/** Reads a question for one field of one record; undefined where no known field is named. */
export function readField(plain: string): FieldOf | undefined {
	for (const pattern of ASKED) {
		const { name, field = "" } = pattern.exec(plain)?.groups ?? {};
		const known = FIELDS.find(([words]) => words.test(field.trim()))?.[1];
		if (name && known) return { name: name.replace(/^(?:the|our) /, "").trim(), field: known };
	}
	return undefined;
}
