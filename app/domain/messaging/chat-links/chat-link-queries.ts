import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** States in which a message has reached nobody: the link in it is nobody's yet. */
export const WAITING_STATES = ["draft", "held", "scheduled", "queued"] as const;

/**
 * Whose conversation it is, and how many of its chat links open now: those that have reached somebody, and those in
 * messages that wait. 404 for a conversation that is not here.
 */
export async function getChatLinks(
	ctx: Ctx,
	conversationId: string,
): Promise<{ name: string; open: number; waiting: number }> {
	authorize(ctx, "conversations.take-over");
	const row = isId(conversationId)
		? await ctx.db
				.selectFrom("conversations as c")
				.innerJoin("contacts as p", (join) =>
					join.onRef("p.org_id", "=", "c.org_id").onRef("p.id", "=", "c.contact_id"),
				)
				.select(["p.first_name", "p.last_name", "p.email", "p.phone"])
				.where("c.id", "=", conversationId)
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("conversation");
	const links = await ctx.db
		.selectFrom("public_links as l")
		.leftJoin("messages as m", (join) => join.onRef("m.org_id", "=", "l.org_id").onRef("m.id", "=", "l.message_id"))
		.select("m.state")
		.where("l.kind", "=", "chat")
		.where("l.subject_id", "=", conversationId)
		.where("l.revoked_at", "is", null)
		.where("l.expires_at", ">", ctx.now)
		.limit(1_000)
		.execute();
	const waiting = links.filter(({ state }) => state && (WAITING_STATES as readonly string[]).includes(state)).length;
	const name = `${row.first_name} ${row.last_name}`.trim() || row.email || row.phone || "No name";
	return { name, open: links.length - waiting, waiting };
}
