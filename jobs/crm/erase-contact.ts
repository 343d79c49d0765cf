import { erasePerson } from "#app/domain/crm/privacy/erase/erase-person.ts";
import { eraseContactJob } from "#app/domain/crm/privacy/jobs.ts";
import { beginErasure, finishErasure } from "#app/domain/crm/privacy/run-erasure.ts";
import { stopEnrollments } from "#app/domain/leads/sequences/stop-enrollments.ts";
import { cancelMessage } from "#app/domain/messaging/cancel-message.ts";
import { type Ctx, inOrg } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";
import { permanently } from "#jobs/integrations/permanently.ts";

/** First nothing more is sent to the person, then what is held goes, then it is said that it went. */
export const eraseContactHandler = handles(eraseContactJob, ({ orgId, erasureId }, { requestId, now }) =>
	permanently(async () => {
		const actor = { kind: "system", name: "Erasure" } as const;
		const step = <T>(fn: (ctx: Ctx) => Promise<T>) => inOrg({ org: orgId, actor, requestId, now }, fn);
		const begun = await step(async (ctx) => {
			const stopped = await beginErasure(ctx, erasureId);
			for (const contactId of stopped?.contacts ?? []) await stopEnrollments(ctx, { contactId, reason: "opted-out" });
			for (const messageId of stopped?.messages ?? [])
				await cancelMessage(ctx, { messageId, reason: "The person was erased." });
			return stopped;
		});
		if (!begun) return;
		const counts = await erasePerson(orgId, begun.contactId, now);
		await step((ctx) => finishErasure(ctx, erasureId, counts));
	}),
);
