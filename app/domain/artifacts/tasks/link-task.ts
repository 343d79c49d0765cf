import { conflict, invalid } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { eventOf, lockLiveArtifact } from "#app/domain/artifacts/saving/lock-artifact.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { findTask, getItem, keepLink, type MadeTask } from "./make-task.ts";

/**
 * Says which task a line of an artifact is. The same again changes nothing. 404 for no such artifact, 409 for a line that
 * is another task, 422 as the field `taskId` or `item`.
 */
export async function linkTask(
	ctx: Ctx,
	id: string,
	{ item: itemKey, taskId }: { item: string; taskId: string },
): Promise<MadeTask> {
	authorize(ctx, "success.work");
	const artifact = await lockLiveArtifact(ctx, id);
	const known = await findTask(ctx, id, itemKey);
	if (known === taskId) return { taskId, isNew: false };
	if (known) throw conflict("This line is another task already.", { taskId: known });
	const item = await getItem(ctx, artifact, itemKey);
	const task = isId(taskId)
		? await ctx.db
				.selectFrom("tasks")
				.select("title")
				.where("id", "=", taskId)
				.where("state", "<>", "trashed")
				.executeTakeFirst()
		: undefined;
	if (!task) throw invalid("Some fields cannot be accepted.", { taskId: ["Choose a task."] });
	await keepLink(ctx, id, itemKey, taskId);
	await ctx.record({
		name: "artifact.task-linked",
		...eventOf(artifact, { task: task.title, taskId, item: item.key }),
	});
	return { taskId, isNew: true };
}
