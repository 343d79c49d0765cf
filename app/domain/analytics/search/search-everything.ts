import { type RawBuilder, sql } from "kysely";
import { authorize, can } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export const FOUND_KINDS = ["contact", "account", "deal", "project", "lead", "task"] as const;
export type FoundKind = (typeof FOUND_KINDS)[number];

/** One thing that a search found: what it is, how a person calls it, and a word beside it. */
export type Found = { kind: FoundKind; id: string; name: string; note: string };

const LONGEST = 100;
const MOST = 6;

const SEEN_BY = {
	contact: "contacts.view",
	account: "accounts.view",
	deal: "deals.view",
	project: "projects.view",
	lead: "leads.view",
	task: "tasks.view",
} as const;

/**
 * Everything whose name holds the typed words: people by the beginnings of their names, addresses and numbers, the rest
 * by a part of the name; up to `most` of each kind, each by its index, in one query. Nothing for less than two letters.
 */
export async function searchEverything(ctx: Ctx, typed: string, most = MOST): Promise<Found[]> {
	authorize(ctx, "search.view");
	const q = typed.replaceAll("\0", "").trim().replace(/\s+/g, " ").slice(0, LONGEST);
	if (q.length < 2) return [];
	const { rows } = await statement(ctx.org, q, most).execute(ctx.db);
	const kinds = FOUND_KINDS.filter((kind) => can(ctx.actor, SEEN_BY[kind]));
	return kinds.flatMap((kind) => rows.filter((row) => row.kind === kind).slice(0, most));
}

function statement(org: string, q: string, most: number): RawBuilder<Found> {
	const named = sql`select kind, id from named`;
	const of = (kind: FoundKind) => sql`select id from (${named}) n where n.kind = ${kind}`;
	return sql<Found>`with named as materialized (select * from find_by_name(${q}, ${most}::int)),
			people as materialized (${people(q, most)})
		select 'contact' as kind, c.id, coalesce(nullif(btrim(c.first_name || ' ' || c.last_name), ''), c.email, c.phone, 'No name') as name,
				concat_ws(', ', nullif(c.job_title, ''), a.name, c.email, c.phone) as note
			from contacts c left join accounts a on a.org_id = c.org_id and a.id = c.account_id
			where c.id in (select id from people) and c.deleted_at is null
		union all select 'account', a.id, a.name, concat_ws(', ', a.industry, a.city) from accounts a where a.id in (${of("account")})
		union all select 'deal', d.id, d.name, s.name from deals d
			join pipeline_stages s on s.org_id = d.org_id and s.id = d.stage_id where d.id in (${of("deal")})
		union all select 'project', p.id, p.name, p.state from projects p where p.id in (${of("project")})
		union all select 'lead', l.id, btrim(concat_ws(' ', c.first_name, c.last_name)) || ', ' || l.title, l.state
			from leads l join contacts c on c.org_id = l.org_id and c.id = l.contact_id
			where l.id in (${of("lead")} union all select w.id from people p cross join lateral (
				select x.id from leads x where x.org_id = ${org} and x.contact_id = p.id order by x.id desc limit 2) w)
		union all select 'task', t.id, t.title, t.state from tasks t where t.id in (${of("task")}) and t.state <> 'trashed'`;
}

/** Ids of contacts by the beginning of a name, an address or a number; a second word begins the other name, or goes on with the first. */
function people(q: string, most: number): RawBuilder<unknown> {
	const digits = q.replace(/\D/g, "");
	const isNumber = /^[+(\d][\d\s().-]*$/.test(q);
	const international = q.startsWith("+") ? `+${digits}` : `+1${digits.replace(/^1(?=\d)/, "")}`;
	const [first = "", ...rest] = isNumber ? [international] : q.split(" ");
	// Of a common first name more are looked at than shown: the second word decides among them.
	const looked = rest.length > 0 ? 500 : most;
	const ids = sql`select f.id from find_contacts_by_prefix(${first}, ${looked}::integer) f`;
	if (rest.length === 0) return ids;
	const second = rest.join(" ").toLowerCase();
	return sql`(select n.id from contacts n where n.id in (${ids}) and n.deleted_at is null
			and (starts_with(lower(n.last_name), ${second}) or starts_with(lower(n.first_name), ${second})) limit ${most})
		union (select f.id from find_contacts_by_prefix(${q}, ${most}::integer) f)`;
}
