import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js";
import { z } from "zod";
import { withoutApostrophe } from "../../exports/csv-lines.ts";
import { parseFieldValue } from "../../fields/rules.ts";
import type { CustomField, FieldValue } from "../../fields/schema.ts";
import type { ImportSettings } from "../schema.ts";

/** The columns of a contact that a file can set, as they are called in its table. */
export const CONTACT_COLUMNS = [
	"first_name",
	"last_name",
	"email",
	"phone",
	"job_title",
	"city",
	"country",
	"stage",
	"owner_id",
	"account_id",
] as const;
export type ContactColumn = (typeof CONTACT_COLUMNS)[number];

/** What a row says of a contact; what it does not say is absent. `account` is a name, `fields` by field id. */
export type RowValues = {
	columns: Partial<Record<ContactColumn, string>>;
	account?: string;
	tags: string[];
	fields: Record<string, FieldValue>;
	/** This product's id of the contact, or another system's. */
	id?: string;
	/** Required fields of the file that this row leaves blank: no new contact without them. */
	missing: string[];
};

/** `blank`: a row without anything in it, which is passed over. */
export type RowReading = { values: RowValues } | { reason: string } | { blank: true };

/** Who may own contacts: id by name and by email, both in lower case. */
export type Owners = ReadonlyMap<string, string>;

type Reader = (cell: string, into: RowValues) => string | undefined;

const LONGEST = { name: 100, job_title: 120, place: 100, account: 200, tag: 60, id: 200 };
const MOST_TAGS = 20;

/** Reads rows by an import's settings: pure, and once prepared quick, for files of a million rows. */
export function openRowReader(
	settings: Pick<ImportSettings, "mapping" | "country">,
	columns: number,
	fields: readonly CustomField[],
	owners: Owners,
): (cells: readonly string[]) => RowReading {
	const readers = settings.mapping.map((target) => readerOf(target, settings.country, fields, owners));
	return (cells) => {
		if (cells.every((cell) => cell.trim() === "")) return { blank: true };
		const extra = cells.slice(columns).some((cell) => cell.trim() !== "");
		if (extra) return { reason: `The row has ${cells.length} cells and there are ${columns} headings.` };
		const values: RowValues = { columns: {}, tags: [], fields: {}, missing: [] };
		for (const [at, read] of readers.entries()) {
			if (!read) continue;
			const cell = withoutApostrophe((cells[at] ?? "").toWellFormed().trim());
			if (cell.includes("\0")) return { reason: "The row holds a character that cannot be kept (number zero)." };
			const reason = read(cell, values);
			if (reason) return { reason };
		}
		return isNobody(values) ? { reason: NOBODY } : { values };
	};
}

const NOBODY = "The row has neither a name nor an email address nor a phone number.";

function isNobody({ columns, id }: RowValues): boolean {
	return !columns.first_name && !columns.last_name && !columns.email && !columns.phone && !id;
}

function readerOf(target: string, country: string, fields: readonly CustomField[], owners: Owners): Reader | undefined {
	if (target.startsWith("field:")) {
		const field = fields.find(({ id }) => target === `field:${id}`);
		return field && ((cell, into) => readField(field, cell, into));
	}
	switch (target) {
		case "first_name":
		case "last_name":
			return keep(target, LONGEST.name);
		case "job_title":
			return keep(target, LONGEST.job_title);
		case "city":
		case "country":
			return keep(target, LONGEST.place);
		case "name":
			return readName;
		case "email":
			return readEmail;
		case "phone":
			return (cell, into) => readPhone(cell, country, into);
		case "stage":
			return readStage;
		case "owner":
			return (cell, into) => readOwner(cell, owners, into);
		case "account":
			return (cell, into) => keepWord("account", cell, into);
		case "tags":
			return readTags;
		case "id":
			return (cell, into) => keepWord("id", cell, into);
		default:
			return undefined;
	}
}

function keep(column: ContactColumn, most: number): Reader {
	return (cell, into) => {
		if (cell !== "") into.columns[column] = cell;
		return tooLong(column.replace("_", " "), cell, most);
	};
}

function keepWord(what: "account" | "id", cell: string, into: RowValues): string | undefined {
	if (cell !== "") into[what] = cell;
	return tooLong(what, cell, LONGEST[what]);
}

function tooLong(what: string, cell: string, most: number): string | undefined {
	return cell.length > most ? `The ${what} is longer than ${most} characters.` : undefined;
}

/** "Last, First", or the last word is the last name. */
function readName(cell: string, into: RowValues): string | undefined {
	if (cell === "") return undefined;
	const [last, first] = cell.split(/,(.*)/s).map((part) => part.trim());
	const words = cell.split(/\s+/);
	const names = first ? { first, last: last ?? "" } : { first: words.slice(0, -1).join(" "), last: words.at(-1) ?? "" };
	if (words.length === 1 && !first) Object.assign(names, { first: cell, last: "" });
	if (names.first.length > LONGEST.name || names.last.length > LONGEST.name) return tooLong("name", cell, LONGEST.name);
	// Columns of their own are more exact than a name taken apart.
	if (names.first) into.columns.first_name ??= names.first;
	if (names.last) into.columns.last_name ??= names.last;
	return undefined;
}

const Email = z.email().max(254);

function readEmail(cell: string, into: RowValues): string | undefined {
	if (cell === "") return undefined;
	const email = cell.replace(/^mailto:/i, "").toLowerCase();
	if (!Email.safeParse(email).success) return `“${short(cell)}” is no email address.`;
	into.columns.email = email;
	return undefined;
}

function readPhone(cell: string, country: string, into: RowValues): string | undefined {
	if (cell === "") return undefined;
	const plain = cell.replace(/[\s().\-/]/g, "");
	// The common case of a number that says its country; the library takes ten times as long to say the same.
	const number = /^\+[1-9]\d{6,14}$/.test(plain) ? plain : inE164(cell, country);
	if (!number) return `“${short(cell)}” is no phone number.`;
	into.columns.phone = number;
	return undefined;
}

function inE164(text: string, country: string): string | undefined {
	if (text.length > 40) return undefined;
	const parsed = parsePhoneNumberFromString(text, country as CountryCode);
	return parsed?.isPossible() && !parsed.ext && /^\+[1-9]\d{6,14}$/.test(parsed.number) ? parsed.number : undefined;
}

const STAGES = new Set(["lead", "prospect", "customer", "former"]);

function readStage(cell: string, into: RowValues): string | undefined {
	if (cell === "") return undefined;
	const stage = cell.toLowerCase();
	if (!STAGES.has(stage)) return `“${short(cell)}” is no stage. Use lead, prospect, customer or former.`;
	into.columns.stage = stage;
	return undefined;
}

function readOwner(cell: string, owners: Owners, into: RowValues): string | undefined {
	if (cell === "") return undefined;
	const owner = owners.get(cell.toLowerCase());
	if (!owner) return `“${short(cell)}” is no member of the organisation.`;
	into.columns.owner_id = owner;
	return undefined;
}

function readTags(cell: string, into: RowValues): string | undefined {
	const names = [...new Set(cell.split(/[,;|]/).map((name) => name.trim()))].filter((name) => name !== "");
	if (names.length > MOST_TAGS) return `The row has more than ${MOST_TAGS} tags.`;
	const long = names.find((name) => name.length > LONGEST.tag);
	if (long) return `The tag “${short(long)}” is longer than ${LONGEST.tag} characters.`;
	into.tags = names;
	return undefined;
}

function readField(field: CustomField, cell: string, into: RowValues): string | undefined {
	if (cell === "") {
		if (field.required) into.missing.push(field.label);
		return undefined;
	}
	const parsed = parseFieldValue(field, cell);
	if ("error" in parsed) return `${field.label}: ${parsed.error}`;
	if (parsed.value !== null) into.fields[field.id] = parsed.value;
	return undefined;
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
