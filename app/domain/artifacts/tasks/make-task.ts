import { invalid } from "#app/base/errors.ts";
import { itemsOf } from "#app/domain/artifacts/kinds/registry.ts";
import { eventOf, type LockedArtifact, lockLiveArtifact } from "#app/domain/artifacts/saving/lock-artifact.ts";
import { contentOf } from "#app/domain/artifacts/saving/save-artifact.ts";
import type { ArtifactItem } from "#app/domain/artifacts/schema.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type MadeTask = { taskId: string; isNew: boolean };

/**
 * Makes a line of an artifact's newest version a task about its account. A line that is one already answers that task, so
 * twice at once make one; a task that was put into the trash makes room for another. 404; 422 as the field `item`.
 */
export async function makeTask(ctx: Ctx, id: string, itemKey: string): Promise<MadeTask> {
	authorize(ctx, "success.work");
	const artifact = await lockLiveArtifact(ctx, id);
	const known = await findTask(ctx, id, itemKey);
	if (known) return { taskId: known, isNew: false };
	const item = await getItem(ctx, artifact, itemKey);
	const { id: taskId } = await createTask(ctx, {
		...{ title: item.title.slice(0, 300), detail: (item.detail ?? "").slice(0, 5_000) },
		...{ dueDate: item.dueOn ?? null, assignedTo: item.ownerId ?? makerOf(ctx, artifact) },
		...(artifact.accountId ? { subject: { type: "account" as const, id: artifact.accountId } } : {}),
	});
	await keepLink(ctx, id, itemKey, taskId);
	await ctx.record({ name: "artifact.task-made", ...eventOf(artifact, { task: item.title, taskId }) });
	return { taskId, isNew: true };
}

/** Who makes a recommendation a task means to do it; other lines say themselves whose they are. */
const makerOf = ({ actor }: Ctx, { kind }: LockedArtifact) =>
	kind === "recommendations" && actor.kind === "member" ? actor.id : null;

/** The task that a line is, unless it lies in the trash. */
export async function findTask(ctx: Ctx, id: string, itemKey: string): Promise<string | undefined> {
	const row = await ctx.db
		.selectFrom("artifact_tasks as l")
		.innerJoin("tasks as t", (join) => join.onRef("t.org_id", "=", "l.org_id").onRef("t.id", "=", "l.task_id"))
		.select("t.id")
		.where("l.artifact_id", "=", id)
		.where("l.item", "=", itemKey)
		.where("t.state", "<>", "trashed")
		.executeTakeFirst();
	return row?.id;
}

/** The line by its key. Throws 422 for one that the newest version has not. */
export async function getItem(ctx: Ctx, { id, kind, version }: LockedArtifact, itemKey: string): Promise<ArtifactItem> {
	const content = (await contentOf(ctx, id, version)) ?? {};
	const item = itemsOf(kind, content).find(({ key }) => key === itemKey);
	if (!item) throw invalid("Some fields cannot be accepted.", { item: ["This artifact has no such line now."] });
	return item;
}

export async function keepLink(ctx: Ctx, id: string, item: string, taskId: string): Promise<void> {
	const link = { task_id: taskId, linked_by: ctx.actor.name, linked_at: ctx.now };
	await ctx.db
		.insertInto("artifact_tasks")
		.values({ org_id: ctx.org, artifact_id: id, item, ...link })
		.onConflict((clash) => clash.columns(["org_id", "artifact_id", "item"]).doUpdateSet(link))
		.execute();
}
