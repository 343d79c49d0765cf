import { z } from "zod";

/** What becomes of a task. Those in the trash have a state of their own, so that no list of the others meets them. */
export const TASK_STATES = ["open", "done", "skipped", "trashed"] as const;
export type TaskState = (typeof TASK_STATES)[number];

export const TASK_PRIORITIES = ["urgent", "high", "normal", "low"] as const;
export type TaskPriority = (typeof TASK_PRIORITIES)[number];

export const TASK_STATE_LABELS: Readonly<Record<TaskState, string>> = {
	open: "Open",
	done: "Done",
	skipped: "Skipped",
	trashed: "In the trash",
};

export const TASK_PRIORITY_LABELS: Readonly<Record<TaskPriority, string>> = {
	urgent: "Urgent",
	high: "High",
	normal: "Normal",
	low: "Low",
};

export const TASK_DUES = ["overdue", "today", "week"] as const;

export const TASK_DUE_LABELS: Readonly<Record<(typeof TASK_DUES)[number], string>> = {
	overdue: "Overdue",
	today: "Due today",
	week: "Due within a week",
};

/** What a task can be about. */
export const TASK_SUBJECTS = ["contact", "account", "deal", "project", "lead"] as const;
export const TaskSubject = z.object({ type: z.enum(TASK_SUBJECTS), id: z.uuid() });
export type TaskSubject = z.output<typeof TaskSubject>;

const Title = z.string({ error: "Say what is to be done." }).trim().min(1, "Say what is to be done.").max(300);
const Detail = z.string().trim().max(5_000, "Write 5,000 characters at most.");

/**
 * What is changed of a task (SPEC, "Bodies"): an action, or fields. Absent: as it is. `completed: false` opens it
 * again. `assignedTo` is a member or an agent, null nobody; `dueDate` is a calendar day.
 */
export const TaskChange = z.object({
	version: z.coerce.number().int().positive().optional(),
	action: z.enum(["complete", "skip"]).optional(),
	completed: z.boolean().optional(),
	title: Title.optional(),
	detail: Detail.optional(),
	/** Null: it stands for itself. */
	subject: TaskSubject.nullable().optional(),
	priority: z.enum(TASK_PRIORITIES).optional(),
	dueDate: z.iso.date("Choose a day.").nullable().optional(),
	assignedTo: z.uuid("Choose a member or an agent.").nullable().optional(),
});
export type TaskChange = z.output<typeof TaskChange>;

/** A task that a member makes by hand. */
export const NewTask = z.object({
	title: Title,
	detail: Detail.optional(),
	priority: z.enum(TASK_PRIORITIES).optional(),
	dueDate: z.iso.date("Choose a day.").nullable().optional(),
	assignedTo: z.uuid("Choose a member or an agent.").nullable().optional(),
	subject: TaskSubject.optional(),
});
export type NewTask = z.output<typeof NewTask>;

/** What the list is narrowed by, as its address holds it; what cannot be read is left aside, so that an old link opens. */
export const TaskFilter = z.object({
	/** Part of a title, whatever its capitals. */
	q: z.string().trim().min(1).max(100).optional().catch(undefined),
	/** Open unless said otherwise. */
	state: z.enum(TASK_STATES).optional().catch(undefined),
	/** A member; `agent:` and an agent; `me`; `none`: nobody's; `queue`: mine and nobody's. */
	who: z
		.union([
			z.uuid(),
			z.enum(["me", "none", "queue"]),
			z.string().regex(/^agent:[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/),
		])
		.optional()
		.catch(undefined),
	priority: z.enum(TASK_PRIORITIES).optional().catch(undefined),
	due: z.enum(TASK_DUES).optional().catch(undefined),
});
export type TaskFilter = z.output<typeof TaskFilter>;
