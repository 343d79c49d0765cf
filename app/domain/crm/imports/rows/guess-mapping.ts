import type { CustomField } from "../../fields/schema.ts";
import { TARGETS, type Target } from "../schema.ts";

/** What people and other systems call a column, without case, spaces and signs. */
const NAMES: Readonly<Record<Target, readonly string[]>> = {
	first_name: ["firstname", "first", "givenname", "forename", "vorname", "prenom", "nombre", "fname"],
	last_name: ["lastname", "last", "surname", "familyname", "nachname", "nom", "apellido", "apellidos", "lname"],
	name: ["name", "fullname", "contact", "contactname", "customer", "customername", "displayname", "client"],
	email: [
		"email",
		"emailaddress",
		"mail",
		"emailaddress1",
		"primaryemail",
		"emails",
		"courriel",
		"correo",
		"emailadresse",
	],
	phone: [
		"phone",
		"phonenumber",
		"telephone",
		"mobile",
		"mobilephone",
		"cell",
		"cellphone",
		"tel",
		"telefon",
		"phone1",
		"mobil",
		"primaryphone",
	],
	job_title: ["jobtitle", "title", "position", "role", "function", "jobrole"],
	account: [
		"account",
		"company",
		"companyname",
		"accountname",
		"organisation",
		"organization",
		"employer",
		"firm",
		"business",
		"firma",
	],
	city: ["city", "town", "locality", "ort", "stadt", "ville", "ciudad", "mailingcity"],
	country: ["country", "countrycode", "nation", "land", "pays", "pais", "mailingcountry"],
	stage: ["stage", "lifecyclestage", "status", "contactstage", "lifecycle"],
	owner: ["owner", "contactowner", "assignedto", "salesrep", "rep", "accountmanager", "owneremail"],
	tags: ["tags", "tag", "labels", "label", "groups", "lists", "segments", "categories"],
	id: [
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
};

const BY_NAME = new Map(TARGETS.flatMap((target) => NAMES[target].map((name) => [name, target] as const)));

/** A heading as names are compared: letters and digits only. */
export function plainHeading(heading: string): string {
	return heading
		.normalize("NFKD")
		.toLowerCase()
		.replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * What each column probably is: as an earlier import had a column of that heading, else by its name. A target is
 * given once, to the first that bears its name. `earlier` maps plain headings to what they were, `samples` are the
 * first rows.
 */
export function guessMapping(
	headings: readonly string[],
	fields: readonly CustomField[],
	earlier: ReadonlyMap<string, string>,
	samples: readonly (readonly string[])[] = [],
): string[] {
	const own = new Map(
		fields.flatMap(({ id, key, label }) => [key, label].map((name) => [plainHeading(name), `field:${id}`])),
	);
	const known = new Set<string>(["", ...TARGETS, ...own.values()]);
	const taken = new Set<string>();
	const guessed = headings.map((heading) => {
		const name = plainHeading(heading);
		const before = earlier.get(name);
		const target = before !== undefined && known.has(before) ? before : (own.get(name) ?? BY_NAME.get(name) ?? "");
		if (target === "" || taken.has(target)) return "";
		taken.add(target);
		return target;
	});
	if (taken.has("email")) return guessed;
	// What its heading does not tell, a column of addresses does.
	const at = guessed.findIndex(
		(target, column) => target === "" && holdsEmails(samples.map((cells) => cells[column] ?? "")),
	);
	return guessed.map((target, column) => (column === at ? "email" : target));
}

function holdsEmails(cells: readonly string[]): boolean {
	const filled = cells.filter((cell) => cell !== "");
	return filled.length > 0 && filled.every((cell) => /^[^@\s]+@[^@\s]+\.[a-z]{2,}$/i.test(cell));
}
