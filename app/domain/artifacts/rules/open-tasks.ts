import { z } from "zod";
import { day } from "#app/domain/crm/records/field-schemas.ts";
import { LineKey } from "./keys.ts";

export const TaskLine = z.object({
	key: LineKey,
	title: z.string("Say what is to be done.").trim().min(1, "Say what is to be done.").max(300),
	comment: z.string().trim().max(2_000, "Write 2,000 characters at most.").default(""),
	/** Of a line that is no task yet; a task's own are read where it stands. */
	ownerId: z.uuid("Choose a member.").nullable().default(null),
	dueOn: day.default(null),
	/** The task that the line shows. Null: a line of this artifact alone. */
	taskId: z.uuid("Choose a task.").nullable().default(null),
});

/** An account's open tasks as somebody arranged them: their order, with a comment for each. */
export const OpenTasks = z.object({
	intro: z.string().trim().max(5_000, "Write 5,000 characters at most.").default(""),
	lines: z
		.array(TaskLine)
		.max(100, "A hundred lines at most.")
		.refine((lines) => new Set(lines.map(({ key }) => key)).size === lines.length, "Two lines have the same key.")
		.default([]),
});
export type OpenTasks = z.output<typeof OpenTasks>;
