import { raiseTask } from "#app/domain/crm/raise-task.ts";
import type { Ctx } from "#db/context.ts";
import { personTaskKey } from "./person-task.ts";

/**
 * A task for the team: this customer wants a person. One, while it is open; none when a member was faster and has the
 * conversation by now.
 */
export async function raisePersonTask(ctx: Ctx, conversationId: string): Promise<void> {
	const row = await ctx.db
		.selectFrom("conversations as c")
		.innerJoin("contacts as p", (join) => join.onRef("p.org_id", "=", "c.org_id").onRef("p.id", "=", "c.contact_id"))
		.select(["p.first_name", "p.last_name", "p.phone", "p.email"])
		.where("c.id", "=", conversationId)
		.where("c.mode", "=", "assistant")
		.forUpdate("c")
		.executeTakeFirst();
	if (!row) return;
	const name = `${row.first_name} ${row.last_name}`.trim() || row.email || row.phone || "A customer";
	await raiseTask(ctx, {
		title: `${name} asks for a person in the chat`,
		detail: [row.phone, row.email].filter(Boolean).join(", "),
		kind: "chat",
		subject: { type: "conversation", id: conversationId },
		dedupeKey: personTaskKey(conversationId),
	});
}
