import { settleTask } from "#app/domain/crm/raise-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import type { Ctx } from "#db/context.ts";

/** The kind of a task that tells of an answer by SMS or email; who asks for a person in the chat makes a `chat` one. */
export const REPLY_TASK = "reply";

/** One customer who waits is one task, whichever way they wrote. */
export function personTaskKey(conversationId: string): string {
	return `person:${conversationId}`;
}

/**
 * A member has taken the conversation over. Who asked in the chat sees that they came, so that task is done; who wrote
 * by SMS or email sees nothing of it: their task becomes the member's and stays open until they answer.
 */
export async function takePersonTask(ctx: Ctx, conversationId: string): Promise<void> {
	const key = personTaskKey(conversationId);
	const task = await ctx.db
		.selectFrom("tasks")
		.select(["id", "kind"])
		.where("dedupe_key", "=", key)
		.where("state", "=", "open")
		.executeTakeFirst();
	if (!task) return;
	if (task.kind !== REPLY_TASK) return settleTask(ctx, key, "taken-over");
	if (ctx.actor.kind === "member") await updateTask(ctx, { id: task.id, assignedTo: ctx.actor.id });
}
