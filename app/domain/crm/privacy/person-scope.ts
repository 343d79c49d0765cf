import { sql, type Transaction } from "kysely";
import type { Database } from "#db/types.ts";

/** Everything of one organisation that hangs on one person, by id. */
export type Person = {
	org: string;
	contacts: string[];
	leads: string[];
	conversations: string[];
	messages: string[];
	appointments: string[];
	vehicles: string[];
	enrollments: string[];
	touches: string[];
	tasks: string[];
	notes: string[];
	deals: string[];
	projects: string[];
	/** Lower-case emails and numbers, of the contact and of the messages to and from it. */
	emails: string[];
	phones: string[];
	/** As a text about them may name them; empty where they have no name that is one's own. */
	names: string[];
};

/** Shorter ones are words that stand in any text. */
const SHORTEST_NAME = 5;

/**
 * Finds what hangs on a person: the contact, and those that were merged into it, with theirs. Null for no such contact
 * in that organisation. Works for the system role, hence the organisation in every look-up.
 */
export async function readPerson(db: Transaction<Database>, org: string, contactId: string): Promise<Person | null> {
	const { rows } = await sql<Omit<Person, "org"> & { names: string[] }>`
		with recursive own (id) as (
			select c.id from contacts c where c.org_id = ${org} and c.id = ${contactId}
			union select c.id from own join contacts c on c.org_id = ${org} and c.merged_into = own.id
		),
		ids as materialized (select array(select id from own) as contacts),
		led as materialized (select i.contacts,
			array(select l.id from leads l where l.org_id = ${org} and l.contact_id = any(i.contacts)) as leads,
			array(select v.id from conversations v where v.org_id = ${org} and v.contact_id = any(i.contacts)) as conversations,
			array(select a.id from appointments a where a.org_id = ${org} and a.contact_id = any(i.contacts)) as appointments,
			array(select v.id from vehicles v where v.org_id = ${org} and v.contact_id = any(i.contacts)) as vehicles,
			array(select e.id from enrollments e where e.org_id = ${org} and e.contact_id = any(i.contacts)) as enrollments,
			array(select d.id from deals d where d.org_id = ${org} and d.contact_id = any(i.contacts)) as deals,
			array(select p.id from projects p where p.org_id = ${org} and p.contact_id = any(i.contacts)) as projects
			from ids i),
		said as materialized (select l.*, array(
			select m.id from messages m where m.org_id = ${org} and m.contact_id = any(l.contacts)
			union select m.id from messages m where m.org_id = ${org} and m.conversation_id = any(l.conversations)) as messages,
			array(select t.id from touches t where t.org_id = ${org} and t.enrollment_id = any(l.enrollments)) as touches
			from led l)
		select s.*,
			array(select t.id from tasks t where t.org_id = ${org} and t.subject_id = any(s.contacts || s.leads || s.conversations
				|| s.messages || s.appointments)) as tasks,
			array(select n.id from notes n where n.org_id = ${org} and n.subject_id = any(s.contacts || s.leads)) as notes,
			array(select lower(c.email::text) from contacts c where c.org_id = ${org} and c.id = any(s.contacts) and c.email is not null
				union select lower(case m.direction when 'in' then m.from_address else m.to_address end) from messages m
					where m.org_id = ${org} and m.id = any(s.messages) and m.channel = 'email'
						and case m.direction when 'in' then m.from_address else m.to_address end like '%@%') as emails,
			array(select c.phone from contacts c where c.org_id = ${org} and c.id = any(s.contacts) and c.phone is not null
				union select case m.direction when 'in' then m.from_address else m.to_address end from messages m
					where m.org_id = ${org} and m.id = any(s.messages) and m.channel = 'sms'
						and case m.direction when 'in' then m.from_address else m.to_address end like '+%') as phones,
			array(select btrim(c.first_name || ' ' || c.last_name) from contacts c where c.org_id = ${org} and c.id = any(s.contacts)
				and c.erased_at is null and c.first_name <> '' and c.last_name <> ''
				and length(btrim(c.first_name || ' ' || c.last_name)) >= ${SHORTEST_NAME}) as names
		from said s`.execute(db);
	const [row] = rows;
	return row && row.contacts.length > 0 ? { org, ...row } : null;
}
