import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

export type RaiseTask = {
	title: string;
	detail?: string;
	kind: string;
	priority?: "low" | "normal" | "high" | "urgent";
	subject?: { type: string; id: string };
	/** The member whose matter it is; without one it is anybody's. */
	memberId?: string | null;
	/** The same matter raised again while its task is open is that task. */
	dedupeKey: string;
};

/** Puts a matter that needs a person into the list of tasks, once. */
export async function raiseTask(ctx: Ctx, input: RaiseTask): Promise<void> {
	authorize(ctx, "tasks.edit");
	const row = await ctx.db
		.insertInto("tasks")
		.values({
			org_id: ctx.org,
			id: newId(),
			title: input.title.slice(0, 300),
			detail: input.detail ?? "",
			kind: input.kind,
			priority: input.priority ?? "high",
			member_id: input.memberId ?? null,
			subject_type: input.subject?.type ?? null,
			subject_id: input.subject?.id ?? null,
			dedupe_key: input.dedupeKey,
			created_at: ctx.now,
		})
		.onConflict((conflict) => conflict.doNothing())
		.returning("id")
		.executeTakeFirst();
	if (!row) return;
	await ctx.record({
		name: "task.created",
		subject: { type: "task", id: row.id },
		...(input.subject ? { parent: input.subject } : {}),
		data: { title: input.title, kind: input.kind },
	});
}

/** Closes the open task of a matter that has settled itself; `because` tells the event's reader how: "answered". */
export async function settleTask(ctx: Ctx, dedupeKey: string, because?: string): Promise<void> {
	authorize(ctx, "tasks.edit");
	const row = await ctx.db
		.updateTable("tasks")
		.set((eb) => ({ state: "done", completed_at: ctx.now, version: eb("version", "+", 1) }))
		.where("dedupe_key", "=", dedupeKey)
		.where("state", "=", "open")
		.returning(["id", "title", "subject_type", "subject_id"])
		.executeTakeFirst();
	if (row)
		await ctx.record({
			name: "task.completed",
			subject: { type: "task", id: row.id },
			...(row.subject_type && row.subject_id ? { parent: { type: row.subject_type, id: row.subject_id } } : {}),
			changes: { state: ["open", "done"] },
			data: { title: row.title, ...(because ? { because } : {}) },
		});
}
