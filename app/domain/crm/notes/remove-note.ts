import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { lockNote } from "./lock-note.ts";

/** Takes a note off its record, or, with `back`, brings it back. 404 for no such note; what is so stays so. */
export async function removeNote(
	ctx: Ctx,
	{ id, back = false }: { id: string; back?: boolean },
): Promise<{ type: string; id: string; kind: "note" | "call" | "meeting" }> {
	authorize(ctx, "notes.edit");
	const note = await lockNote(ctx, id, "any");
	const subject = { type: note.subject_type, id: note.subject_id };
	if (back === (note.deleted_at === null)) return { ...subject, kind: note.kind };
	await ctx.db
		.updateTable("notes")
		.set({ deleted_at: back ? null : ctx.now, version: note.version + 1, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	await ctx.record({
		name: back ? "note.restored" : "note.removed",
		subject: { type: "note", id },
		parent: subject,
		data: { kind: note.kind },
	});
	return { ...subject, kind: note.kind };
}
