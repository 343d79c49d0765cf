import { type RawBuilder, sql } from "kysely";
import { ERASED, hashAddress } from "#app/domain/messaging/consent/hash-address.ts";
import { asSystem } from "#db/context.ts";
import { type Person, readPerson } from "../person-scope.ts";
import { BLANKS, blankStatement } from "./blanks.ts";
import { MENTIONS, mentionStatement } from "./mentions.ts";

/** Rows of one transaction: short enough for whoever waits beside it. */
const CHUNK = 500;

/** Of an event's data: what says how something went, not of whom. */
const TOLD = [
	...[
		"version",
		"channel",
		"state",
		"purpose",
		"position",
		"number",
		"sequence",
		"source",
		"cause",
		"via",
		"count",
		"kind",
	],
	...["contactId", "leadId", "conversationId", "locationId", "startsAt", "endsAt", "author", "format"],
];

/** What was done, by table: for the record that it was. */
export type Erased = Record<string, number>;

/**
 * Blanks all that an organisation holds on a person, as the system role, chunk by chunk: each is whole, and running
 * all of it again does no harm, since the contact and its addresses, by which the rest is found, go last. Counts,
 * amounts, states and days stay. Cannot be undone. Nothing for a contact that is not there.
 */
export async function erasePerson(org: string, contactId: string, now: Date): Promise<Erased> {
	const person = await asSystem((db) => readPerson(db, org, contactId));
	if (!person) return {};
	const done: Erased = {};
	const run = async (table: string, statement: RawBuilder<unknown>) => {
		const { numAffectedRows } = await asSystem((db) => statement.execute(db));
		done[table] = (done[table] ?? 0) + Number(numAffectedRows ?? 0);
	};
	for (const blank of BLANKS) await run(blank.table, blankStatement(blank, person));
	for (const mention of MENTIONS) await run(mention.table, mentionStatement(mention, person));
	for (const ids of chunksOf(person.messages)) await run("messages", blankMessages(org, ids));
	for (const ids of chunksOf(await listEvents(person))) await run("events", blankEvents(org, ids));
	await run("public_links", closeLinks(person, now));
	for (const statement of hashSuppressions(person, now)) await run("suppressions", statement);
	await run("contacts", blankContacts(person, now));
	return done;
}

function* chunksOf(ids: readonly string[]): Generator<string[]> {
	for (let from = 0; from < ids.length; from += CHUNK) yield ids.slice(from, from + CHUNK);
}

function blankMessages(org: string, ids: readonly string[]): RawBuilder<unknown> {
	return sql`update messages x set author_name = case when x.direction = 'in' then '' else x.author_name end,
		to_address = null, from_address = null, subject = '', body_text = '', body_html = null, parts = '{}', state_reason = null,
		provider_message_id = null, dedupe_key = case when x.dedupe_key is null then null else ${ERASED} || x.id end
		where x.org_id = ${org} and x.id = any(${ids}::uuid[])`;
}

/** Every event about the person or what hangs on them, and those that name their address. */
function listEvents(person: Person): Promise<string[]> {
	const subjects = Object.entries({
		...{ contact: person.contacts, lead: person.leads, conversation: person.conversations, message: person.messages },
		...{ appointment: person.appointments, vehicle: person.vehicles, enrollment: person.enrollments },
		...{ touch: person.touches, task: person.tasks, note: person.notes },
	});
	const about = (side: "subject" | "parent") =>
		sql.join(
			subjects.map(
				([type, ids]) => sql`select e.id from events e where e.org_id = ${person.org}
					and ${sql.ref(`e.${side}_type`)} = ${type} and ${sql.ref(`e.${side}_id`)} = any(${ids}::uuid[])`,
			),
			sql` union `,
		);
	return asSystem(async (db) => {
		const { rows } = await sql<{ id: string }>`
			select e.id from (${about("subject")} union ${about("parent")}
				union select e.id from events e where e.org_id = ${person.org} and e.name in ('suppression.added', 'suppression.removed')
					and lower(e.data->>'address') = any(${[...person.emails, ...person.phones]}::text[])) e order by e.id`.execute(
			db,
		);
		return rows.map(({ id }) => id);
	});
}

/** That it happened, when and by which member stays; values, and whatever a customer's request left behind, go. */
function blankEvents(org: string, ids: readonly string[]): RawBuilder<unknown> {
	return sql`update events x set
		changes = coalesce((select jsonb_object_agg(key, '[null, null]'::jsonb) from jsonb_object_keys(x.changes) key), '{}'),
		data = coalesce((select jsonb_object_agg(d.key, d.value) from jsonb_each(x.data) d where d.key = any(${TOLD}::text[])), '{}'),
		actor_name = case when x.actor_kind = 'customer' then '' else x.actor_name end,
		ip = case when x.actor_kind = 'customer' then null else x.ip end,
		user_agent = case when x.actor_kind = 'customer' then null else x.user_agent end
		where x.org_id = ${org} and x.id = any(${ids}::uuid[])`;
}

/** Links that the person still has open nothing any more. */
function closeLinks({ org, contacts }: Person, now: Date): RawBuilder<unknown> {
	return sql`update public_links x set revoked_at = ${now} where x.org_id = ${org}
		and x.contact_id = any(${contacts}::uuid[]) and x.revoked_at is null`;
}

/** Their addresses stay on the list as hashes, with the reason they had, so that nobody writes to them again. */
function hashSuppressions({ org, emails, phones }: Person, now: Date): RawBuilder<unknown>[] {
	const known = [
		...emails.map((address) => ({ channel: "email" as const, address })),
		...phones.map((address) => ({ channel: "sms" as const, address })),
	];
	return known.flatMap(({ channel, address }) => [
		sql`insert into suppressions (org_id, channel, address, reason, created_at)
			select ${org}::uuid, ${channel}::text, ${hashAddress(org, channel, address)}::citext, coalesce((select s.reason from suppressions s
				where s.org_id = ${org} and s.channel = ${channel} and s.address = ${address}::citext), 'erased'), ${now}::timestamptz
			on conflict do nothing`,
		sql`delete from suppressions s where s.org_id = ${org} and s.channel = ${channel} and s.address = ${address}::citext`,
	]);
}

function blankContacts({ org, contacts }: Person, now: Date): RawBuilder<unknown> {
	return sql`update contacts x set first_name = '', last_name = 'Erased person', email = null, phone = null, job_title = '', city = null,
		country = null, time_zone = null, locale = null, account_id = null, score = null,
		erased_at = coalesce(x.erased_at, ${now}), updated_at = ${now}, version = x.version + 1
		where x.org_id = ${org} and x.id = any(${contacts}::uuid[]) and x.erased_at is null`;
}
