import { sql } from "kysely";
import type { RecordType } from "./schema.ts";

/** The table of each kind of record. */
export const RECORD_TABLES = {
	contact: "contacts",
	account: "accounts",
	deal: "deals",
	project: "projects",
} as const satisfies Record<RecordType, string>;

/** Every field that a person can change, as rooms, events and the API call it -> its column. */
export const RECORD_COLUMNS: Readonly<Record<RecordType, Readonly<Record<string, string>>>> = {
	contact: {
		firstName: "first_name",
		lastName: "last_name",
		email: "email",
		phone: "phone",
		stage: "stage",
		jobTitle: "job_title",
		accountId: "account_id",
		ownerId: "owner_id",
		city: "city",
		country: "country",
		timeZone: "time_zone",
	},
	account: {
		name: "name",
		lifecycle: "lifecycle",
		website: "website",
		domain: "domain",
		phone: "phone",
		industry: "industry",
		city: "city",
		country: "country",
		ownerId: "owner_id",
		arrCents: "arr_cents",
		previousArrCents: "previous_arr_cents",
		currency: "currency",
		renewalOn: "renewal_on",
		description: "description",
	},
	deal: {
		name: "name",
		stageId: "stage_id",
		valueCents: "value_cents",
		currency: "currency",
		closesOn: "closes_on",
		accountId: "account_id",
		contactId: "contact_id",
		ownerId: "owner_id",
		lostReason: "lost_reason",
		description: "description",
	},
	project: {
		name: "name",
		state: "state",
		accountId: "account_id",
		contactId: "contact_id",
		ownerId: "owner_id",
		startsOn: "starts_on",
		dueOn: "due_on",
		description: "description",
	},
};

/** The columns of a kind as a select list that names them as fields; `of` is the table's alias. */
export function fieldColumns(type: RecordType, of: string) {
	const columns = Object.entries(RECORD_COLUMNS[type]).map(
		([field, column]) => sql`${sql.ref(`${of}.${column}`)} as ${sql.id(field)}`,
	);
	return sql.join(columns);
}

/** The name of a record as SQL, from a row with the alias `of`: people by name, else by address. */
export function recordName(type: RecordType, of: string) {
	if (type !== "contact") return sql`${sql.ref(`${of}.name`)}`;
	const [first, last, email, phone] = ["first_name", "last_name", "email", "phone"].map((each) =>
		sql.ref(`${of}.${each}`),
	);
	return sql`coalesce(nullif(btrim(${first} || ' ' || ${last}), ''), ${email}::text, ${phone}, 'No name')`;
}
