import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#db/context.ts";
import type { NoteKind } from "../../notes/schema.ts";
import { byPressing } from "../../tasks/pressing-order.ts";
import { recordName } from "../columns.ts";
import { RELATED_PAGE, type RecordType } from "../schema.ts";
import { MOST_NAMED } from "./offers.ts";

/** What hangs on a record, for its page. Instants are ISO texts, days calendar days; lists are the latest few. */
export type Related = {
	tasks: { id: string; title: string; priority: string; dueOn: string | null; assignee: string | null }[];
	notes: RelatedNote[];
	tags: { id: string; name: string }[];
	/** The organisation's first tags, to choose from; others are found as one types, and made by being written. */
	allTags: string[];
	links: { id: string; label: string; outward: boolean; type: RecordType; recordId: string; name: string }[];
	contacts: { id: string; name: string; jobTitle: string; email: string | null; phone: string | null }[];
	deals: { id: string; name: string; stage: string; outcome: string; valueCents: number; currency: string }[];
	projects: { id: string; name: string; state: string; dueOn: string | null }[];
	leads: { id: string; title: string; state: string; location: string; createdAt: string }[];
	appointments: {
		id: string;
		title: string;
		state: string;
		startsAt: string;
		timeZone: string;
		location: string | null;
	}[];
	/** Channels in which this person must not be written to. */
	optOuts: { channel: "email" | "sms"; address: string; reason: string; since: string }[];
	/** Merges that can be taken back, of others into this contact and of this one into another; `name` is the merged one's. */
	merges: { id: string; survivorId: string; mergedId: string; name: string; at: string }[];
};

export type RelatedNote = {
	id: string;
	kind: NoteKind;
	body: string;
	happenedAt: string;
	minutes: number | null;
	author: string;
	edited: boolean;
};

/** What hangs on a record, as one JSON value: a query of its own would be one more on the page. */
export function relatedOf(ctx: Ctx, type: RecordType, id: string): RawBuilder<Related> {
	const parts: Record<keyof Related, RawBuilder<unknown>> = {
		tasks: tasksOf(ctx, type, id),
		notes: notesOf(type, id),
		tags: sql`select t.id, t.name from record_tags x join tags t on t.org_id = x.org_id and t.id = x.tag_id
			where x.record_type = ${type} and x.record_id = ${id} order by t.name`,
		allTags: sql`select name from tags order by name limit ${MOST_NAMED}`,
		links: linksOf(type, id),
		contacts: type === "account" ? contactsOf(id) : NONE,
		deals: type === "account" || type === "contact" ? dealsOf(type, id) : NONE,
		projects: type === "account" || type === "contact" ? projectsOf(type, id) : NONE,
		leads: type === "contact" ? leadsOf(id) : NONE,
		appointments: type === "contact" ? appointmentsOf(id) : NONE,
		optOuts: type === "contact" ? optOutsOf(id) : NONE,
		merges: type === "contact" ? mergesOf(id) : NONE,
	};
	const lists = Object.entries(parts).map(([name, part]) => {
		const one = name === "allTags" ? sql`to_json(y.name)` : sql`row_to_json(y)`;
		return sql`${sql.lit(name)}, (select coalesce(json_agg(${one}), '[]') from (${part}) y)`;
	});
	return sql<Related>`json_build_object(${sql.join(lists)})`;
}

const NONE = sql`select 1 where false`;
const MOST = RELATED_PAGE + 1;
/** Relations have no other place, so that all of them are shown. */
const MOST_LINKS = 500;

const at = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

function tasksOf(ctx: Ctx, type: RecordType, id: string) {
	return sql`select t.id, t.title, t.priority, t.due_on as "dueOn", coalesce(m.name, a.name) as assignee
		from tasks t
		left join memberships m on m.org_id = t.org_id and m.id = t.member_id
		left join agents a on a.org_id = t.org_id and a.id = t.agent_id
		where t.subject_type = ${type} and t.subject_id = ${id} and t.state = 'open'
		order by ${byPressing(ctx, "t")} limit ${MOST}`;
}

function notesOf(type: RecordType, id: string) {
	return sql`select n.id, n.kind, n.body, ${at("n.happened_at")} as "happenedAt", n.minutes,
			coalesce(m.name, n.author_name) as author, n.version > 1 as edited
		from notes n left join memberships m on m.org_id = n.org_id and m.id = n.author_id
		where n.subject_type = ${type} and n.subject_id = ${id} and n.deleted_at is null
		order by n.happened_at desc, n.id desc limit ${MOST}`;
}

function linksOf(type: RecordType, id: string) {
	return sql`select x.id, x.label, x.outward, x.type, x.record_id as "recordId",
			case x.type when 'contact' then ${recordName("contact", "c")} else coalesce(a.name, d.name, p.name) end as name
		from (
			select id, label, true as outward, to_type as type, to_id as record_id, org_id from record_links
				where from_type = ${type} and from_id = ${id}
			union all
			select id, label, false, from_type, from_id, org_id from record_links
				where to_type = ${type} and to_id = ${id}
		) x
		left join contacts c on c.org_id = x.org_id and x.type = 'contact' and c.id = x.record_id and c.deleted_at is null
		left join accounts a on a.org_id = x.org_id and x.type = 'account' and a.id = x.record_id and a.deleted_at is null
		left join deals d on d.org_id = x.org_id and x.type = 'deal' and d.id = x.record_id and d.deleted_at is null
		left join projects p on p.org_id = x.org_id and x.type = 'project' and p.id = x.record_id and p.deleted_at is null
		where coalesce(c.id, a.id, d.id, p.id) is not null
		order by x.id desc limit ${MOST_LINKS}`;
}

function contactsOf(id: string) {
	return sql`select c.id, ${recordName("contact", "c")} as name, c.job_title as "jobTitle", c.email, c.phone
		from contacts c where c.account_id = ${id} and c.deleted_at is null
		order by c.created_at desc, c.id desc limit ${MOST}`;
}

const owns = (type: RecordType, of: string, id: string) => sql`${sql.ref(`${of}.${type}_id`)} = ${id}`;

function dealsOf(type: RecordType, id: string) {
	return sql`select d.id, d.name, s.name as stage, s.outcome, d.value_cents as "valueCents", d.currency
		from deals d join pipeline_stages s on s.org_id = d.org_id and s.id = d.stage_id
		where ${owns(type, "d", id)} and d.deleted_at is null
		order by (s.outcome = 'open') desc, d.created_at desc, d.id desc limit ${MOST}`;
}

function projectsOf(type: RecordType, id: string) {
	return sql`select p.id, p.name, p.state, p.due_on as "dueOn" from projects p
		where ${owns(type, "p", id)} and p.deleted_at is null
		order by p.created_at desc, p.id desc limit ${MOST}`;
}

function leadsOf(id: string) {
	return sql`select l.id, l.title, l.state, p.name as location, ${at("l.created_at")} as "createdAt"
		from leads l join locations p on p.org_id = l.org_id and p.id = l.location_id
		where l.contact_id = ${id} order by l.created_at desc, l.id desc limit ${MOST}`;
}

function appointmentsOf(id: string) {
	return sql`select a.id, a.title, a.state, ${at("a.starts_at")} as "startsAt", a.time_zone as "timeZone",
			p.name as location
		from appointments a left join locations p on p.org_id = a.org_id and p.id = a.location_id
		where a.contact_id = ${id} order by a.starts_at desc, a.id desc limit ${MOST}`;
}

function optOutsOf(id: string) {
	return sql`select s.channel, s.address, s.reason, ${at("s.created_at")} as since
		from contacts c join suppressions s on s.org_id = c.org_id
			and ((s.channel = 'email' and s.address = lower(c.email::text)) or (s.channel = 'sms' and s.address = c.phone))
		where c.id = ${id} order by s.channel`;
}

/** Each side by its own index; the merged contact is in the trash, for as long as that keeps it. */
function mergesOf(id: string) {
	const one = sql`m.id, m.survivor_id as "survivorId", m.merged_id as "mergedId", ${recordName("contact", "c")} as name, ${at("m.created_at")} as at`;
	const beside = sql`join contacts c on c.org_id = m.org_id and c.id = m.merged_id`;
	return sql`(select ${one} from merges m ${beside} where m.survivor_id = ${id} and m.undone_at is null order by m.id desc limit ${RELATED_PAGE})
		union all (select ${one} from merges m ${beside} where m.merged_id = ${id} and m.undone_at is null)`;
}
