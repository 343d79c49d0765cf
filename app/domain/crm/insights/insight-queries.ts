import { type RawBuilder, sql } from "kysely";
import { can } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { scoreContactJob } from "../scores/jobs.ts";
import type { Reason } from "../scores/rules.ts";
import { listTimeline, listTimelineWith, type Timeline, type TimelineQuestion } from "../timeline/timeline-queries.ts";
import { writeInsightJob } from "./jobs.ts";
import { INSIGHT_TYPES, Insight, type InsightType } from "./schema.ts";

export type KeptInsight = Insight & { computedAt: string; isStale: boolean };

/** What stands above a record's timeline: its insight and, for a contact, its score. */
export type RecordSigns = {
	insight: KeptInsight | null;
	score: { score: number; reasons: Reason[]; computedAt: string; isStale: boolean } | null;
};

/** An insight that is opened while stale is written again by itself, no oftener than this. */
const REST_MS = 10 * 60_000;

/** What happened with a record (as `listTimeline`) and what stands above it; `signs` null for a kind without insights. */
export type RecordStory = { timeline: Timeline; signs: RecordSigns | null };

/**
 * The story of a record for its page: one statement. Where the insight is missing or stale, and the reader may have one
 * written, it is asked for. Looking at many records asks for each once; a model is not asked again within ten minutes.
 */
export async function openStory(ctx: Ctx, question: TimelineQuestion, before?: string): Promise<RecordStory> {
	const type = INSIGHT_TYPES.find((each) => each === question.type);
	if (!type) return { timeline: await listTimeline(ctx, question, before), signs: null };
	const { id } = question;
	const { timeline, more } = await listTimelineWith(ctx, question, { before, more: signsOf(type, id) });
	const signs = more ? readSigns(more) : { insight: null, score: null };
	if (more && can(ctx.actor, "insights.request")) await askForMissing(ctx, { type, id }, signs);
	return { timeline, signs };
}

async function askForMissing(
	ctx: Ctx,
	{ type, id }: { type: InsightType; id: string },
	{ insight, score }: RecordSigns,
) {
	const isOld = insight?.isStale && ctx.now.getTime() - Date.parse(insight.computedAt) > REST_MS;
	if (!insight || isOld) await ctx.enqueue(writeInsightJob, { orgId: ctx.org, type, recordId: id });
	if (type === "contact" && !score) await ctx.enqueue(scoreContactJob, { orgId: ctx.org, contactId: id });
}

type Kept = {
	insight: Record<string, unknown> | null;
	score: { score: number; reasons: Reason[]; computedAt: string } | null;
	/** When something happened last that an insight would tell of. */
	moved: string | null;
};

/** The insight and the score of a record as they are kept, and whether anything happened since, as one JSON value. */
function signsOf(type: InsightType, id: string): RawBuilder<Kept> {
	const newest = newestMessage(type === "contact" ? sql`m.contact_id = ${id}` : sql`m.account_id = ${id}`);
	return sql<Kept>`jsonb_build_object(
		'insight', (select jsonb_build_object('summary', i.summary, 'risks', i.risks, 'nextAction', i.next_action,
			'source', i.source, 'provider', i.provider, 'model', i.model, 'computedAt', i.computed_at)
			from record_insights i where i.record_type = ${type} and i.record_id = ${id}),
		'score', (select jsonb_build_object('score', s.score, 'reasons', s.reasons, 'computedAt', s.computed_at)
			from contact_scores s where s.contact_id = ${id}),
		'moved', greatest(
			(select e.at from events e where e.subject_type = ${type} and e.subject_id = ${id} and ${TOLD}
				order by e.at desc, e.id desc limit 1),
			(select e.at from events e where e.parent_type = ${type} and e.parent_id = ${id} and ${TOLD}
				order by e.at desc, e.id desc limit 1),
			${newest}))`;
}

const TOLD = sql`e.name !~ '^(message|touch|chat)[.]'`;

function newestMessage(whose: RawBuilder<unknown>) {
	return sql`(select m.created_at from messages m where ${whose} order by m.created_at desc, m.id desc limit 1)`;
}

function readSigns({ insight, score, moved }: Kept): RecordSigns {
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
