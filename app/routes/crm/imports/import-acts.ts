import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { beginImport, cancelImport, resumeImport, undoImport } from "#app/domain/crm/imports/move-import.ts";
import { leave } from "#app/doors/form.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Act = z.object({ act: z.enum(["begin", "cancel", "undo", "resume"]) });

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/imports/${params.id}`);

/** The buttons of an import. A draft that is thrown away has no page any more, so one is back at the list. */
export async function action(args: ActionFunctionArgs) {
	const id = args.params.id ?? "";
	let removed = false;
	const answer = await quickForm(
		args,
		{ permission: "records.import", schema: Act, to: `/imports/${id}` },
		async (ctx, { act }) => {
			if (act === "begin") await beginImport(ctx, id);
			if (act === "undo") await undoImport(ctx, id);
			if (act === "resume") await resumeImport(ctx, id);
			if (act === "cancel") removed = (await cancelImport(ctx, id)) === "removed";
			return WORDS[act];
		},
	);
	return removed ? leave({ to: "/imports", flash: "The file is thrown away. Nothing was imported." }) : answer;
}

const WORDS = {
	begin: "The import has begun.",
	cancel: "The import is stopped. What was done stays, and can be undone.",
	undo: "The import is being undone.",
	resume: "The work goes on.",
};
