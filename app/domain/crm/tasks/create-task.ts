import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { assertSubject } from "./assert-subject.ts";
import { assigneeOf } from "./assignee-of.ts";
import { NewTask } from "./schema.ts";

/**
 * Makes a task by a member's hand, a key's or a workflow's (CRM-1), about a record or a lead, or standing for itself. 422 by field,
 * also for an assignee who is nobody here or may not work on tasks; 404 for a subject that is not there. `runId`: the workflow's run that makes it.
 */
export async function createTask(
	ctx: Ctx,
	input: NewTask,
	{ runId = null }: { runId?: string | null } = {},
): Promise<{ id: string }> {
	authorize(ctx, "tasks.edit");
	const { title, detail, priority, dueDate, assignedTo } = checkFields(NewTask.omit({ subject: true }), input);
	const { subject } = input;
	if (subject) await assertSubject(ctx, subject);
	const id = newId();
	await ctx.db
		.insertInto("tasks")
		.values({
			org_id: ctx.org,
			id,
			title,
			detail: detail ?? "",
			kind: "by-hand",
			priority: priority ?? "normal",
			due_on: dueDate ?? null,
			...(await assigneeOf(ctx, assignedTo ?? null)),
			subject_type: subject?.type ?? null,
			subject_id: subject?.id ?? null,
			created_by: ctx.actor.kind === "member" ? ctx.actor.id : null,
			run_id: runId,
			created_at: ctx.now,
		})
		.execute();
	await ctx.record({
		name: "task.created",
		subject: { type: "task", id },
		...(subject ? { parent: subject } : {}),
		data: { title, kind: "by-hand" },
	});
	return { id };
}
