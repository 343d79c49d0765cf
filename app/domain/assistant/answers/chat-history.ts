import type { ModelMessage } from "#app/providers/ai/port.ts";
import type { Ctx } from "#db/context.ts";

const LINES = 12;
const LETTERS = 1_000;

/**
 * The lines before a message as a model reads them: the last twelve of the chat, cut to size, beginning with the
 * customer, turns of one side joined.
 */
export async function chatHistory(ctx: Ctx, conversationId: string, before: string): Promise<ModelMessage[]> {
	const rows = await ctx.db
		.selectFrom("messages")
		.select(["direction", "body_text"])
		.where("conversation_id", "=", conversationId)
		.where("id", "<", before)
		.where("body_text", "<>", "")
		.where("writing_until", "is", null)
		.orderBy("id", "desc")
		.limit(LINES)
		.execute();
	return joinTurns(
		rows.reverse().map((row) => ({ role: row.direction === "in" ? "user" : "assistant", content: row.body_text })),
	);
}

/** Turns that alternate and begin with the customer, as every provider takes them. */
export function joinTurns(lines: readonly ModelMessage[]): ModelMessage[] {
	const turns: ModelMessage[] = [];
	for (const { role, content } of lines) {
		const text = content.slice(0, LETTERS);
		const last = turns.at(-1);
		if (last?.role === role) last.content = `${last.content}\n${text}`;
		else if (last || role === "user") turns.push({ role, content: text });
	}
	// The question itself comes as a user's turn after these.
	if (turns.at(-1)?.role === "user") turns.push({ role: "assistant", content: "…" });
	return turns;
}
