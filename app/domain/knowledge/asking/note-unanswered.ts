import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";
import { samenessOf } from "../rules/sameness.ts";

/**
 * Keeps a customer's question that nothing answered for the review of the knowledge (KB-6), once however often and by
 * however many it is asked. Whoever calls it leaves out what tells of a person: who asked is not kept.
 */
export async function noteUnanswered(ctx: Ctx, question: string): Promise<void> {
	await ctx.db
		.insertInto("knowledge_questions")
		.values({
			...{ org_id: ctx.org, id: newId(), question, same_as: samenessOf(question), asked_in: "chat" },
			...{ outcome: "missing", source: "rules", asked_by: "Customers", created_at: ctx.now, asked_at: ctx.now },
		})
		.onConflict((same) =>
			same
				.columns(["org_id", "same_as"])
				// In the words of the index: what is bound apart names no index.
				.where(sql<boolean>`asked_in = 'chat' and settled_at is null`)
				.doUpdateSet((eb) => ({
					times: eb("knowledge_questions.times", "+", 1),
					asked_at: eb.ref("excluded.asked_at"),
				})),
		)
		.execute();
}
