import { followEvent } from "#app/domain/leads/sequences/follow/follow-event.ts";
import { followEventJob } from "#app/domain/leads/sequences/jobs.ts";
import { inOrg } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";

export const followEventHandler = handles(followEventJob, async ({ orgId, eventId }, { requestId, now }) => {
	const actor = { kind: "system", name: "Sequence" } as const;
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => followEvent(ctx, eventId));
});
