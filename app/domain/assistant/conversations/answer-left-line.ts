import { understand } from "#app/domain/assistant/rules/understand.ts";
import { beginAnswer } from "#app/domain/assistant/turns/begin-answer.ts";
import type { Ctx } from "#db/context.ts";

/** As many lines back are looked at; who wrote more than that unanswered asks again. */
const LINES = 20;
/** What asks for nothing. */
const SMALL_TALK = ["greeting", "thanks", "nod"];

/**
 * Begins the answer to what the customer asked last and nobody answered: a member had the conversation and gave it
 * back without a word. One answer for all such lines, to the newest that says more than a greeting or thanks; a job writes it. None
 * when the member wrote after them.
 */
export async function answerLeftLine(ctx: Ctx, conversationId: string): Promise<void> {
	const rows = await ctx.db
		.selectFrom("messages")
		.select(["id", "direction", "body_text", "lead_id"])
		.where("conversation_id", "=", conversationId)
		.where("channel", "=", "chat")
		.where("author_kind", "<>", "system")
		.orderBy("id", "desc")
		.limit(LINES)
		.execute();
	const answered = rows.findIndex((row) => row.direction === "out");
	const left = answered === -1 ? rows : rows.slice(0, answered);
	const line = left.find((row) => asksFor(row.body_text, ctx.now.getTime()));
	if (!line) return;
	await beginAnswer(ctx, {
		conversationId,
		messageId: line.id,
		...(line.lead_id ? { leadId: line.lead_id } : {}),
		isByJob: true,
	});
}

function asksFor(text: string, now: number): boolean {
	return !SMALL_TALK.includes(understand(text, { services: [], now, zone: "UTC" }).intent);
}
