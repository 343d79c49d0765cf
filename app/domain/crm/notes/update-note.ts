import { conflict } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { checkFields } from "../records/check-fields.ts";
import { lockNote } from "./lock-note.ts";
import { NoteFields } from "./schema.ts";

/**
 * Changes a note. With `version`, 409 when it was changed since, with what it is now under `data.current`. 404 for no
 * such note or one that was removed.
 */
export async function updateNote(
	ctx: Ctx,
	{ id, version, ...input }: NoteFields & { id: string; version?: number | undefined },
): Promise<{ type: string; id: string }> {
	authorize(ctx, "notes.edit");
	const { kind, body, happenedAt, minutes } = checkFields(NoteFields, input);
	const note = await lockNote(ctx, id, "live");
	const subject = { type: note.subject_type, id: note.subject_id };
	if (version !== undefined && version !== note.version) {
		const current = { version: note.version, body: note.body };
		throw conflict("Somebody changed this note while you were editing.", { current });
	}
	const set = {
		kind,
		body,
		...(happenedAt ? { happened_at: happenedAt } : {}),
		...(minutes === undefined ? {} : { minutes }),
	};
	const changes = Object.fromEntries(
		Object.entries(set)
			.map(([name, value]) => [name, [note[name as keyof typeof set], value] as [unknown, unknown]] as const)
			.filter(([, [before, after]]) => JSON.stringify(before) !== JSON.stringify(after)),
	);
	if (Object.keys(changes).length === 0) return subject;
	await ctx.db
		.updateTable("notes")
		.set({ ...set, version: note.version + 1, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	await ctx.record({ name: "note.changed", subject: { type: "note", id }, parent: subject, changes, data: { kind } });
	return subject;
}
