import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { removeDocument } from "#app/domain/knowledge/documents/remove-document.ts";
import { restoreDocument } from "#app/domain/knowledge/documents/restore-document.ts";
import { retryDocument } from "#app/domain/knowledge/documents/retry-document.ts";
import { refreshPage } from "#app/domain/knowledge/pages/refresh-page.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Act = z.object({ act: z.enum(["remove", "restore", "retry", "refresh"]) });

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/knowledge/${params.id}`);

/** The buttons of a document. Removing can be undone on the page one comes back to. */
export async function action(args: ActionFunctionArgs) {
	const id = args.params.id ?? "";
	const own = `/knowledge/${id}`;
	return quickForm(args, { permission: "knowledge.edit", schema: Act, to: own }, async (ctx, { act }) => {
		if (act === "remove") {
			await removeDocument(ctx, id);
			return { message: "The document is removed.", undo: { action: `${own}/state`, act: "restore" } };
		}
		if (act === "refresh") {
			await refreshPage(ctx, id);
			return "The page is being fetched. Where it has changed, its new text is read.";
		}
		if (act === "restore") await restoreDocument(ctx, id);
		else await retryDocument(ctx, id);
		return act === "restore" ? "The document is back. It is being read." : "The file is being read again.";
	});
}
