import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { notFound } from "#app/base/errors.ts";
import { addNote } from "#app/domain/crm/notes/add-note.ts";
import { NOTE_KIND_LABELS } from "#app/domain/crm/notes/schema.ts";
import { getLiveName } from "#app/domain/crm/records/find-live-record.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { form } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";
import { recordIn } from "#app/routes/crm/records/record-in.ts";
import { LIST_LABELS } from "#app/routes/crm/records/record-words.ts";
import { typedOf } from "#app/routes/crm/records/typed.ts";
import { Page } from "#app/ui/frame/page.tsx";
import { NoteForm } from "./note-form.tsx";
import { NoteForm as NoteFormFields, noteInput } from "./note-input.ts";

export const meta = () => [{ title: "New note · Perigee" }];

/** The page of a new note, and of a quick one that was not taken: then what it is about comes with the post. */
export const loader = (args: LoaderFunctionArgs) =>
	page(args, "notes.edit", async (ctx) => {
		const about = recordIn(new URL(args.request.url).searchParams.get("about"));
		return { about: about ? { ...about, name: await getLiveName(ctx, about.type, about.id) } : null };
	});

export const action = (args: ActionFunctionArgs) => {
	const schema = NoteFormFields.extend({ about: z.string().max(60) });
	return form(args, { permission: "notes.edit", schema }, async (ctx, input, member) => {
		const about = recordIn(input.about);
		if (!about) throw notFound("record");
		const { id } = await addNote(ctx, { ...about, ...noteInput(input, member.timeZone) });
		const message = `The ${NOTE_KIND_LABELS[input.kind].toLowerCase()} is written down.`;
		return {
			to: recordPath(about.type, about.id),
			flash: { message, undo: { action: `/notes/${id}/state`, act: "remove" } },
		};
	});
};

export default function NewNotePage() {
	const { about } = useLoaderData<typeof loader>();
	const reply = useActionData<typeof action>();
	const of = about ?? recordIn(typedOf(reply)?.about);
	const back = of ? recordPath(of.type, of.id) : "/contacts";
	return (
		<Page
			title="New note"
			crumbs={
				of
					? [
							{ label: LIST_LABELS[of.type], href: recordPath(of.type) },
							{ label: about?.name ?? "Record", href: back },
						]
					: []
			}
			width="narrow"
			search={null}
		>
			{of ? (
				<NoteForm
					reply={reply}
					start={{ kind: "note", body: "", at: "", minutes: "" }}
					hidden={{ about: `${of.type}:${of.id}` }}
					cancel={back}
				/>
			) : (
				<p>Open a contact, an account, a deal or a project and write the note there.</p>
			)}
		</Page>
	);
}
