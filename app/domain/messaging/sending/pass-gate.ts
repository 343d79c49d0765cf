import { sendMessageJob } from "#app/domain/messaging/jobs.ts";
import { decideGate, type GateDecision } from "#app/domain/messaging/rules/gate.ts";
import { MessageParts } from "#app/domain/messaging/schema.ts";
import type { Ctx } from "#db/context.ts";
import { type GateQuestion, readGateFacts } from "./gate-facts.ts";
import { type MovableMessage, moveMessage } from "./move-message.ts";

export type Passing = MovableMessage &
	Omit<GateQuestion, "notBefore" | "missingValues" | "answersAt"> & { parts: unknown };

/**
 * Asks the gate about a message that is locked or not yet committed, and moves it to where the decision says, with its
 * job where it goes on by itself. Returns where it stands then. `enqueues: false` is for who sends it at once.
 */
export async function passGate(
	ctx: Ctx,
	message: Passing,
	notBefore: Date | null,
	options: { enqueues: boolean } = { enqueues: true },
): Promise<{ id: string; state: string; reason?: string | undefined }> {
	const { missing, answersAt } = MessageParts.parse(message.parts ?? {});
	const question = { ...message, notBefore, missingValues: missing, answersAt };
	const decision = decideGate(await readGateFacts(ctx, question));
	await follow(ctx, message, decision, options.enqueues);
	return { id: message.id, state: decision.state, reason: "reason" in decision ? decision.reason : undefined };
}

/** Moves a message as the gate decided. Staying where it is changes its reason only, and records nothing. */
async function follow(ctx: Ctx, message: MovableMessage, decision: GateDecision, enqueues: boolean): Promise<void> {
	const reason = "reason" in decision ? decision.reason : null;
	const sendAfter = decision.state === "scheduled" ? new Date(decision.at) : null;
	if (message.state === decision.state) {
		const changes = { state_reason: reason, send_after: sendAfter };
		await ctx.db.updateTable("messages").set(changes).where("id", "=", message.id).execute();
	} else await moveMessage(ctx, message, decision.state, reason, { send_after: sendAfter });
	const payload = { orgId: ctx.org, messageId: message.id };
	if (decision.state === "queued" && enqueues) await ctx.enqueue(sendMessageJob, payload);
	if (sendAfter) await ctx.enqueue(sendMessageJob, payload, { after: sendAfter });
}
