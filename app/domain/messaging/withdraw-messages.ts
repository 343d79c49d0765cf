import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { isStoppable, type MessageState } from "./rules/message-states.ts";
import { lockMessage } from "./sending/claim-message.ts";
import { moveMessage } from "./sending/move-message.ts";

/**
 * Takes back the messages of these intentions (`dedupeKey`) because what they say is no longer true: whatever was not
 * handed to a provider becomes `suppressed` with the reason, whether it was held, planned or waiting its turn. What is
 * being sent or was sent stays as it is. Returns how many. Running twice withdraws once.
 */
export async function withdrawMessages(
	ctx: Ctx,
	input: { dedupeKeys: readonly string[]; reason: string },
): Promise<number> {
	authorize(ctx, "messages.withdraw");
	if (input.dedupeKeys.length === 0) return 0;
	const rows = await ctx.db
		.selectFrom("messages")
		.select("id")
		.where("dedupe_key", "in", input.dedupeKeys)
		.where("direction", "=", "out")
		.orderBy("id")
		.execute();
	let count = 0;
	for (const { id } of rows) {
		const message = await lockMessage(ctx, id);
		if (!message || !isStoppable(message.state as MessageState)) continue;
		await moveMessage(ctx, message, "suppressed", input.reason, { send_after: null });
		count++;
	}
	return count;
}
