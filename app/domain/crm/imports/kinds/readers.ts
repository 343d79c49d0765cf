import { sql } from "kysely";
import type { CountryCode } from "libphonenumber-js";
import { z } from "zod";
import { isId } from "#app/base/ids.ts";
import { RECORD_TABLES } from "../../records/columns.ts";
import { readPhoneNumber } from "../../records/home/phone.ts";
import type { RecordType } from "../../records/schema.ts";
import { readDay } from "../rows/read-day.ts";
import type { Given, MatchOf, Reader, TargetOf } from "./kind.ts";

// Cells that more than one kind of record has.

export const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);

/** Of a number where it was not said what its point or comma is. */
export const twoWays = (cell: string) =>
	`“${short(cell)}” can be read in two ways. Choose in the mapping step how the file writes numbers.`;

export function tooLong(what: string, cell: string, most: number): string | undefined {
	return cell.length > most ? `The ${what} is longer than ${most} characters.` : undefined;
}

/** One line of text. */
export const keep =
	(column: string, most: number, what = column.replace("_", " ")) =>
	(): Reader =>
	(cell, into) => {
		if (cell !== "") into.columns[column] = cell;
		return tooLong(what, cell, most);
	};

/** A word that is looked at when the whole row is known. */
export const keepWord = (name: string) => (): Reader => (cell, into) => {
	if (cell !== "") into.words[name] = cell;
	return tooLong(name, cell, 100);
};

/** One of some words, in any case. */
export const choose = (column: string, what: string, choices: readonly string[]) => (): Reader => (cell, into) => {
	if (cell === "") return undefined;
	const choice = cell.toLowerCase();
	if (!choices.includes(choice))
		return `“${short(cell)}” is no ${what}. Use ${choices.slice(0, -1).join(", ")} or ${choices.at(-1)}.`;
	into.columns[column] = choice;
	return undefined;
};

/** A calendar day, in the order that was chosen for the file. */
export const day =
	(column: string) =>
	({ settings }: Given): Reader =>
	(cell, into) => {
		if (cell === "") return undefined;
		const read = readDay(cell, settings.dates);
		if ("reason" in read) return read.reason;
		into.columns[column] = read.day;
		return undefined;
	};

const Email = z.email().max(254);

export const email = (): Reader => (cell, into) => {
	if (cell === "") return undefined;
	const address = cell.replace(/^mailto:/i, "").toLowerCase();
	if (!Email.safeParse(address).success) return `“${short(cell)}” is no email address.`;
	into.columns.email = address;
	return undefined;
};

const phone =
	({ settings: { country } }: Given): Reader =>
	(cell, into) => {
		if (cell === "") return undefined;
		const read = readPhoneNumber(cell, country as CountryCode);
		if ("reason" in read) return read.reason.startsWith("There") ? read.reason : `“${short(cell)}” is no phone number.`;
		into.columns.phone = read.number;
		return undefined;
	};

export const PHONE: TargetOf = {
	label: "Phone",
	names: ["phone", "phonenumber", "telephone", "tel", "telefon", "phone1", "primaryphone", "businessphone"],
	sample: ["+1 206 555 0100", "+1 206 555 0101"],
	read: phone,
};

export const OWNER: TargetOf = {
	label: "Owner (member's name or email)",
	names: ["owner", "assignedto", "salesrep", "rep", "accountmanager", "owneremail", "responsible"],
	sample: ["", ""],
	read:
		({ owners }) =>
		(cell, into) => {
			if (cell === "") return undefined;
			const owner = owners.get(cell.toLowerCase());
			if (!owner) return `“${short(cell)}” is no member of the organisation.`;
			into.columns.owner_id = owner;
			return undefined;
		},
};

export const ACCOUNT: TargetOf = {
	label: "Account (company)",
	names: [
		...["account", "company", "companyname", "accountname", "organisation", "organization"],
		...["employer", "firm", "business", "firma"],
	],
	sample: ["Orchard Ltd", "Mill & Sons"],
	read: () => (cell, into) => {
		if (cell !== "") into.account = cell;
		return tooLong("account", cell, 200);
	},
};

/** Of a record that is about one, a customer is an account. */
export const CUSTOMER: TargetOf = { ...ACCOUNT, names: [...ACCOUNT.names, "client", "customer", "customername"] };

export const CONTACT: TargetOf = {
	label: "Contact (email or full name)",
	names: ["contact", "contactname", "contactemail", "primarycontact", "person", "ansprechpartner"],
	sample: ["", ""],
	read: () => (cell, into) => {
		if (cell !== "") into.contact = cell;
		return tooLong("contact", cell, 254);
	},
};

export const TAGS: TargetOf = {
	label: "Tags",
	names: ["tags", "tag", "labels", "label", "groups", "lists", "segments", "categories"],
	sample: ["west; spring", ""],
	read: () => (cell, into) => {
		const names = [...new Set(cell.split(/[,;|]/).map((name) => name.trim()))].filter((name) => name !== "");
		if (names.length > 20) return "The row has more than 20 tags.";
		const long = names.find((name) => name.length > 60);
		if (long) return `The tag “${short(long)}” is longer than 60 characters.`;
		into.tags = names;
		return undefined;
	},
};

export const NOTES_TEXT: TargetOf = {
	label: "Description",
	names: ["description", "details", "comment", "comments", "beschreibung", "notes"],
	sample: ["", ""],
	read: keep("description", 5_000),
};

/** An id that is this product's own; another system's is refused where none is kept. */
export const OWN_ID: TargetOf = {
	label: "Id (of this product)",
	names: ["id", "recordid"],
	sample: ["", ""],
	read: () => (cell, into) => {
		if (cell === "") return undefined;
		if (!isId(cell)) return `“${short(cell)}” is no id of this product. An export of the list has them.`;
		into.id = cell;
		return undefined;
	},
};

/** What a name is in the columns that records are sorted and found by. */
export function sortName(name: string): string {
	const lower = name.toLowerCase();
	return lower.length <= 100 ? lower : [...lower].slice(0, 100).join("");
}

export const nameKey = (name: unknown) => typeof name === "string" && name !== "" && `name ${name.toLowerCase()}`;
export const idKey = (id: string | undefined) => id && `id ${id.toLowerCase()}`;

export const BY_ID: MatchOf = {
	label: "Id column",
	keys: ({ id }) => [idKey(id)],
	needs: ["id"],
	words: "id",
};

/**
 * The records of a kind by a column, one look-up for each value: for a list of them at once the planner believes, while
 * statistics are old, that most of the tenant matches.
 */
export const findBy = (type: RecordType, column: string, values: readonly string[]) =>
	sql`select x.id from unnest(${values}::text[]) v (value) cross join lateral (select r.id from ${sql.table(RECORD_TABLES[type])} r
		where r.org_id = current_org() and ${sql.ref(`r.${column}`)} = v.value and r.deleted_at is null offset 0) x`;

/** Those of a name; what was found by the beginning of a long one is told apart by the whole. */
export const findByName = (type: RecordType, names: readonly string[]) =>
	findBy(type, "sort_name", [...new Set(names.map((name) => sortName(name.split("\u0000")[0]!)))]);

export const findById = (values: readonly string[]) => sql`select unnest(${values.filter(isId)}::uuid[])`;
