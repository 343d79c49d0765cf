import { raisePersonTask } from "#app/domain/assistant/conversations/raise-person-task.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

export async function askPerson(payload: { orgId: string; conversationId: string }, run: Run): Promise<void> {
	const actor = { kind: "system", name: "Assistant" } as const;
	await inOrg({ org: payload.orgId, actor, requestId: run.requestId, now: run.now }, (ctx) =>
		raisePersonTask(ctx, payload.conversationId),
	);
}
