import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** A note for its form. 404 for no such note or one that was removed. */
export async function getNote(ctx: Ctx, id: string) {
	authorize(ctx, "contacts.view");
	const note = isId(id)
		? await ctx.db
				.selectFrom("notes")
				.select(["id", "version", "subject_type", "subject_id", "kind", "body", "happened_at", "minutes"])
				.where("id", "=", id)
				.where("deleted_at", "is", null)
				.executeTakeFirst()
		: undefined;
	if (!note) throw notFound("note");
	return {
		id: note.id,
		version: note.version,
		subject: { type: note.subject_type, id: note.subject_id },
		kind: note.kind,
		body: note.body,
		happenedAt: note.happened_at.toISOString(),
		minutes: note.minutes,
	};
}
