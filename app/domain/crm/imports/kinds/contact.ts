import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { CONTACT_STAGES } from "../../contacts/schema.ts";
import type { Cell, ImportKind, KnownBy, RowValues } from "./kind.ts";
import { ACCOUNT, choose, email, idKey, keep, OWNER, PHONE, TAGS, tooLong } from "./readers.ts";

/**
 * What `contact_identities.source` is for ids that came with a file: ids of "the system the organisation had before",
 * of which there is one, so that a later file of it finds its contacts again.
 */
export const FILE_SOURCE = "00000000-0000-7000-8000-000000000001";

const byEmail = ({ columns }: KnownBy) =>
	typeof columns.email === "string" && columns.email !== "" && `email ${columns.email.toLowerCase()}`;
const byPhone = ({ columns }: KnownBy) => typeof columns.phone === "string" && `phone ${columns.phone}`;
const NONE: readonly string[] = [];

/** People: known by their addresses. */
export const CONTACT_KIND: ImportKind = {
	type: "contact",
	targets: {
		first_name: {
			label: "First name",
			names: ["firstname", "first", "givenname", "forename", "vorname", "prenom", "nombre", "fname"],
			sample: ["Ann", "Bob"],
			read: keep("first_name", 100),
		},
		last_name: {
			label: "Last name",
			names: ["lastname", "last", "surname", "familyname", "nachname", "nom", "apellido", "apellidos", "lname"],
			sample: ["Miller", "Ng"],
			read: keep("last_name", 100),
		},
		name: {
			label: "Full name",
			names: ["name", "fullname", "contact", "contactname", "customer", "customername", "displayname", "client"],
			sample: ["", ""],
			read: () => (cell, into) => {
				if (cell !== "") into.words.name = cell;
				return undefined;
			},
		},
		email: {
			label: "Email",
			names: [
				...["email", "emailaddress", "mail", "emailaddress1", "primaryemail", "emails"],
				...["courriel", "correo", "emailadresse"],
			],
			sample: ["ann@example.com", "bob@example.com"],
			read: email,
		},
		phone: { ...PHONE, names: [...PHONE.names, "mobile", "mobilephone", "cell", "cellphone", "mobil"] },
		job_title: {
			label: "Job title",
			names: ["jobtitle", "title", "position", "role", "function", "jobrole"],
			sample: ["Buyer", ""],
			read: keep("job_title", 120),
		},
		account: ACCOUNT,
		city: {
			label: "City",
			names: ["city", "town", "locality", "ort", "stadt", "ville", "ciudad", "mailingcity"],
			sample: ["Seattle", "Reno"],
			read: keep("city", 100),
		},
		country: {
			label: "Country",
			names: ["country", "countrycode", "nation", "land", "pays", "pais", "mailingcountry"],
			sample: ["US", "US"],
			read: keep("country", 100),
		},
		stage: {
			label: "Stage",
			names: ["stage", "lifecyclestage", "status", "contactstage", "lifecycle"],
			sample: ["customer", "prospect"],
			read: choose("stage", "stage", CONTACT_STAGES),
		},
		owner: { ...OWNER, names: [...OWNER.names, "contactowner"] },
		tags: TAGS,
		id: {
			label: "Id (of this product or of another system)",
			names: [
				"id",
				"contactid",
				"customerid",
				"recordid",
				"externalid",
				"customernumber",
				"customerno",
				"kundennummer",
				"uid",
			],
			sample: ["", ""],
			read: () => (cell, into) => {
				if (cell !== "") into.id = cell;
				return tooLong("id", cell, 200);
			},
		},
	},
	columns: {
		first_name: { type: "text" },
		last_name: { type: "text" },
		email: { type: "citext" },
		phone: { type: "text" },
		job_title: { type: "text" },
		city: { type: "text" },
		country: { type: "text" },
		stage: { type: "text" },
		owner_id: { type: "uuid" },
		account_id: { type: "uuid" },
	},
	fresh: () => ({ first_name: "", last_name: "", job_title: "", stage: "prospect" }),
	hasSource: true,
	naming: {
		columns: ["first_name", "last_name", "email", "phone"],
		targets: ["first_name", "last_name", "name", "email", "phone", "id"],
		words: "neither a name nor an email address nor a phone number",
	},
	matches: {
		"email-or-phone": {
			label: "Email, or else phone",
			keys: (of) => [byEmail(of), byPhone(of)],
			// Two people share the telephone of a household or an office: each with an address of their own is another one.
			fits: (key, row, known) => !key.startsWith("phone ") || !byEmail(row) || !byEmail(known),
			// A file with neither makes new contacts.
			needs: NONE,
			words: "address",
		},
		email: { label: "Email", keys: (of) => [byEmail(of)], needs: ["email"], words: "email" },
		phone: { label: "Phone", keys: (of) => [byPhone(of)], needs: ["phone"], words: "phone" },
		id: { label: "Id column", keys: ({ id }) => [idKey(id)], needs: ["id"], words: "id" },
	},
	find: (by) => {
		const ids = by("id");
		if (ids.length === 0)
			return sql`select id from find_contacts_by_addresses(${by("email")}::citext[], ${by("phone")}::text[])`;
		return sql`select unnest(${ids.filter(isId)}::uuid[]) union select contact_id from contact_identities
			where source = ${FILE_SOURCE} and external_id = any(${ids.filter((id) => !isId(id))}::text[])`;
	},
	keepsOuterIds: true,
	finish: joinName,
	accounts: "create",
	hangs:
		() => sql`exists (select from leads x where x.contact_id = r.id) or exists (select from conversations x where x.contact_id = r.id)
		or exists (select from deals x where x.contact_id = r.id and x.deleted_at is null)
		or exists (select from projects x where x.contact_id = r.id and x.deleted_at is null)
		or exists (select from appointments x where x.contact_id = r.id)
		or exists (select from notes x where x.subject_type = 'contact' and x.subject_id = r.id and x.deleted_at is null)`,
};

/**
 * A full name fills what the columns of its parts leave open, whichever of them comes first in the file: they are more
 * exact than a name taken apart. Beside a column of first names it is often a last name alone ("Vorname; Name").
 */
function joinName({ words: { name = "" }, columns }: RowValues): string | undefined {
	const { first_name: given, last_name: family } = columns;
	const { first, last } = apart(name, [given, family]);
	if (first.length > 100 || last.length > 100) return tooLong("name", name, 100);
	if (first) columns.first_name ??= first;
	if (last) columns.last_name ??= last;
	return undefined;
}

/** "Last, First", else the last word is the last name; what is known of it already is not told again. */
function apart(name: string, [given, family]: readonly (Cell | undefined)[]): { first: string; last: string } {
	const [before = "", after] = name.split(/,(.*)/s).map((part) => part.trim());
	if (after) return { first: after, last: before };
	const plain = name.toLowerCase();
	if (typeof given === "string") {
		const known = given.toLowerCase();
		if (plain === known) return { first: "", last: "" };
		return { first: "", last: plain.startsWith(`${known} `) ? name.slice(known.length).trim() : name };
	}
	if (typeof family === "string") {
		const known = family.toLowerCase();
		if (plain === known) return { first: "", last: "" };
		return { first: plain.endsWith(` ${known}`) ? name.slice(0, -known.length).trim() : name, last: "" };
	}
	const words = name.split(/\s+/);
	return words.length === 1 ? { first: name, last: "" } : { first: words.slice(0, -1).join(" "), last: words.at(-1)! };
}
