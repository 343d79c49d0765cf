import { type RawBuilder, sql } from "kysely";
import type { Ctx } from "#db/context.ts";
import type { ScoreFacts } from "./rules.ts";

/** A contact with thousands of messages is not livelier than one with this many. */
const COUNTED = 200;

/**
 * What is known of contacts that lie not in the trash, by id: one statement for all of them. What hangs on contacts
 * that were merged into one counts as its own. Amounts are whole units, whatever the currency.
 */
export async function readScoreFacts(ctx: Ctx, ids: readonly string[]): Promise<Map<string, ScoreFacts>> {
	if (ids.length === 0) return new Map();
	const { rows } = await factsQuery(ctx, ids).execute(ctx.db);
	return new Map(rows.map(({ id, facts }) => [id, facts]));
}

/** The statement, for the test that reads its plan. */
export function factsQuery(ctx: Ctx, ids: readonly string[]): RawBuilder<{ id: string; facts: ScoreFacts }> {
	const ago = (days: number) => new Date(ctx.now.getTime() - days * 86_400_000);
	return sql`
		with people as materialized (
			select c.id, c.email, c.phone, c.stage, c.created_at,
				array(select c.id union all select o.id from contacts o where o.merged_into = c.id) as own
			from contacts c where c.id = any(${ids}::uuid[]) and c.deleted_at is null
		),
		shut as materialized (
			select s.channel, s.address from find_suppressions(array(
				select p.email from people p where p.email is not null union all
				select p.phone::citext from people p where p.phone is not null)) s
		)
		select p.id, jsonb_build_object(
			'emailKnown', (p.email is not null)::int, 'phoneKnown', (p.phone is not null)::int,
			'isProspect', (p.stage = 'prospect')::int, 'isCustomer', (p.stage = 'customer')::int,
			'isFormer', (p.stage = 'former')::int,
			'openLeads', (select count(*) from leads l where l.contact_id = any(p.own) and l.state not in ('won', 'lost')),
			'replies', m.replies, 'recentActivity', m.recent + n.recent,
			'bookedAhead', a.ahead, 'visits', a.visits, 'noShows', a.missed,
			'openDealValue', (select coalesce(sum(d.value_cents), 0) / 100 from deals d
				join pipeline_stages s on s.org_id = d.org_id and s.id = d.stage_id
				where d.contact_id = any(p.own) and d.deleted_at is null and s.outcome = 'open')::bigint,
			'optedOut', (select count(*) from shut s where (s.channel = 'email' and s.address = p.email)
				or (s.channel = 'sms' and s.address = p.phone::citext)),
			'daysSinceContact', greatest(0, floor(extract(epoch from ${ctx.now}::timestamptz
				- greatest(m.last, n.last, a.last, p.created_at)) / 86400))::int
		) as facts
		from people p
		cross join lateral (
			select count(*) filter (where x.direction = 'in' and x.created_at > ${ago(90)}) as replies,
				count(*) filter (where x.created_at > ${ago(30)}) as recent, max(x.created_at) as last
			from (select y.direction, y.created_at from messages y where y.contact_id = any(p.own)
				and (y.direction = 'in' or y.sent_at is not null) order by y.created_at desc limit ${COUNTED}) x
		) m
		cross join lateral (
			select count(*) filter (where x.happened_at > ${ago(30)}) as recent,
				max(x.happened_at) filter (where x.kind <> 'note' and x.happened_at <= ${ctx.now}) as last
			from (select y.kind, y.happened_at from notes y where y.subject_type = 'contact' and y.subject_id = any(p.own)
				and y.deleted_at is null order by y.happened_at desc limit ${COUNTED}) x
		) n
		cross join lateral (
			select max((x.state = 'booked' and x.ends_at > ${ctx.now})::int) as ahead,
				count(*) filter (where x.state = 'completed' and x.starts_at > ${ago(730)}) as visits,
				count(*) filter (where x.state = 'no-show' and x.starts_at > ${ago(730)}) as missed,
				max(x.starts_at) filter (where x.state = 'completed') as last
			from appointments x where x.contact_id = any(p.own)
		) a`;
}
