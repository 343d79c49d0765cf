import { sendTouchJob } from "#app/domain/leads/sequences/jobs.ts";
import { sendTouch } from "#app/domain/leads/sequences/sending/send-touch.ts";
import { inOrg } from "#db/context.ts";
import { PermanentFailure } from "#db/queue.ts";
import { handles } from "#jobs/handles.ts";

export const sendTouchHandler = handles(sendTouchJob, async ({ orgId, touchId }, { requestId, now }) => {
	const actor = { kind: "system", name: "Sequence" } as const;
	const outcome = await inOrg({ org: orgId, actor, requestId, now }, (ctx) => sendTouch(ctx, touchId));
	if (outcome === "absent") throw new PermanentFailure("there is no such touch");
});
