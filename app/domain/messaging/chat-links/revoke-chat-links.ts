import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { WAITING_STATES } from "./chat-link-queries.ts";

/**
 * Closes every chat link of a conversation that has reached somebody: whoever opens one reads that it no longer opens
 * and what to do. A message that waits in the outbox keeps its own, which nobody has seen; the next one brings a new
 * one. Returns how many were closed; none again when called again. 404 for a conversation that is not here.
 */
export async function revokeChatLinks(ctx: Ctx, conversationId: string): Promise<number> {
	authorize(ctx, "conversations.take-over");
	const conversation = isId(conversationId)
		? await ctx.db.selectFrom("conversations").select("id").where("id", "=", conversationId).executeTakeFirst()
		: undefined;
	if (!conversation) throw notFound("conversation");
	const closed = await ctx.db
		.updateTable("public_links as l")
		.set({ revoked_at: ctx.now })
		.where("l.kind", "=", "chat")
		.where("l.subject_id", "=", conversationId)
		.where("l.revoked_at", "is", null)
		.where("l.expires_at", ">", ctx.now)
		.where((where) =>
			where.not(
				where.exists(
					where
						.selectFrom("messages as m")
						.select("m.id")
						.whereRef("m.org_id", "=", "l.org_id")
						.whereRef("m.id", "=", "l.message_id")
						.where("m.state", "in", [...WAITING_STATES]),
				),
			),
		)
		.returning("l.id")
		.execute();
	if (closed.length === 0) return 0;
	await ctx.record({
		name: "conversation.links-revoked",
		subject: { type: "conversation", id: conversationId },
		data: { count: closed.length },
	});
	return closed.length;
}
