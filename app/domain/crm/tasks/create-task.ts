import { notFound } from "#app/base/errors.ts";
import { isId, newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { getLiveName } from "../records/find-live-record.ts";
import { isRecordType } from "../records/schema.ts";
import { assigneeOf } from "./assignee-of.ts";
import { NewTask } from "./schema.ts";

/**
 * Makes a task by a member's hand or a key's (CRM-1), about a record or a lead, or standing for itself. 422 by field,
 * also for an assignee who is nobody here; 404 for a subject that is not there.
 */
export async function createTask(ctx: Ctx, input: NewTask): Promise<{ id: string }> {
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

async function assertSubject(ctx: Ctx, { type, id }: { type: string; id: string }): Promise<void> {
	if (isRecordType(type)) {
		await getLiveName(ctx, type, id);
		return;
	}
	const lead = isId(id)
		? await ctx.db.selectFrom("leads").select("id").where("id", "=", id).executeTakeFirst()
		: undefined;
	if (type !== "lead" || !lead) throw notFound(type === "lead" ? "lead" : "record");
}
