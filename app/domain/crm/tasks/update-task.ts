import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { assigneeOf } from "./assignee-of.ts";
import type { TaskChange, TaskState } from "./schema.ts";

/**
 * Changes a task: completes, skips or opens it again, gives it to somebody, sets its title, day or priority. With
 * `version`, 409 when it was changed since, with what it is now under `data.current`; 409 too for opening a task whose
 * matter is open as another one. 422 for an assignee who is nobody here; 404 for no such task. What is so already
 * changes nothing.
 */
export async function updateTask(ctx: Ctx, { id, ...change }: TaskChange & { id: string }): Promise<void> {
	authorize(ctx, "tasks.edit");
	const task = await lockTask(ctx, id);
	if (change.version !== undefined && change.version !== task.version) {
		throw conflict("Somebody changed this task while you were editing.", { current: currentOf(task) });
	}
	const set = await columnsOf(ctx, task, change);
	const changes = differences(task, set);
	if (Object.keys(changes).length === 0) return;
	if (set.state === "open") await assertAlone(ctx, task);
	await ctx.db
		.updateTable("tasks")
		.set({ ...set, version: task.version + 1 })
		.where("id", "=", id)
		.execute();
	const [isDone, isSkipped, isOpened] = CLOSINGS.map((state) => set.state === state);
	const isHandover = changes.assignedTo && Object.keys(changes).length === 1;
	const name = isDone
		? "task.completed"
		: isSkipped
			? "task.skipped"
			: isOpened
				? "task.reopened"
				: isHandover
					? "task.assigned"
					: "task.changed";
	await ctx.record({
		name,
		subject: { type: "task", id },
		...(task.subject_type && task.subject_id ? { parent: { type: task.subject_type, id: task.subject_id } } : {}),
		changes,
		data: { title: set.title ?? task.title },
	});
}

const CLOSINGS = ["done", "skipped", "open"] as const;

async function lockTask(ctx: Ctx, id: string) {
	const task = isId(id)
		? await ctx.db
				.selectFrom("tasks")
				.select(["id", "version", "state", "title", "priority", "due_on", "member_id", "agent_id"])
				.select(["subject_type", "subject_id", "dedupe_key"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!task) throw notFound("task");
	return task;
}

type TaskRow = Awaited<ReturnType<typeof lockTask>>;

async function columnsOf(ctx: Ctx, task: TaskRow, change: TaskChange) {
	const state = stateOf(task.state, change);
	const { title, priority, dueDate, assignedTo } = change;
	return {
		...(state === task.state ? {} : { state, completed_at: state === "open" ? null : ctx.now }),
		...(title === undefined ? {} : { title }),
		...(priority === undefined ? {} : { priority }),
		...(dueDate === undefined ? {} : { due_on: dueDate }),
		...(assignedTo === undefined ? {} : await assigneeOf(ctx, assignedTo)),
	};
}

function stateOf(now: TaskState, { action, completed }: TaskChange): TaskState {
	if (action && completed === false) {
		throw invalid("A task cannot be closed and opened at once.", { completed: ["Leave this out."] });
	}
	if (action) return action === "complete" ? "done" : "skipped";
	if (completed === undefined) return now;
	return completed ? "done" : "open";
}

function differences(task: TaskRow, set: Awaited<ReturnType<typeof columnsOf>>): Record<string, [unknown, unknown]> {
	const next = { ...task, ...set };
	const pairs: Record<string, [unknown, unknown]> = {
		state: [task.state, next.state],
		title: [task.title, next.title],
		priority: [task.priority, next.priority],
		dueDate: [task.due_on, next.due_on],
		assignedTo: [task.member_id ?? task.agent_id, next.member_id ?? next.agent_id],
	};
	return Object.fromEntries(Object.entries(pairs).filter(([, [before, after]]) => before !== after));
}

/** A matter is open once: what was raised again since is the task to work on. */
async function assertAlone(ctx: Ctx, { dedupe_key }: TaskRow): Promise<void> {
	if (!dedupe_key) return;
	const other = await ctx.db
		.selectFrom("tasks")
		.select("id")
		.where("dedupe_key", "=", dedupe_key)
		.where("state", "=", "open")
		.executeTakeFirst();
	if (other) throw conflict("The same matter came up again and is open as another task.", { other: other.id });
}

function currentOf(task: TaskRow) {
	return {
		version: task.version,
		state: task.state,
		title: task.title,
		priority: task.priority,
		dueDate: task.due_on,
		assignedTo: task.member_id ?? task.agent_id,
	};
}
