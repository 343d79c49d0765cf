import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { byPressing } from "#app/domain/crm/tasks/pressing-order.ts";
import { textOf } from "#app/domain/events/say-event.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { recordName } from "../records/columns.ts";
import type { TimelineEntry } from "../timeline/schema.ts";
import { readTimeline } from "../timeline/timeline-queries.ts";
import type { InsightType } from "./schema.ts";

/** As much of what happened as an insight stands on. */
const ENTRIES = 40;

export type OpenDeal = { id: string; name: string; valueCents: number; currency: string; closesOn: string | null };
export type OpenTask = { id: string; title: string; dueOn: string | null };

/** What is known of a record, for whoever writes its insight. Days are the organisation's. */
export type InsightFacts = {
	type: InsightType;
	id: string;
	name: string;
	/** "customer", "lead", … */
	stage: string;
	today: string;
	now: string;
	createdAt: string;
	score: number | null;
	entries: (Pick<TimelineEntry, "id" | "source" | "name" | "at" | "text" | "link"> & { words: string })[];
	nextAppointment: { id: string; title: string; startsAt: string } | null;
	openLeads: number;
	openDeals: OpenDeal[];
	openTasks: OpenTask[];
	optedOut: string[];
	/** Of accounts. */
	renewalOn: string | null;
	contacts: number;
};

/** Reads them: two statements. 404 for no such record here, and for one in the trash. */
export async function readInsightFacts(
	ctx: Ctx,
	{ type, id }: { type: InsightType; id: string },
): Promise<InsightFacts> {
	authorize(ctx, "insights.request");
	const [row] = isId(id) ? (await factsStatement(ctx, type, id).execute(ctx.db)).rows : [];
	if (!row) throw notFound(type);
	const { entries } = await readTimeline(ctx, { type, id, zone: row.zone, currency: row.money, limit: ENTRIES });
	const { zone: _, money: __, ...facts } = row;
	return {
		...facts,
		type,
		id,
		now: ctx.now.toISOString(),
		entries: entries.map(({ sentence, details: _, badge: __, ...entry }) => ({ ...entry, words: textOf(sentence) })),
	};
}

type Row = Omit<InsightFacts, "type" | "id" | "entries" | "now"> & { zone: string; money: string };

function factsStatement(ctx: Ctx, type: InsightType, id: string) {
	const isPerson = type === "contact";
	const record = isPerson ? sql`contacts r` : sql`accounts r`;
	const people = isPerson
		? sql`select r.id union all select o.id from contacts o where o.merged_into = r.id`
		: sql`(select o.id from contacts o where o.account_id = r.id order by o.id desc limit 200)`;
	const of = sql.ref(isPerson ? "x.contact_id" : "x.account_id");
	return sql<Row>`
		select ${recordName(type, "r")} as name, ${isPerson ? sql`r.stage` : sql`r.lifecycle`} as stage,
			to_json(r.created_at)#>>'{}' as "createdAt", ${isPerson ? sql`r.score` : sql`null::int`} as score,
			${isPerson ? sql`null::text` : sql`r.renewal_on::text`} as "renewalOn", cardinality(p.ids) as contacts,
			o.time_zone as zone, o.currency as money, (${ctx.now}::timestamptz at time zone o.time_zone)::date::text as today,
			(select jsonb_build_object('id', x.id, 'title', x.title, 'startsAt', x.starts_at) from appointments x
				where x.contact_id = any(p.ids) and x.state = 'booked' and x.ends_at > ${ctx.now} order by x.starts_at limit 1) as "nextAppointment",
			(select count(*)::int from leads x where x.contact_id = any(p.ids) and x.state not in ('won', 'lost')) as "openLeads",
			coalesce((select jsonb_agg(d) from (select x.id, x.name, x.value_cents as "valueCents", x.currency, x.closes_on as "closesOn"
				from deals x join pipeline_stages s on s.org_id = x.org_id and s.id = x.stage_id
				where ${of} = r.id and x.deleted_at is null and s.outcome = 'open' order by x.closes_on nulls last, x.id limit 5) d), '[]') as "openDeals",
			coalesce((select jsonb_agg(t) from (select x.id, x.title, x.due_on as "dueOn" from tasks x
				where x.subject_type = ${type} and x.subject_id = r.id and x.state = 'open' order by ${byPressing(ctx, "x")} limit 5) t), '[]') as "openTasks",
			${isPerson ? sql`array(select s.channel from find_suppressions(array_remove(array[r.email, r.phone::citext], null)) s)` : sql`array[]::text[]`} as "optedOut"
		from ${record} join organisations o on o.id = r.org_id cross join lateral (select array(${people}) as ids) p
		where r.id = ${id} and r.deleted_at is null`;
}
