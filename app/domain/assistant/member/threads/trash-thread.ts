import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { lockThread } from "./lock-thread.ts";

/** Puts one's own conversation into the trash, from where `restoreThread` brings it back. 404 when it is not there. */
export async function trashThread(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "assistant.use");
	const { title } = await lockThread(ctx, id);
	await ctx.db.updateTable("assistant_threads").set({ deleted_at: ctx.now }).where("id", "=", id).execute();
	await ctx.record({ name: "assistant.trashed", subject: { type: "assistant-thread", id }, data: { title } });
}

/** Brings one's own conversation back from the trash. 404 when it is not in there. */
export async function restoreThread(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "assistant.use");
	const { title } = await lockThread(ctx, id, { isTrashed: true });
	await ctx.db.updateTable("assistant_threads").set({ deleted_at: null }).where("id", "=", id).execute();
	await ctx.record({ name: "assistant.restored", subject: { type: "assistant-thread", id }, data: { title } });
}
