import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { getLiveName } from "../records/find-live-record.ts";
import type { RecordType } from "../records/schema.ts";
import { NoteFields } from "./schema.ts";

export type NewNote = NoteFields & { type: RecordType; id: string };

/** Writes a note, a call or a meeting down on a record. 404 for no such record or one in the trash, 422 by field. */
export async function addNote(ctx: Ctx, { type, id: subjectId, ...input }: NewNote): Promise<{ id: string }> {
	authorize(ctx, "notes.edit");
	const { kind, body, happenedAt, minutes } = checkFields(NoteFields, input);
	await getLiveName(ctx, type, subjectId);
	const id = newId();
	await ctx.db
		.insertInto("notes")
		.values({
			org_id: ctx.org,
			id,
			subject_type: type,
			subject_id: subjectId,
			kind,
			body,
			happened_at: happenedAt ?? ctx.now,
			minutes: minutes ?? null,
			author_id: ctx.actor.kind === "member" ? ctx.actor.id : null,
			author_name: ctx.actor.name,
			created_at: ctx.now,
			updated_at: ctx.now,
		})
		.execute();
	await ctx.record({
		name: "note.added",
		subject: { type: "note", id },
		parent: { type, id: subjectId },
		data: { kind },
	});
	return { id };
}
