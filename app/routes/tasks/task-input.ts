import { z } from "zod";
import { AppError } from "#app/base/errors.ts";
import type { Named } from "#app/domain/crm/records/reads/find-named.ts";
import { type Found, findRecords } from "#app/domain/crm/records/reads/find-records.ts";
import { resolveNamed } from "#app/domain/crm/records/reads/resolve-names.ts";
import { NewTask, TASK_PRIORITIES } from "#app/domain/crm/tasks/schema.ts";
import { subjectIn } from "./task-subject.ts";

type Ctx = Parameters<typeof findRecords>[0];

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

/** The form of a task as it is posted; what is empty is absent. */
export const TaskForm = z.union([FindStep, Filled]);
export type TaskForm = z.output<typeof TaskForm>;

/** What a form that came back asks to choose among. */
export type TaskHits = { found?: Found[]; hits?: { assignedTo?: Named[] } };

/**
 * What the commands take of the form. Throws 422, with what was found as `found`, while one looks for what the task is
 * about; and with `hits` where not exactly one member or agent is called as was written.
 */
export async function readTaskForm(ctx: Ctx, form: TaskForm, me: string) {
	const { find, lookedFor } = form;
	if (form.step === "find" || (find && find !== lookedFor)) {
		const found = await findRecords(ctx, find ?? "");
		const message = found.length > 0 ? "Choose what it is about." : "Nothing is called so. Write another name.";
		throw new AppError(422, "invalid", message, { fields: { about: [message] }, data: { found } });
	}
	const { title, detail = "", priority, dueDate = null, assignedTo = "", version } = form;
	const meant = form.asked?.assignedTo === assignedTo ? form.chosen?.assignedTo || assignedTo : assignedTo;
	const resolved = meant === "me" ? { id: me } : await resolveNamed(ctx, "assignee", meant);
	if ("error" in resolved) {
		const { error, hits } = resolved;
		throw new AppError(422, "invalid", error, {
			fields: { assignedTo: [error] },
			data: { hits: { assignedTo: hits } },
		});
	}
	const fields = { title, detail, priority, dueDate, assignedTo: resolved.id, subject: subjectIn(form.about) ?? null };
	return { fields, version };
}
