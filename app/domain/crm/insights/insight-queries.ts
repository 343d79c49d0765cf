import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { authorize, can } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { VIEW_PERMISSION } from "../records/permissions.ts";
import { scoreContactJob } from "../scores/jobs.ts";
import type { Reason } from "../scores/rules.ts";
import { writeInsightJob } from "./jobs.ts";
import { Insight, type InsightType } from "./schema.ts";

export type KeptInsight = Insight & { computedAt: string; isStale: boolean };

/** What stands above a record's timeline: its insight and, for a contact, its score. */
export type RecordSigns = {
	insight: KeptInsight | null;
	score: { score: number; reasons: Reason[]; computedAt: string; isStale: boolean } | null;
};

/** An insight that is opened while stale is written again by itself, no oftener than this. */
const REST_MS = 10 * 60_000;

/** The insight and the score of a record as they are kept, and whether anything happened since: one statement. */
export async function readSigns(ctx: Ctx, { type, id }: { type: InsightType; id: string }): Promise<RecordSigns> {
	authorize(ctx, VIEW_PERMISSION[type]);
	if (!isId(id)) return { insight: null, score: null };
	const { rows } = await sql<{ insight: Record<string, unknown> | null; score: Kept | null; moved: string | null }>`
		select
			(select jsonb_build_object('summary', i.summary, 'risks', i.risks, 'nextAction', i.next_action, 'source', i.source,
				'provider', i.provider, 'model', i.model, 'computedAt', i.computed_at) from record_insights i
				where i.record_type = ${type} and i.record_id = ${id}) as insight,
			(select jsonb_build_object('score', s.score, 'reasons', s.reasons, 'computedAt', s.computed_at)
				from contact_scores s where s.contact_id = ${id}) as score,
			to_json(greatest(
				(select e.at from events e where e.subject_type = ${type} and e.subject_id = ${id} and ${TOLD} order by e.at desc, e.id desc limit 1),
				(select e.at from events e where e.parent_type = ${type} and e.parent_id = ${id} and ${TOLD} order by e.at desc, e.id desc limit 1),
				${
					type === "contact"
						? newestMessage(sql`${id}`)
						: sql`(select max(m.at) from (select c.id from contacts c where c.account_id = ${id}
					order by c.id desc limit 200) c cross join lateral (select ${newestMessage(sql.ref("c.id"))} as at) m)`
				}
			))#>>'{}' as moved`.execute(ctx.db);
	const [{ insight, score, moved } = { insight: null, score: null, moved: null }] = rows;
	const staleSince = (at: string) => moved !== null && Date.parse(moved) > Date.parse(at);
	const read = Insight.safeParse(insight);
	const computedAt = new Date(String(insight?.computedAt));
	return {
		insight: read.success
			? { ...read.data, computedAt: computedAt.toISOString(), isStale: staleSince(computedAt.toISOString()) }
			: null,
		score: score && {
			...score,
			computedAt: new Date(score.computedAt).toISOString(),
			isStale: staleSince(score.computedAt),
		},
	};
}

type Kept = { score: number; reasons: Reason[]; computedAt: string };

const TOLD = sql`e.name !~ '^(message|touch|chat)[.]'`;

function newestMessage(id: ReturnType<typeof sql>) {
	return sql`(select m.created_at from messages m where m.contact_id = ${id} order by m.created_at desc, m.id desc limit 1)`;
}

/**
 * As `readSigns`, for the record's page: where the insight is missing or stale, and the reader may have one written,
 * it is asked for. Looking at many records asks for each once; a model is not asked again within ten minutes.
 */
export async function openSigns(ctx: Ctx, of: { type: InsightType; id: string }): Promise<RecordSigns> {
	const signs = await readSigns(ctx, of);
	const { insight } = signs;
	const isOld = insight?.isStale && ctx.now.getTime() - Date.parse(insight.computedAt) > REST_MS;
	if ((!insight || isOld) && can(ctx.actor, "insights.request"))
		await ctx.enqueue(writeInsightJob, { orgId: ctx.org, type: of.type, recordId: of.id });
	if (of.type === "contact" && !signs.score && can(ctx.actor, "insights.request"))
		await ctx.enqueue(scoreContactJob, { orgId: ctx.org, contactId: of.id });
	return signs;
}
