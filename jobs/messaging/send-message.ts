import { claimMessage } from "#app/domain/messaging/sending/claim-message.ts";
import { handOver } from "#app/domain/messaging/sending/hand-over.ts";
import { settleMessage } from "#app/domain/messaging/sending/settle-message.ts";
import { providers } from "#app/providers/open.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

/** Claims a message, hands it over outside any transaction, records what came of it. */
export async function sendMessage({ orgId, messageId }: { orgId: string; messageId: string }, run: Run): Promise<void> {
	const scope = { org: orgId, actor: { kind: "system", name: "Outbox" } as const, requestId: run.requestId };
	const claim = await inOrg({ ...scope, now: run.now }, (ctx) => claimMessage(ctx, messageId));
	if (!claim) return;
	const outcome = await handOver(orgId, claim, providers(), run.signal);
	await inOrg({ ...scope, now: run.now }, (ctx) => settleMessage(ctx, claim, outcome));
}
