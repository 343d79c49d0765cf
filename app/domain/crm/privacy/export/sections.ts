import { type RawBuilder, sql } from "kysely";
import type { Person } from "../person-scope.ts";

/** One part of a copy: the rows of a table that hang on the person, a page at a time by `key`. */
export type ExportSection = { name: string; table: string; key: string; where(person: Person): RawBuilder<unknown> };

const byId = (kind: keyof Person) => (person: Person) => sql`x.id = any(${person[kind]}::uuid[])`;
const byContact = (column: string) => (person: Person) =>
	sql`${sql.ref(`x.${column}`)} = any(${person.contacts}::uuid[])`;

/** Everything that is held on a person, in the order of the file. */
export const EXPORT_SECTIONS: readonly ExportSection[] = [
	{ name: "contact", table: "contacts", key: "id", where: byId("contacts") },
	{ name: "identities", table: "contact_identities", key: "external_id", where: byContact("contact_id") },
	{ name: "customValues", table: "custom_values", key: "field_id", where: byContact("record_id") },
	{ name: "tags", table: "record_tags", key: "tag_id", where: byContact("record_id") },
	{ name: "removedTags", table: "removed_record_tags", key: "tag_id", where: byContact("record_id") },
	{
		name: "links",
		table: "record_links",
		key: "id",
		where: (person) => sql`(${byContact("from_id")(person)} or ${byContact("to_id")(person)})`,
	},
	{ name: "score", table: "contact_scores", key: "contact_id", where: byContact("contact_id") },
	{ name: "insight", table: "record_insights", key: "record_id", where: byContact("record_id") },
	{ name: "vehicles", table: "vehicles", key: "id", where: byId("vehicles") },
	{ name: "leads", table: "leads", key: "id", where: byId("leads") },
	{ name: "appointments", table: "appointments", key: "id", where: byId("appointments") },
	{ name: "deals", table: "deals", key: "id", where: byId("deals") },
	{ name: "projects", table: "projects", key: "id", where: byId("projects") },
	{ name: "tasks", table: "tasks", key: "id", where: byId("tasks") },
	{ name: "notes", table: "notes", key: "id", where: byId("notes") },
	{ name: "conversations", table: "conversations", key: "id", where: byId("conversations") },
	{ name: "messages", table: "messages", key: "id", where: byId("messages") },
	{
		name: "deliveryReports",
		table: "delivery_reports",
		key: "id",
		where: (person) => sql`x.message_id = any(${person.messages}::uuid[])`,
	},
	{ name: "followUps", table: "enrollments", key: "id", where: byId("enrollments") },
	{ name: "followUpMessages", table: "touches", key: "id", where: byId("touches") },
	{
		name: "shopDeliveries",
		table: "shop_deliveries",
		key: "id",
		where: (person) => sql`x.lead_id = any(${person.leads}::uuid[])`,
	},
	{
		name: "batchChanges",
		table: "batch_changes",
		key: "batch_id",
		where: ({ contacts, leads }) => sql`x.record_id = any(${[...contacts, ...leads]}::uuid[])`,
	},
	{
		name: "suppressions",
		table: "suppressions",
		key: "address",
		where: ({ emails, phones }) =>
			sql`(x.channel, x.address) in (select s.channel, s.address from find_suppressions(${[...emails, ...phones]}::citext[]) s)`,
	},
	{
		name: "changes",
		table: "events",
		key: "id",
		where: (person) => sql`(${eventsAbout("subject", person)} or ${eventsAbout("parent", person)})`,
	},
];

function eventsAbout(side: "subject" | "parent", person: Person): RawBuilder<unknown> {
	const { contacts, leads, conversations, messages, appointments, vehicles, notes, tasks } = person;
	const ids = [...contacts, ...leads, ...conversations, ...messages, ...appointments, ...vehicles, ...notes, ...tasks];
	const types = ["contact", "lead", "conversation", "message", "appointment", "vehicle", "note", "task"];
	return sql`(${sql.ref(`x.${side}_type`)} = any(${types}::text[]) and ${sql.ref(`x.${side}_id`)} = any(${ids}::uuid[]))`;
}
