import { z } from "zod";
import { raiseTask } from "#app/domain/crm/raise-task.ts";
import { isAnswerable, type Keyword } from "#app/domain/messaging/rules/keywords.ts";
import type { Ctx } from "#db/context.ts";
import { personTaskKey, REPLY_TASK } from "./person-task.ts";

/** What `message.received` says of a message beside its row. */
const Received = z.object({ automatic: z.boolean().nullish(), keyword: z.enum(["stop", "start", "help"]).nullish() });

/**
 * A customer answered by SMS or email, where no assistant answers: the team gets a task on the conversation, one while
 * it is open, given to the member who has the conversation. A machine's note and the carriers' keywords ask for
 * nothing. The chat answers for itself. Nothing is raised for what a member has answered or closed meanwhile, so that
 * running late or twice does no harm.
 */
export async function noteReply(ctx: Ctx, eventId: string): Promise<void> {
	const message = await findMessage(ctx, eventId);
	if (!message?.conversation_id || message.channel === "chat") return;
	const { automatic, keyword } = Received.catch({}).parse(message.data);
	if (automatic || !isAnswerable(message.body_text, (keyword ?? null) as Keyword | null)) return;
	// Locked, so that an answer at this moment comes before or after, never between.
	const conversation = await ctx.db
		.selectFrom("conversations")
		.select(["member_id", "mode"])
		.where("id", "=", message.conversation_id)
		.forUpdate()
		.executeTakeFirst();
	if (!conversation || (await isSeenTo(ctx, message.conversation_id, message.id, message.created_at))) return;
	await raiseTask(ctx, {
		title: `${message.author_name} answered by ${message.channel === "sms" ? "SMS" : "email"}`,
		detail: message.body_text.slice(0, 500),
		kind: REPLY_TASK,
		memberId: conversation.mode === "member" ? conversation.member_id : null,
		subject: { type: "conversation", id: message.conversation_id },
		dedupeKey: personTaskKey(message.conversation_id),
	});
}

function findMessage(ctx: Ctx, eventId: string) {
	return ctx.db
		.selectFrom("events as e")
		.innerJoin("messages as m", (join) => join.onRef("m.org_id", "=", "e.org_id").onRef("m.id", "=", "e.subject_id"))
		.select(["m.id", "m.conversation_id", "m.channel", "m.body_text", "m.author_name", "m.created_at", "e.data"])
		.where("e.id", "=", eventId)
		.where("e.name", "=", "message.received")
		.executeTakeFirst();
}

/** A member has written since, or has closed the task that told of it. */
async function isSeenTo(ctx: Ctx, conversationId: string, messageId: string, at: Date): Promise<boolean> {
	const answered = await ctx.db
		.selectFrom("messages")
		.select("id")
		.where("conversation_id", "=", conversationId)
		.where("id", ">", messageId)
		.where("author_kind", "=", "member")
		.executeTakeFirst();
	if (answered) return true;
	const closed = await ctx.db
		.selectFrom("tasks")
		.select("id")
		.where("subject_type", "=", "conversation")
		.where("subject_id", "=", conversationId)
		.where("dedupe_key", "=", personTaskKey(conversationId))
		.where("state", "<>", "open")
		.where("completed_at", ">=", at)
		.executeTakeFirst();
	return closed !== undefined;
}
