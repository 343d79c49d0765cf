import { conflict, invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { assertSubject } from "./assert-subject.ts";
import { assigneeOf } from "./assignee-of.ts";
import { assertDecided } from "./awaited-decision.ts";
import { assertAlone, eventOf, type LockedTask, lockTask } from "./lock-task.ts";
import type { TaskChange, TaskState } from "./schema.ts";

/**
 * Changes a task: completes, skips or opens it again, gives it to somebody, sets its title, details, day,
 * priority or what it is about. 409 for closing one that a decision closes. With
 * `version`, 409 when it was changed since, with what it is now under `data.current`; 409 too for opening a task whose
 * matter is open as another one. 409 for what lies in the trash. 422 for an assignee who is nobody here or may not work on tasks; 404 for no such task or subject. What is so already
 * changes nothing.
 */
export async function updateTask(ctx: Ctx, { id, ...change }: TaskChange & { id: string }): Promise<void> {
	authorize(ctx, "tasks.edit");
	const task = await lockTask(ctx, id);
	if (task.state === "trashed") throw conflict("This task is in the trash. Restore it to change it.");
	if (change.version !== undefined && change.version !== task.version) {
		throw conflict("Somebody changed this task while you were editing.", { current: currentOf(task) });
	}
	const set = await columnsOf(ctx, task, change);
	const changes = differences(task, set);
	if (Object.keys(changes).length === 0) return;
	if (set.state === "open") await assertAlone(ctx, task);
	else if (set.state) await assertDecided(ctx, id);
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
		...eventOf({ ...task, ...set }),
		changes,
		data: { title: set.title ?? task.title },
	});
}

const CLOSINGS = ["done", "skipped", "open"] as const;

async function columnsOf(ctx: Ctx, task: LockedTask, change: TaskChange) {
	const state = stateOf(task.state, change);
	const { title, detail, subject, priority, dueDate, assignedTo } = change;
	const isOther = subject && (subject.type !== task.subject_type || subject.id !== task.subject_id);
	// What it is about already may lie in the trash by now, and is kept.
	if (isOther) await assertSubject(ctx, subject);
	return {
		...(state === task.state ? {} : { state, completed_at: state === "open" ? null : ctx.now }),
		...(title === undefined ? {} : { title }),
		...(detail === undefined ? {} : { detail }),
		...(subject === undefined ? {} : { subject_type: subject?.type ?? null, subject_id: subject?.id ?? null }),
		...(priority === undefined ? {} : { priority }),
		...(dueDate === undefined ? {} : { due_on: dueDate }),
		...(assignedTo === undefined ? {} : await assigneeOf(ctx, assignedTo, task)),
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

function differences(task: LockedTask, set: Awaited<ReturnType<typeof columnsOf>>): Record<string, [unknown, unknown]> {
	const next = { ...task, ...set };
	const pairs: Record<string, [unknown, unknown]> = {
		state: [task.state, next.state],
		title: [task.title, next.title],
		detail: [task.detail, next.detail],
		subject: [subjectOf(task), subjectOf(next)],
		priority: [task.priority, next.priority],
		dueDate: [task.due_on, next.due_on],
		assignedTo: [task.member_id ?? task.agent_id, next.member_id ?? next.agent_id],
	};
	return Object.fromEntries(Object.entries(pairs).filter(([, [before, after]]) => before !== after));
}

function currentOf(task: LockedTask) {
	return {
		version: task.version,
		state: task.state,
		title: task.title,
		detail: task.detail,
		subject: subjectOf(task),
		priority: task.priority,
		dueDate: task.due_on,
		assignedTo: task.member_id ?? task.agent_id,
	};
}

/** As events and forms name it: `contact:<id>`, null for none. */
function subjectOf({ subject_type: type, subject_id: id }: Pick<LockedTask, "subject_type" | "subject_id">) {
	return type && id ? `${type}:${id}` : null;
}
