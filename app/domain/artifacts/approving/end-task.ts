import { lockTask } from "#app/domain/crm/tasks/lock-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { can } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Ends the task of whom it was asked, if it is open still and the one who acts may change tasks; a narrow key may not. */
export async function endTask(ctx: Ctx, taskId: string | null, action: "complete" | "skip"): Promise<void> {
	if (!taskId || !can(ctx.actor, "tasks.edit")) return;
	if ((await lockTask(ctx, taskId)).state === "open") await updateTask(ctx, { id: taskId, action });
}

/** Takes back what was asked of versions that are no longer the newest: nobody can decide them any more. */
export async function withdrawAsked(ctx: Ctx, artifactId: string): Promise<void> {
	const rows = await ctx.db
		.deleteFrom("artifact_approvals")
		.where("artifact_id", "=", artifactId)
		.where("state", "=", "waiting")
		.returning("task_id")
		.execute();
	for (const { task_id } of rows) await endTask(ctx, task_id, "skip");
}
