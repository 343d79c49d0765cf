import { noteReply as note } from "#app/domain/assistant/conversations/note-reply.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

export async function noteReply(payload: { orgId: string; eventId: string }, run: Run): Promise<void> {
	const actor = { kind: "system", name: "Inbox" } as const;
	await inOrg({ org: payload.orgId, actor, requestId: run.requestId, now: run.now }, (ctx) =>
		note(ctx, payload.eventId),
	);
}
