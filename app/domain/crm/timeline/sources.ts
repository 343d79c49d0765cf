import { type RawBuilder, sql } from "kysely";
import type { EntrySource, TimelineKind } from "./schema.ts";

/** Where a page of a timeline begins: after this entry, going back. `at` has microseconds, as the database has them. */
export type TimelineCursor = { at: string; id: string };

type Question = {
	kind: TimelineKind;
	before: TimelineCursor | undefined;
	limit: number;
	/** Whose timeline it is, where that is an account's. */
	account?: string | undefined;
};

/**
 * The newest of every source as (source, id, at), each read by its index and no further than a page. Ids alone: what
 * an entry says is read for those that are shown.
 */
export function sourcesOf(question: Question): RawBuilder<unknown> {
	const { account } = question;
	const wanted = (account ? sourcesOfAccount(account) : SOURCES).filter(
		({ kinds }) => question.kind === "all" || kinds.includes(question.kind),
	);
	return sql.join(
		wanted.map(({ read }) => read(question)),
		sql` union all `,
	);
}

const SOURCES: readonly { kinds: readonly TimelineKind[]; read(question: Question): RawBuilder<unknown> }[] = [
	{ kinds: ["messages"], read: (question) => ofContacts("message", "messages", "created_at", question) },
	{ kinds: ["appointments"], read: (question) => ofContacts("appointment", "appointments", "created_at", question) },
	{
		kinds: ["notes"],
		read: (question) => ofSubjects("note", "notes", "happened_at", question, sql`and x.deleted_at is null`),
	},
	{
		kinds: ["tasks"],
		read: (question) => ofSubjects("task", "tasks", "created_at", question, sql`and x.state <> 'trashed'`),
	},
	{ kinds: ["appointments", "tasks", "leads", "changes"], read: (question) => events("subject", question) },
	{
		kinds: ["appointments", "tasks", "leads", "changes"],
		// What is told by its subject already is not told by its parent again.
		read: (question) =>
			events("parent", question, sql`and (x.subject_type, x.subject_id) not in (select a.type, a.id from about a)`),
	},
];

/** What happened with an account's contacts, deals and projects and itself carries it, so each is one walk of an index. */
function sourcesOfAccount(account: string): typeof SOURCES {
	const of =
		(source: EntrySource, table: string, at: string, more: RawBuilder<unknown> = sql``) =>
		(question: Question) =>
			sql`(select ${source}::text as source, x.id, ${sql.ref(`x.${at}`)} as at from ${sql.table(table)} x
			where x.account_id = ${account} ${more} ${keyset(at, question)})`;
	const told = sql`and x.name !~ '^(message|touch|chat)[.]'`;
	const kinds: readonly TimelineKind[] = ["appointments", "tasks", "leads", "changes"];
	return [
		{ kinds: ["messages"], read: of("message", "messages", "created_at") },
		{ kinds: ["appointments"], read: of("appointment", "appointments", "created_at") },
		{ kinds: ["notes"], read: of("note", "notes", "happened_at", sql`and x.deleted_at is null`) },
		{ kinds: ["tasks"], read: of("task", "tasks", "created_at", sql`and x.state <> 'trashed'`) },
		{
			kinds,
			read: (question) => of("event", "events", "at", sql`${told} and ${namesOf(question.kind)}`)(question),
		},
		{
			kinds,
			// What is told by its subject already is not told by its parent again.
			read: (question) => sql`(select 'event'::text as source, x.id, x.at from events x
				where x.parent_account_id = ${account} and x.account_id is distinct from ${account}::uuid
					${told} and ${namesOf(question.kind)} ${keyset("at", question)})`,
		},
	];
}

function ofContacts(source: EntrySource, table: string, at: string, question: Question): RawBuilder<unknown> {
	return sql`select ${source}::text as source, y.id, y.at from own cross join lateral (
		select x.id, ${sql.ref(`x.${at}`)} as at from ${sql.table(table)} x where x.contact_id = own.id
		${keyset(at, question)}) y`;
}

function ofSubjects(
	source: EntrySource,
	table: string,
	at: string,
	question: Question,
	more: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
	return sql`select ${source}::text as source, y.id, y.at from about cross join lateral (
		select x.id, ${sql.ref(`x.${at}`)} as at from ${sql.table(table)} x
		where x.subject_type = about.type and x.subject_id = about.id ${more}
		${keyset(at, question)}) y`;
}

function events(
	side: "subject" | "parent",
	question: Question,
	more: RawBuilder<unknown> = sql``,
): RawBuilder<unknown> {
	return sql`select 'event'::text as source, y.id, y.at from about cross join lateral (
		select x.id, x.at from events x
		where ${sql.ref(`x.${side}_type`)} = about.type and ${sql.ref(`x.${side}_id`)} = about.id
			and x.name !~ '^(message|touch|chat)[.]' and ${namesOf(question.kind)} ${more}
		${keyset("at", question)}) y`;
}

function keyset(at: string, { before, limit }: Question): RawBuilder<unknown> {
	const column = sql.ref(`x.${at}`);
	const edge = before ? sql`and (${column}, x.id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``;
	return sql`${edge} order by ${column} desc, x.id desc limit ${limit}`;
}

/** Said by the entry of the thing itself, or of no use to who reads what happened with a customer. */
const LEFT_OUT = [
	"note.added",
	"task.created",
	"appointment.booked",
	"appointment.added-by-shop",
	"appointment.synced",
	"conversation.opened",
	"enrollment.started",
];

const GROUPS: Partial<Record<TimelineKind, string>> = {
	appointments: "^appointment[.]",
	tasks: "^task[.]",
	leads: "^(lead|enrollment)[.]",
	changes: "^(contact|account|deal|project|vehicle|tag|link|note|field|suppression|consent|batch|contacts)[.]",
};

function namesOf(kind: TimelineKind): RawBuilder<unknown> {
	const group = GROUPS[kind];
	const told = sql`x.name <> all (${LEFT_OUT}::text[])`;
	return group ? sql`${told} and x.name ~ ${group}` : told;
}
