import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { isStoppable, type MessageState } from "./rules/message-states.ts";
import { lockMessage } from "./sending/claim-message.ts";
import { moveMessage } from "./sending/move-message.ts";

/**
 * Takes a message back before it is handed to a provider: it becomes `suppressed` with the reason. Returns whether it
 * was in time; one that is being sent, was sent or is not here is left alone.
 */
export async function cancelMessage(ctx: Ctx, input: { messageId: string; reason: string }): Promise<boolean> {
	authorize(ctx, "messages.write");
	const message = await lockMessage(ctx, input.messageId);
	if (message?.direction !== "out" || !isStoppable(message.state as MessageState)) return false;
	await moveMessage(ctx, message, "suppressed", input.reason, { send_after: null });
	return true;
}

/** Takes back every message of a sequence to a contact that was not handed over yet. Returns how many. */
export async function cancelSequenceMessages(
	ctx: Ctx,
	input: { contactId: string; reason: string; channel?: "email" | "sms" | undefined },
): Promise<number> {
	authorize(ctx, "messages.write");
	let query = ctx.db
		.selectFrom("messages")
		.select("id")
		.where("contact_id", "=", input.contactId)
		.where("direction", "=", "out")
		.where("purpose", "=", "sequence")
		.where("state", "in", ["draft", "held", "scheduled", "queued"]);
	if (input.channel) query = query.where("channel", "=", input.channel);
	let count = 0;
	for (const { id } of await query.execute()) {
		if (await cancelMessage(ctx, { messageId: id, reason: input.reason })) count++;
	}
	return count;
}
