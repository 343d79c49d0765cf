import { newId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

/** Tells an organisation of a job that has run too long: one urgent task and one event for each job, however often. */
export async function reportStuckJob(ctx: Ctx, job: { id: string; queue: string; since: Date }): Promise<void> {
	const task = await ctx.db
		.insertInto("tasks")
		.values({
			org_id: ctx.org,
			id: newId(),
			title: `Look at a job that hangs: ${job.queue}`,
			detail: `It has run since ${job.since.toISOString()}, longer than it may. See the jobs page in the settings.`,
			kind: "operations",
			priority: "urgent",
			dedupe_key: `stuck-job:${job.id}`,
		})
		.onConflict((conflict) =>
			conflict
				.columns(["org_id", "dedupe_key"])
				.where("dedupe_key", "is not", null)
				.where("state", "=", "open")
				.doNothing(),
		)
		.returning("id")
		.executeTakeFirst();
	if (!task) return;
	await ctx.record({
		name: "job.stuck",
		subject: { type: "job", id: job.id },
		parent: { type: "task", id: task.id },
		data: { queue: job.queue, since: job.since },
	});
}
