import { z } from "zod";
import { NewTask, TASK_PRIORITIES } from "#app/domain/crm/tasks/schema.ts";

const name = z.string().max(200);

const SubjectFields = z.object({
	/** `contact:<id>`; absent: it stands for itself. */
	about: z.string().max(60).optional(),
	/** A name that is looked for, and the one whose hits are shown. */
	find: z.string().max(100).optional(),
	lookedFor: z.string().max(100).optional(),
});

// Looking for what a task is about is a step of its form: nothing else has to be right yet.
const FindStep = SubjectFields.extend({ step: z.literal("find") });

const Filled = SubjectFields.extend({
	step: z.literal("").optional(),
	version: z.coerce.number().int().positive().optional(),
	title: NewTask.shape.title,
	detail: NewTask.shape.detail,
	priority: z.enum(TASK_PRIORITIES).default("normal"),
	dueDate: z.iso.date("Choose a day.").optional(),
	// An id, `me`, or a name where there are more than a list can hold.
	assignedTo: name.optional(),
	chosen: z.record(z.string(), name).optional(),
	asked: z.record(z.string(), name).optional(),
});

/** The form of a task as it is posted; what is empty is absent. The page checks it in the browser too. */
export const TaskForm = z.union([FindStep, Filled]);
export type TaskForm = z.output<typeof TaskForm>;
