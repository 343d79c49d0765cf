import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { eventOf, lockTask } from "./lock-task.ts";

/**
 * Moves a task to the trash, whatever its state, which it has again when it is restored. With `version`, 409 when it
 * was changed since. 404 for no such task; one that lies there already stays.
 */
export async function trashTask(
	ctx: Ctx,
	{ id, version }: { id: string; version?: number | undefined },
): Promise<{ title: string }> {
	authorize(ctx, "tasks.edit");
	const task = await lockTask(ctx, id);
	if (task.state === "trashed") return task;
	if (version !== undefined && version !== task.version) {
		throw conflict("Somebody changed this task meanwhile. Look at it again before you delete it.");
	}
	await ctx.db
		.updateTable("tasks")
		.set({ state: "trashed", state_before: task.state, deleted_at: ctx.now, version: task.version + 1 })
		.where("id", "=", id)
		.execute();
	await ctx.record({
		name: "task.trashed",
		...eventOf(task),
		changes: { state: [task.state, "trashed"] },
		data: { title: task.title },
	});
	return task;
}
