import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { LeadState } from "#app/domain/leads/rules.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { CHANNEL_LABELS } from "#app/domain/messaging/schema.ts";
import type { Ctx } from "#db/context.ts";
import type { FigureRange } from "./figure-range.ts";

/** One line of figures: how many there were, how many of them replied and booked. Times in milliseconds. */
export type FigureLine = {
	label: string;
	count: number;
	replied: number;
	booked: number;
	medianMs?: number | null;
	p90Ms?: number | null;
};

export type Figures = {
	total: FigureLine;
	states: { state: LeadState; label: string; count: number }[];
	locations: FigureLine[];
	touches: FigureLine[];
	channels: FigureLine[];
	variants: FigureLine[];
	providers: FigureLine[];
};

/**
 * The figures of the leads that arrived in a range (LEAD-8): three grouped statements. A reply or booking counts for
 * the touch that was the last one sent before it; for an AI provider, where it answered in the lead's conversation.
 */
export async function getFigures(ctx: Ctx, range: FigureRange): Promise<Figures> {
	authorize(ctx, "figures.view");
	const leads = await readLeadLines(ctx, range);
	const touches = await readTouchLines(ctx, range);
	const providers = await readProviderLines(ctx, range);
	return { ...leads, ...touches, providers };
}

// The leads of the range, each with when it was booked first.
const cohort = ({ startsAt, endsAt }: FigureRange) => sql`cohort as (
	select l.id, l.org_id, l.state, l.location_id, l.conversation_id, l.created_at, l.first_contacted_at, l.first_replied_at,
		(select min(a.created_at) from appointments a where a.org_id = l.org_id and a.lead_id = l.id) as booked_at
	from leads l where l.created_at >= ${startsAt} and l.created_at < ${endsAt})`;

type LeadGroup = {
	state: LeadState | null;
	location: string | null;
	grouped: number;
	count: number;
	replied: number;
	booked: number;
	median: number | null;
	p90: number | null;
};

async function readLeadLines(ctx: Ctx, range: FigureRange): Promise<Pick<Figures, "total" | "states" | "locations">> {
	const { rows } = await sql<LeadGroup>`with ${cohort(range)}
		select c.state, p.name as location, grouping(c.state, c.location_id) as grouped, count(*)::int as count,
			count(c.first_replied_at)::int as replied, count(c.booked_at)::int as booked,
			percentile_cont(0.5) within group (order by extract(epoch from c.first_contacted_at - c.created_at) * 1000)
				as median,
			percentile_cont(0.9) within group (order by extract(epoch from c.first_contacted_at - c.created_at) * 1000) as p90
		from cohort c join locations p on p.org_id = c.org_id and p.id = c.location_id
		group by grouping sets ((c.state), (c.location_id, p.name), ()) order by p.name`.execute(ctx.db);
	const line = (label: string, row: LeadGroup): FigureLine => {
		const { count, replied, booked } = row;
		const ms = (value: number | null) => (value === null ? null : Math.max(0, Math.round(Number(value))));
		return { label, count, replied, booked, medianMs: ms(row.median), p90Ms: ms(row.p90) };
	};
	// grouping() has a bit for each column that is rolled up: state alone is 1, location alone 2, all of them 3.
	const all = rows.find((row) => row.grouped === 3);
	const states = Object.entries(LEAD_STATE_LABELS).map(([state, label]) => {
		const row = rows.find((one) => one.grouped === 1 && one.state === state);
		return { state: state as LeadState, label, count: row?.count ?? 0 };
	});
	const none: FigureLine = { label: "All leads", count: 0, replied: 0, booked: 0, medianMs: null, p90Ms: null };
	return {
		total: all ? line("All leads", all) : none,
		states,
		locations: rows.filter((row) => row.grouped === 2).map((row) => line(row.location ?? "", row)),
	};
}

type TouchGroup = {
	position: number | null;
	channel: string | null;
	variant: string | null;
	grouped: number;
	count: number;
	replied: number;
	booked: number;
};

async function readTouchLines(
	ctx: Ctx,
	range: FigureRange,
): Promise<Pick<Figures, "touches" | "channels" | "variants">> {
	const { rows } = await sql<TouchGroup>`with ${cohort(range)},
		sent as (
			select t.position, t.channel, coalesce(t.variant, 'A') as variant, c.first_replied_at, c.booked_at, m.sent_at,
				lead(m.sent_at) over (partition by c.id order by m.sent_at, t.position) as next_at
			from cohort c join touches t on t.org_id = c.org_id and t.lead_id = c.id
			join messages m on m.org_id = t.org_id and m.id = t.message_id
			where m.sent_at is not null),
		judged as (
			select position, channel, variant,
				first_replied_at >= sent_at and (next_at is null or first_replied_at < next_at) as replied,
				booked_at >= sent_at and (next_at is null or booked_at < next_at) as booked
			from sent)
		select position, channel, variant, grouping(position, channel, variant) as grouped, count(*)::int as count,
			(count(*) filter (where replied))::int as replied, (count(*) filter (where booked))::int as booked
		from judged group by grouping sets ((position, channel), (channel), (variant))
		order by position, channel, variant`.execute(ctx.db);
	const lines = (grouped: number, label: (row: TouchGroup) => string) =>
		rows
			.filter((row) => row.grouped === grouped)
			.map((row) => ({ label: label(row), count: row.count, replied: row.replied, booked: row.booked }));
	const channel = (row: TouchGroup) => CHANNEL_LABELS[row.channel ?? ""] ?? String(row.channel);
	return {
		touches: lines(1, (row) => `${row.position}. ${channel(row)}`),
		channels: lines(5, channel),
		variants: lines(6, (row) => `Wording ${row.variant}`),
	};
}

async function readProviderLines(ctx: Ctx, range: FigureRange): Promise<FigureLine[]> {
	const { rows } = await sql<FigureLine>`with ${cohort(range)},
		answered as (
			select distinct c.id, c.first_replied_at, c.booked_at,
				case when m.source = 'rules' then 'Rules' else coalesce(m.model_provider, 'Unknown') end as label
			from cohort c join messages m on m.org_id = c.org_id and m.conversation_id = c.conversation_id
			where m.direction = 'out' and m.channel = 'chat' and m.source in ('model', 'rules'))
		select label, count(*)::int as count, count(first_replied_at)::int as replied, count(booked_at)::int as booked
		from answered group by label order by label`.execute(ctx.db);
	return rows;
}
