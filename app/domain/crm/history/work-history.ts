import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { Values } from "../records/rules.ts";
import { type Past, readPast } from "./record-history.ts";

/** What is no record and has a past all the same. */
export const WORK_TYPES = ["task", "note"] as const;
export type WorkType = (typeof WORK_TYPES)[number];

export type WorkHistory = Past & {
	id: string;
	type: WorkType;
	/** A task's title, a note's first words; empty once erased. */
	name: string;
	createdAt: string;
	/** What it is about now. */
	subject: { type: string; id: string } | null;
	/**
	 * What it is now. Of a task: title, detail, state, priority, dueDate (a day), assignedTo (a member or an agent),
	 * subject ("contact:<id>"); of a note: kind, body, happenedAt (an instant), minutes.
	 */
	values: Values;
};

/**
 * A task or a note as it was at an instant, and the list of its changes (CRM-6): two queries. One that lies in the trash
 * too. 404 for none here.
 */
export async function readWorkHistory(
	ctx: Ctx,
	{ type, id, at }: { type: WorkType; id: string; at: Date },
): Promise<WorkHistory> {
	authorize(ctx, type === "task" ? "tasks.view" : "contacts.view");
	const now = isId(id) ? await (type === "task" ? taskNow(ctx, id) : noteNow(ctx, id)) : undefined;
	if (!now) throw notFound(type);
	const { values, createdAt, inTrash, ...shown } = now;
	return {
		id,
		type,
		...shown,
		values,
		createdAt,
		...(await readPast(ctx, { type, id, at, values, createdAt, inTrash })),
	};
}

async function taskNow(ctx: Ctx, id: string) {
	const task = await ctx.db
		.selectFrom("tasks")
		.select(["title", "detail", "state", "priority", "due_on", "member_id", "agent_id", "subject_type", "subject_id"])
		.select("created_at")
		.where("id", "=", id)
		.executeTakeFirst();
	if (!task) return undefined;
	const { title, detail, state, priority, subject_type: type, subject_id: about } = task;
	const subject = type && about ? { type, id: about } : null;
	const values: Values = {
		...{ title, detail, state, priority, dueDate: task.due_on, assignedTo: task.member_id ?? task.agent_id },
		subject: subject && `${subject.type}:${subject.id}`,
	};
	return { name: title, createdAt: task.created_at.toISOString(), subject, values, inTrash: state === "trashed" };
}

async function noteNow(ctx: Ctx, id: string) {
	const note = await ctx.db
		.selectFrom("notes")
		.select(["kind", "body", "happened_at", "minutes", "subject_type", "subject_id", "created_at", "deleted_at"])
		.where("id", "=", id)
		.executeTakeFirst();
	if (!note) return undefined;
	const { kind, body, minutes } = note;
	return {
		name: body.slice(0, 60),
		createdAt: note.created_at.toISOString(),
		subject: { type: note.subject_type, id: note.subject_id },
		values: { kind, body, happenedAt: note.happened_at.toISOString(), minutes } as Values,
		inTrash: note.deleted_at !== null,
	};
}
