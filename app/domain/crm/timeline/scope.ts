import { type RawBuilder, sql } from "kysely";
import type { RecordType } from "../records/schema.ts";

/** Of each kind of thing that hangs on one contact: the newest. */
const EACH = 100;

export type TimelineOf = { type: RecordType; id: string };

/**
 * For anything but an account, whose entries carry it: two common table expressions: `own`, the contacts that a timeline is about, with those that were merged into them;
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
		)`;
}

function baseOf({ type, id }: TimelineOf): RawBuilder<unknown> {
	if (type === "contact") return sql`select c.id from contacts c where c.id = ${id}`;
	return sql`select null::uuid where false`;
}

function newest(table: string, column: string): RawBuilder<unknown> {
	return sql`(select t.id from ${sql.table(table)} t where ${sql.ref(`t.${column}`)} = own.id order by t.id desc limit ${EACH})`;
}

function ofContacts(): RawBuilder<unknown> {
	return sql`union all select 'deal', x.id from own cross join lateral ${newest("deals", "contact_id")} x
		union all select 'project', x.id from own cross join lateral ${newest("projects", "contact_id")} x`;
}
