import { followFacts } from "#app/domain/crm/scores/follow-facts.ts";
import { followFactsJob, scheduleScoresJob, scoreContactJob, sweepScoresJob } from "#app/domain/crm/scores/jobs.ts";
import { scoreContacts } from "#app/domain/crm/scores/score-contacts.ts";
import { scheduleScores, sweepScores } from "#app/domain/crm/scores/sweep-scores.ts";
import { house, inOrg } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";

const actor = { kind: "system", name: "Scores" } as const;

export const followFactsHandler = handles(followFactsJob, async ({ orgId, eventId }, { requestId, now }) => {
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => followFacts(ctx, eventId));
});

export const scoreContactHandler = handles(scoreContactJob, async ({ orgId, contactId }, { requestId, now }) => {
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => scoreContacts(ctx, [contactId]));
	house().live.publish({ org: orgId, topics: [`score:${contactId}`] });
});

export const sweepScoresHandler = handles(sweepScoresJob, async ({ orgId, after }, { requestId, now }) => {
	const count = await inOrg({ org: orgId, actor, requestId, now }, (ctx) => sweepScores(ctx, after));
	if (count > 0) house().live.publish({ org: orgId, topics: ["scores"] });
});

export const scheduleScoresHandler = handles(scheduleScoresJob, () => scheduleScores());
