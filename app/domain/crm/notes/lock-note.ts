import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

/** A note, held until the commit. 404 where there is none, or, for `live`, where it was removed. */
export async function lockNote(ctx: Ctx, id: string, which: "live" | "any") {
	const note = isId(id)
		? await ctx.db
				.selectFrom("notes")
				.select(["version", "subject_type", "subject_id", "kind", "body", "happened_at", "minutes", "deleted_at"])
				.where("id", "=", id)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!note || (which === "live" && note.deleted_at)) throw notFound("note");
	return note;
}
