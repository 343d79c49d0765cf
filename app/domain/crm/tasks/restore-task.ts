import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { assertAlone, eventOf, lockTask } from "./lock-task.ts";

/**
 * Brings a task back from the trash, in the state it had. 404 for no such task, also after the trash was emptied; 409
 * for an open one whose matter is open as another task by now. One not in the trash stays.
 */
export async function restoreTask(ctx: Ctx, id: string): Promise<{ title: string }> {
	authorize(ctx, "tasks.edit");
	const task = await lockTask(ctx, id);
	if (task.state !== "trashed") return task;
	const state = task.state_before ?? "open";
	if (state === "open") await assertAlone(ctx, task);
	await ctx.db
		.updateTable("tasks")
		.set({ state, state_before: null, deleted_at: null, version: task.version + 1 })
		.where("id", "=", id)
		.execute();
	await ctx.record({
		name: "task.restored",
		...eventOf(task),
		changes: { state: ["trashed", state] },
		data: { title: task.title },
	});
	return task;
}
