import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

export type LockedTask = Awaited<ReturnType<typeof lockTask>>;

/** A task, held until the commit; in the trash too. 404 where there is none here. */
export async function lockTask(ctx: Ctx, id: string) {
	const task = isId(id)
		? await ctx.db
				.selectFrom("tasks")
				.select(["id", "version", "state", "state_before", "title", "detail", "priority", "due_on"])
				.select(["member_id", "agent_id", "subject_type", "subject_id", "dedupe_key"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!task) throw notFound("task");
	return task;
}

/** A matter is open once: what was raised again since is the task to work on. Throws 409. */
export async function assertAlone(ctx: Ctx, { dedupe_key }: LockedTask): Promise<void> {
	if (!dedupe_key) return;
	const other = await ctx.db
		.selectFrom("tasks")
		.select("id")
		.where("dedupe_key", "=", dedupe_key)
		.where("state", "=", "open")
		.executeTakeFirst();
	if (other) throw conflict("The same matter came up again and is open as another task.", { other: other.id });
}

/** What an event of a task is of: the task, and what it is about. */
export function eventOf({ id, subject_type: type, subject_id }: LockedTask) {
	return {
		subject: { type: "task", id },
		...(type && subject_id ? { parent: { type, id: subject_id } } : {}),
	};
}
