import { type RawBuilder, sql } from "kysely";
import type { Person } from "../person-scope.ts";

/** How one table forgets a person: columns that are blanked, or rows that go. */
export type Blank = {
	table: string;
	/** `row`: the whole row goes. */
	columns: readonly string[] | "row";
	set?: RawBuilder<unknown>;
	where(person: Person): RawBuilder<unknown>;
};

/** `x.id` of those of the person. Every row is of the organisation too, which `blankStatement` adds. */
const byId = (kind: keyof Person) => (person: Person) => sql`x.id = any(${person[kind]}::uuid[])`;
const byContact = (column: string) => (person: Person) =>
	sql`${sql.ref(`x.${column}`)} = any(${person.contacts}::uuid[])`;

/** The longest statements last; the contact itself is not among them: while it stands, all of this can run again. */
export const BLANKS: readonly Blank[] = [
	{
		table: "notes",
		columns: ["body"],
		set: sql`body = '', deleted_at = coalesce(x.deleted_at, now())`,
		where: byId("notes"),
	},
	{ table: "tasks", columns: ["title", "detail"], set: sql`title = 'Erased', detail = ''`, where: byId("tasks") },
	{
		table: "vehicles",
		columns: ["external_id", "make", "model", "colour", "plate", "vin", "told"],
		set: sql`external_id = null, source = null, year = null, make = null, model = null, colour = null, plate = null, vin = null, told = null, told_at = null`,
		where: byId("vehicles"),
	},
	{
		table: "leads",
		columns: ["title", "lost_reason", "enrich_error"],
		set: sql`title = '', lost_reason = null, enrich_error = null`,
		where: byId("leads"),
	},
	{
		table: "appointments",
		columns: ["title", "cancel_reason", "sync_error"],
		set: sql`title = 'Appointment', cancel_reason = null, sync_error = null`,
		where: byId("appointments"),
	},
	{
		table: "conversations",
		columns: ["subject", "chat_state"],
		set: sql`subject = '', chat_state = '{}'`,
		where: byId("conversations"),
	},
	{
		table: "deals",
		columns: ["name", "description", "lost_reason"],
		set: sql`name = 'Deal of an erased person', description = '', lost_reason = null`,
		// A deal of a company is the company's: its contact is taken off by the contact's name going.
		where: (person) => sql`${byId("deals")(person)} and x.account_id is null`,
	},
	{
		table: "projects",
		columns: ["name", "description"],
		set: sql`name = 'Project for an erased person', description = ''`,
		where: (person) => sql`${byId("projects")(person)} and x.account_id is null`,
	},
	{
		table: "delivery_reports",
		columns: ["reason", "report_key"],
		set: sql`reason = null, report_key = 'erased:' || x.id`,
		where: (person) => sql`x.message_id = any(${person.messages}::uuid[])`,
	},
	{
		table: "shop_deliveries",
		columns: ["body", "headers", "reason"],
		set: sql`body = '', headers = '{}', reason = null, blanked_at = coalesce(x.blanked_at, now())`,
		where: (person) =>
			sql`(x.lead_id = any(${person.leads}::uuid[]) or (x.blanked_at is null and ${mentions("body", person)}))`,
	},
	{
		table: "touches",
		columns: ["reason"],
		set: sql`reason = null`,
		where: byId("touches"),
	},
	{
		table: "batch_changes",
		columns: ["before", "after"],
		set: sql`before = '{}', after = '{}'`,
		// Of a lead a batch keeps why it was lost, of an account who decides there.
		where: (person) =>
			sql`(x.record_id = any(${[...person.contacts, ...person.leads]}::uuid[])
				or (x.after ? 'stakeholders' and (${mentions("before", person)} or ${mentions("after", person)})))`,
	},
	{
		table: "import_refusals",
		columns: ["cells", "reason"],
		set: sql`cells = '[]', reason = 'Erased'`,
		where: (person) => mentions("cells", person),
	},
	{
		table: "merges",
		columns: ["before", "after", "moved"],
		set: sql`before = '{}', after = '{}', moved = '{}'`,
		where: (person) => sql`(${byContact("survivor_id")(person)} or ${byContact("merged_id")(person)})`,
	},
	{
		table: "duplicate_pairs",
		columns: "row",
		where: (person) => sql`(${byContact("first_id")(person)} or ${byContact("second_id")(person)})`,
	},
	{ table: "custom_values", columns: "row", where: byContact("record_id") },
	{
		table: "record_tags",
		columns: "row",
		where: (person) => sql`x.record_type = 'contact' and ${byContact("record_id")(person)}`,
	},
	{
		table: "removed_record_tags",
		columns: "row",
		where: (person) => sql`x.record_type = 'contact' and ${byContact("record_id")(person)}`,
	},
	{
		table: "record_links",
		columns: "row",
		where: (person) => sql`(${byContact("from_id")(person)} or ${byContact("to_id")(person)})`,
	},
	{
		// What a workflow was told of them, with its steps; one that is under way ends there.
		table: "workflow_runs",
		columns: "row",
		where: (person) =>
			sql`(x.subject_id = any(${[
				...person.contacts,
				...person.leads,
				...person.conversations,
				...person.appointments,
				...person.messages,
			]}::uuid[]) or ${mentions("trigger", person)})`,
	},
	{
		// Who decides at a customer's, as a contact or by name alone.
		table: "account_stakeholders",
		columns: "row",
		where: (person) => sql`(${byContact("contact_id")(person)} or ${mentions("name", person)})`,
	},
	{ table: "contact_identities", columns: "row", where: byContact("contact_id") },
	{ table: "contact_scores", columns: "row", where: byContact("contact_id") },
	{
		table: "record_insights",
		columns: "row",
		// The account's own insight may speak of them; it is written anew when somebody looks.
		where: (person) => sql`(${byContact("record_id")(person)} or x.record_id in (select c.account_id from contacts c
			where c.org_id = x.org_id and c.id = any(${person.contacts}::uuid[]) and c.account_id is not null))`,
	},
];

/** Whether a column's text holds an address, a number or the whole name of the person. */
export function mentions(column: string, { emails, phones, names }: Pick<Person, "emails" | "phones" | "names">) {
	const needles = [...emails, ...phones, ...names].map((needle) => needle.toLowerCase());
	return sql<boolean>`exists (select from unnest(${needles}::text[]) needle
		where strpos(lower(${sql.ref(`x.${column}`)}::text), needle) > 0)`;
}

/** The statement that blanks a table, of one organisation only. */
export function blankStatement({ table, columns, set, where }: Blank, person: Person): RawBuilder<unknown> {
	const own = sql`x.org_id = ${person.org} and ${where(person)}`;
	return columns === "row"
		? sql`delete from ${sql.table(table)} x where ${own}`
		: sql`update ${sql.table(table)} x set ${set ?? sql``} where ${own}`;
}
