import { type RawBuilder, sql } from "kysely";
import type { RecordType } from "../records/schema.ts";

/** An account's timeline tells of this many of its contacts, the newest; with more, the older ones have their own. */
const CONTACTS = 200;
/** Of each kind of thing that hangs on one contact or account: the newest. */
const EACH = 100;

/** What hangs on an account that its timeline tells of in part only: `most` of them, the newest. */
export type TimelineCut = { noun: "contacts" | "deals" | "projects"; most: number };

export type TimelineOf = { type: RecordType; id: string };

/**
 * Two common table expressions: `own`, the contacts that a timeline is about, with those that were merged into them;
 * and `about`, everything (type, id) whose notes, tasks and events stand on it. Each look-up is bounded and lateral,
 * so that it goes by its index whatever the planner expects.
 */
export function scopeOf({ type, id }: TimelineOf): RawBuilder<unknown> {
	return sql`own (id) as (
			${baseOf({ type, id })}
			union
			select merged.id from own cross join lateral
				(select c.id from contacts c where c.merged_into = own.id limit ${EACH}) merged
		),
		about (type, id) as (
			select 'contact', own.id from own
			${type === "contact" ? sql`` : sql`union all select ${type}::text, ${id}::uuid`}
			union all select 'lead', x.id from own cross join lateral ${newest("leads", "contact_id")} x
			union all select 'conversation', x.id from own cross join lateral ${newest("conversations", "contact_id")} x
			${type === "contact" ? ofContacts() : sql``}
			${type === "account" ? ofAccount(id) : sql``}
		)`;
}

/** Where the scope above leaves something of an account out, as a JSON array of TimelineCut; each look stops at one more. */
export function cutsOf({ type, id }: TimelineOf): RawBuilder<unknown> {
	if (type !== "account") return sql`'[]'::json`;
	const cut = (noun: TimelineCut["noun"], most: number) =>
		sql`select ${sql.lit(noun)} as noun, ${sql.lit(most)} as most
			where (select count(*) from (select 1 from ${sql.table(noun)} x where x.account_id = ${id} limit ${most + 1}) y) > ${most}`;
	const all = [cut("contacts", CONTACTS), cut("deals", EACH), cut("projects", EACH)];
	return sql`(select coalesce(json_agg(z), '[]') from (${sql.join(all, sql` union all `)}) z)`;
}

function baseOf({ type, id }: TimelineOf): RawBuilder<unknown> {
	if (type === "contact") return sql`select c.id from contacts c where c.id = ${id}`;
	if (type === "account")
		return sql`(select c.id from contacts c where c.account_id = ${id} order by c.id desc limit ${CONTACTS})`;
	return sql`select null::uuid where false`;
}

function newest(table: string, column: string): RawBuilder<unknown> {
	return sql`(select t.id from ${sql.table(table)} t where ${sql.ref(`t.${column}`)} = own.id order by t.id desc limit ${EACH})`;
}

function ofContacts(): RawBuilder<unknown> {
	return sql`union all select 'deal', x.id from own cross join lateral ${newest("deals", "contact_id")} x
		union all select 'project', x.id from own cross join lateral ${newest("projects", "contact_id")} x`;
}

function ofAccount(id: string): RawBuilder<unknown> {
	const of = (table: string) =>
		sql`(select t.id from ${sql.table(table)} t where t.account_id = ${id} order by t.id desc limit ${EACH})`;
	return sql`union all select 'deal', x.id from ${of("deals")} x
		union all select 'project', x.id from ${of("projects")} x`;
}
