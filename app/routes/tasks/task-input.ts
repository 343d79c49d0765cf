import { AppError } from "#app/base/errors.ts";
import type { Named } from "#app/domain/crm/records/reads/find-named.ts";
import { type Found, findRecords } from "#app/domain/crm/records/reads/find-records.ts";
import { resolveNamed } from "#app/domain/crm/records/reads/resolve-names.ts";
import type { TaskForm } from "./task-form.ts";
import { subjectIn } from "./task-subject.ts";

type Ctx = Parameters<typeof findRecords>[0];

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
