import type { Ctx } from "#db/context.ts";
import { getAnswer } from "./answer-queries.ts";

/** Says whether one's answer helped, with a note. Throws 404. */
export async function judgeAnswer(
	ctx: Ctx,
	id: string,
	input: { thumb: "up" | "down"; note?: string | undefined },
): Promise<void> {
	await getAnswer(ctx, id);
	await ctx.db
		.updateTable("knowledge_questions")
		.set({ thumb: input.thumb, settled_at: null, ...(input.note === undefined ? {} : { note: input.note }) })
		.where("id", "=", id)
		.execute();
	await ctx.record({
		name: "knowledge.judged",
		subject: { type: "knowledge-answer", id },
		data: { verdict: input.thumb === "up" ? "helped" : "did not help" },
	});
}
