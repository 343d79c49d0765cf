import { type RawBuilder, sql } from "kysely";
import type { Found, FoundKind } from "./found.ts";

export type Search = {
	org: string;
	/** Two letters or more, spaces single. */
	q: string;
	most: number;
	/** The kinds that the reader may see: nothing else is looked for. */
	kinds: ReadonlySet<FoundKind>;
	/** Whose documents: as `readableBy` says. */
	reader: { visibilities: readonly string[]; role: string | null };
};

type Sql = RawBuilder<unknown>;

/** Of the ways to find a person each brings as many as are shown, at most twenty; said for the planner's sake. */
const MOST_PEOPLE = 100;
/** Of each person found, so many of their own leads, appointments and conversations are shown with them. */
const OF_ONE = 2;
/** Documents are few; those that the reader may not see must not stand in the place of those they may. */
const LOOKED_DOCUMENTS = 200;
const WORDS = 8;

const PERSON = sql`coalesce(nullif(btrim(c.first_name || ' ' || c.last_name), ''), c.email, c.phone, 'No name')`;
const CONTACTS = sql`select 'contact' as kind, c.id, ${PERSON} as name,
	concat_ws(', ', nullif(c.job_title, ''), a.name, c.email, c.phone) as note
	from contacts c left join accounts a on a.org_id = c.org_id and a.id = c.account_id`;

/** The kinds that are found by a name which is written nearly so, too. */
export const ALIKE: readonly FoundKind[] = ["contact", "account", "deal", "project", "document"];

/** The one statement of a search; its plan goes by indexes however much there is. */
export function searchStatement(search: Search): RawBuilder<Found> {
	const { q, most, kinds } = search;
	const titled = ["account", "deal", "project", "task", "lead", "appointment"].filter((kind) =>
		kinds.has(kind as FoundKind),
	);
	const parts = [...kinds].map((kind) => PARTS[kind](search));
	const words = wordsOf(q);
	const isSaid = words !== null && (kinds.has("conversation") || kinds.has("message"));
	const digits = lastDigitsOf(q);
	const dialled = digits
		? sql`find_by_last_digits(${digits}, ${most}::int)`
		: sql`(select null::text, null::uuid where false)`;
	return sql<Found>`with dialled as materialized (select d.kind, d.id from ${dialled} d (kind, id)),
			named as materialized (select kind, id from find_by_name(${q}, ${most}::int, ${titled}::text[])
				union select kind, id from dialled where kind = any(${titled}::text[])),
			titles as materialized (select id from find_by_name(${q}, ${sql.lit(LOOKED_DOCUMENTS)}, array['document'])),
			people as materialized (select id from (${people(q, most)} union select d.id from dialled d where d.kind = 'contact') p limit ${sql.lit(MOST_PEOPLE)}),
			said as materialized (${isSaid ? sql`select id from find_messages_by_words(${words}::tsquery, ${most * 3}::int)` : sql`select null::uuid as id where false`})
		select * from (${parts.length > 0 ? sql.join(parts, sql` union all `) : sql`select kind, id, kind, kind from named where false`}) f (kind, id, name, note)`;
}

/** What is called nearly so, of the kinds that the reader may see and that go by a name; the most alike first. */
export function alikeStatement(search: Search): RawBuilder<Found> {
	const kinds = ALIKE.filter((kind) => search.kinds.has(kind));
	const parts = kinds.map((kind) => PARTS[kind](search));
	return sql<Found>`with named as materialized (select kind, id, likeness from find_alike(${search.q}, ${search.most}::int, ${[...kinds]}::text[])),
			people as materialized (select id from named where kind = 'contact'),
			titles as materialized (select id from named where kind = 'document')
		select f.* from (${sql.join(parts, sql` union all `)}) f (kind, id, name, note) join named n on n.kind = f.kind and n.id = f.id
		order by n.likeness desc, f.id desc`;
}

/** The beginning of a text on one line; three points say that it goes on. */
const begun = (text: Sql, most: number): Sql =>
	sql`regexp_replace(left(regexp_replace(${text}, '\\s+', ' ', 'g'), ${sql.lit(most + 1)}), ${sql.lit(`^(.{${most}}).$`)}, '\\1…')`;

const namedAs = (kind: FoundKind): Sql => sql`select id from named n where n.kind = ${sql.lit(kind)}`;

const PARTS: Record<FoundKind, (search: Search) => Sql> = {
	contact: () => sql`(${CONTACTS} where c.id in (select id from people) and c.deleted_at is null)`,
	account: () =>
		sql`(select 'account', a.id, a.name, concat_ws(', ', a.industry, a.city) from accounts a where a.id in (${namedAs("account")}))`,
	deal: () => sql`(select 'deal', d.id, d.name, s.name from deals d
		join pipeline_stages s on s.org_id = d.org_id and s.id = d.stage_id where d.id in (${namedAs("deal")}))`,
	project: () => sql`(select 'project', p.id, p.name, p.state from projects p where p.id in (${namedAs("project")}))`,
	lead: ({
		org,
	}) => sql`(select 'lead', l.id, btrim(concat_ws(' ', c.first_name, c.last_name)) || ', ' || l.title, l.state
		from leads l join contacts c on c.org_id = l.org_id and c.id = l.contact_id
		where l.id in (${namedAs("lead")} union all select w.id from people p cross join lateral (
			select x.id from leads x where x.org_id = ${org} and x.contact_id = p.id order by x.id desc limit ${sql.lit(OF_ONE)}) w))`,
	task: () =>
		sql`(select 'task', t.id, t.title, t.state from tasks t where t.id in (${namedAs("task")}) and t.state <> 'trashed')`,
	appointment: ({ org }) => sql`(select 'appointment', r.id, r.title,
			concat_ws(', ', nullif(btrim(concat_ws(' ', c.first_name, c.last_name)), ''), to_char(r.starts_at at time zone r.time_zone, 'Dy FMDD Mon YYYY, FMHH12:MI am'), nullif(r.state, 'booked'))
		from (${namedAs("appointment")} union select w.id from people p cross join lateral (
			select x.id from appointments x where x.org_id = ${org} and x.contact_id = p.id
			order by x.created_at desc, x.id desc limit ${sql.lit(OF_ONE)}) w) i
		cross join lateral (select x.* from appointments x where x.org_id = ${org} and x.id = i.id offset 0) r
		left join contacts c on c.org_id = r.org_id and c.id = r.contact_id)`,
	conversation: ({
		org,
		most,
	}) => sql`(select 'conversation', v.id, concat_ws(', ', ${PERSON}, nullif(v.subject, '')), coalesce(h.text, '')
		from conversations v join contacts c on c.org_id = v.org_id and c.id = v.contact_id
		join (select conversation_id as id, max(${begun(sql`m.body_text`, 120)}) as text
			from (select m.* from messages m where m.id in (select id from said) and m.conversation_id is not null order by m.id desc) m
			group by conversation_id
			union all select w.id, null from people p cross join lateral (
				select x.id from conversations x where x.org_id = ${org} and x.contact_id = p.id
					and x.last_message_at is not null and not exists (select from messages s where s.id in (select id from said) and s.conversation_id = x.id)
				order by x.last_message_at desc limit ${sql.lit(OF_ONE)}) w) h on h.id = v.id
		order by v.last_message_at desc nulls last limit ${most})`,
	message:
		() => sql`(select 'message', m.id, coalesce(nullif(m.subject, ''), ${begun(sql`m.body_text`, 80)}), concat_ws(', ', m.channel, m.to_address)
		from messages m where m.id in (select id from said) and m.conversation_id is null and m.direction = 'out' and m.channel <> 'chat')`,
	document: ({ most, reader: { visibilities, role } }) => sql`(select 'document', d.id, d.title, k.name from documents d
		join collections k on k.org_id = d.org_id and k.id = d.collection_id and k.deleted_at is null
			and (k.visibility = any (${[...visibilities]}::text[]) or (k.visibility = 'roles' and ${role}::text = any (k.roles)))
		where d.id in (select id from titles) and d.deleted_at is null
		order by d.id desc limit ${most})`,
};

/** The typed words as a query of text search, each as the beginning of a word; null where there are none. */
function wordsOf(q: string): string | null {
	const words = q.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
	return words.length > 0
		? words
				.slice(0, WORDS)
				.map((word) => `'${word}':*`)
				.join(" & ")
		: null;
}

/** The digits of what can be the end of a number, such as "555-0136"; undefined for anything else. */
function lastDigitsOf(q: string): string | undefined {
	const digits = q.replace(/\D/g, "");
	return /^[+(\d][\d\s().-]*$/.test(q) && digits.length >= 4 ? digits : undefined;
}

/**
 * Ids of contacts by the beginning of a name, an address or a number (a second word begins the other name, or goes on
 * with the first), and from three letters on by a part of the whole name.
 */
function people(q: string, most: number): Sql {
	const digits = q.replace(/\D/g, "");
	const isNumber = /^[+(\d][\d\s().-]*$/.test(q);
	const international = q.startsWith("+") ? `+${digits}` : `+1${digits.replace(/^1(?=\d)/, "")}`;
	const [first = "", ...rest] = isNumber ? [international] : q.split(" ");
	// Of a common first name more are looked at than shown: the second word decides among them.
	const looked = rest.length > 0 ? 500 : most;
	const ids = sql`select f.id from find_contacts_by_prefix(${first}, ${looked}::integer) f`;
	const begun =
		rest.length === 0
			? ids
			: sql`(select n.id from contacts n where n.id in (${ids}) and n.deleted_at is null
				and (starts_with(lower(n.last_name), ${rest.join(" ").toLowerCase()}) or starts_with(lower(n.first_name), ${rest.join(" ").toLowerCase()})) limit ${most})
			union (select f.id from find_contacts_by_prefix(${q}, ${most}::integer) f)`;
	if (q.length < 3 || isNumber) return begun;
	const condition = JSON.stringify([{ on: "name", op: "contains", text: q }]);
	return sql`(${begun}) union (select s.id from search_records('contact', ${condition}::jsonb, ${most}::integer) s)`;
}
