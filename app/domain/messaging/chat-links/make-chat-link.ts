import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { createPublicLink } from "#app/domain/messaging/create-public-link.ts";
import type { Ctx } from "#db/context.ts";

/**
 * A new chat link of a conversation, for a member to hand to its customer. Its URL is known once, here. Throws 404 for a
 * conversation that is not here or has no contact.
 */
export async function makeChatLink(ctx: Ctx, conversationId: string): Promise<{ url: string }> {
	authorize(ctx, "conversations.take-over");
	const row = isId(conversationId)
		? await ctx.db.selectFrom("conversations").select("contact_id").where("id", "=", conversationId).executeTakeFirst()
		: undefined;
	if (!row?.contact_id) throw notFound("conversation");
	const { url } = await createPublicLink(ctx, {
		kind: "chat",
		subjectId: conversationId,
		contactId: row.contact_id,
	});
	await ctx.record({ name: "conversation.link-made", subject: { type: "conversation", id: conversationId } });
	return { url };
}
