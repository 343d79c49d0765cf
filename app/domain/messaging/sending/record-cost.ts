import { authorize } from "#app/domain/identity/policy.ts";
import type { MessageCost } from "#app/providers/delivery/port.ts";
import type { Ctx } from "#db/context.ts";

/** The provider's id of a text whose cost is not known yet; undefined when there is nothing to ask. */
export async function findCostQuestion(ctx: Ctx, messageId: string): Promise<string | undefined> {
	authorize(ctx, "messages.write");
	const row = await ctx.db
		.selectFrom("messages")
		.select("provider_message_id")
		.where("id", "=", messageId)
		.where("provider", "=", "twilio")
		.where("cost_micros", "is", null)
		.executeTakeFirst();
	return row?.provider_message_id ?? undefined;
}

/** Keeps what a message has cost, in millionths of the currency's unit. */
export async function recordCost(ctx: Ctx, messageId: string, cost: MessageCost): Promise<void> {
	authorize(ctx, "messages.write");
	await ctx.db
		.updateTable("messages")
		.set({ cost_micros: cost.micros, cost_currency: cost.currency })
		.where("id", "=", messageId)
		.where("cost_micros", "is", null)
		.execute();
}
