import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { removeNote } from "#app/domain/crm/notes/remove-note.ts";
import { NOTE_KIND_LABELS } from "#app/domain/crm/notes/schema.ts";
import { isRecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import { form } from "#app/doors/form.ts";

export const loader = (args: LoaderFunctionArgs) => redirect(`/notes/${args.params.id}/edit`);

/** Takes a note off its record, and brings it back. Afterwards one is on the record's page. */
export const action = async (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const schema = z.object({ act: z.enum(["remove", "restore"]) });
	const answer = await form(args, { permission: "notes.edit", schema }, async (ctx, { act }) => {
		const note = await removeNote(ctx, { id, back: act === "restore" });
		const noun = NOTE_KIND_LABELS[note.kind].toLowerCase();
		const to = isRecordType(note.type) ? recordPath(note.type, note.id) : "/today";
		if (act === "restore") return { to, flash: `The ${noun} is back.` };
		const undo = { action: `/notes/${id}/state`, act: "restore" };
		return { to, flash: { message: `The ${noun} is removed.`, undo } };
	});
	// Only a post without an act comes back to be drawn, and there is no page here to draw it on.
	return answer instanceof Response ? answer : redirect(`/notes/${id}/edit`);
};
