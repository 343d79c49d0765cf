import { findCostQuestion, recordCost } from "#app/domain/messaging/sending/record-cost.ts";
import { providers } from "#app/providers/open.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

/** Asks what a text has cost and keeps it. Fails, and is tried later, while the provider does not know. */
export async function fetchCost({ orgId, messageId }: { orgId: string; messageId: string }, run: Run): Promise<void> {
	const scope = { org: orgId, actor: { kind: "system", name: "Outbox" } as const, requestId: run.requestId };
	const sid = await inOrg(scope, (ctx) => findCostQuestion(ctx, messageId));
	const { sms } = providers();
	if (!sid || !sms) return;
	const cost = (await sms.fetch(sid))?.cost;
	if (!cost) throw new Error("the provider has no price yet");
	await inOrg(scope, (ctx) => recordCost(ctx, messageId, cost));
}
