import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { lockThread } from "./lock-thread.ts";

/** Gives one's own conversation another name. 404 for no such conversation of one's own. */
export async function renameThread(ctx: Ctx, { id, title }: { id: string; title: string }): Promise<void> {
	authorize(ctx, "assistant.use");
	const thread = await lockThread(ctx, id);
	if (thread.title === title) return;
	await ctx.db
		.updateTable("assistant_threads")
		.set({ title, version: thread.version + 1 })
		.where("id", "=", id)
		.execute();
	await ctx.record({
		name: "assistant.renamed",
		subject: { type: "assistant-thread", id },
		changes: { title: [thread.title, title] },
	});
}
