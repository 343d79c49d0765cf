import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { getNote } from "#app/domain/crm/notes/note-queries.ts";
import { updateNote } from "#app/domain/crm/notes/update-note.ts";
import { isRecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { NoteForm } from "./note-form.tsx";
import { localText, NoteForm as NoteFormFields, noteInput } from "./note-input.ts";

export const meta = () => [{ title: "Edit note · Perigee" }];

export const loader = (args: LoaderFunctionArgs) =>
	page(args, "notes.edit", async (ctx, member) => {
		const note = await getNote(ctx, args.params.id ?? "");
		return { note, at: localText(note.happenedAt, member.timeZone) };
	});

export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "notes.edit", schema: NoteFormFields }, async (ctx, input, member) => {
		const { happenedAt, ...fields } = noteInput(input, member.timeZone);
		const note = await getNote(ctx, args.params.id ?? "");
		// The input holds minutes; what was not touched keeps its seconds.
		const isSame = input.at === localText(note.happenedAt, member.timeZone);
		const given = { ...fields, ...(happenedAt && !isSame ? { happenedAt } : {}) };
		const { type, id } = await updateNote(ctx, { id: note.id, version: input.version, ...given });
		return { to: isRecordType(type) ? recordPath(type, id) : "/today", flash: "The note is saved." };
	});

export default function EditNotePage() {
	const { note, at } = useLoaderData<typeof loader>();
	const { subject } = note;
	const back = isRecordType(subject.type) ? recordPath(subject.type, subject.id) : "/today";
	return (
		<Page title="Edit note" crumbs={[{ label: "Record", href: back }]} width="narrow" search={null}>
			<NoteForm
				reply={useActionData<typeof action>()}
				start={{ kind: note.kind, body: note.body, at, minutes: note.minutes === null ? "" : String(note.minutes) }}
				version={note.version}
				cancel={back}
			/>
			<p>
				<a href={`/notes/${note.id}/history`}>Past versions</a>
			</p>
		</Page>
	);
}
