import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type ChatSign = "typing" | "seen";

/**
 * Notes that the one who acts is typing in a conversation, or has read it: the customer for their own, a member for
 * any. No event: it is no change of the business. 404 for a conversation that is not here or not theirs.
 */
export async function markChat(ctx: Ctx, conversationId: string, sign: ChatSign): Promise<void> {
	const isCustomer = ctx.actor.kind === "customer";
	authorize(ctx, isCustomer ? "conversations.chat" : "conversations.view");
	if (!isId(conversationId)) throw notFound("conversation");
	const at = ctx.now;
	const change = isCustomer
		? sign === "typing"
			? { customer_typing_at: at }
			: { customer_seen_at: at }
		: sign === "typing"
			? { member_typing_at: at }
			: { member_seen_at: at };
	const marked = await ctx.db
		.updateTable("conversations")
		.set(change)
		.where("id", "=", conversationId)
		.$if(isCustomer, (query) =>
			query.where("contact_id", "=", ctx.actor.kind === "customer" ? (ctx.actor.id ?? "") : ""),
		)
		.returning("id")
		.executeTakeFirst();
	if (!marked) throw notFound("conversation");
}
