import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { dropVersion, keepVersion } from "#app/domain/knowledge/documents/drop-version.ts";
import { removeDocument } from "#app/domain/knowledge/documents/remove-document.ts";
import { restoreDocument } from "#app/domain/knowledge/documents/restore-document.ts";
import { retryDocument } from "#app/domain/knowledge/documents/retry-document.ts";
import { takeVersion } from "#app/domain/knowledge/documents/take-version.ts";
import { refreshPage } from "#app/domain/knowledge/pages/refresh-page.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Act = z.object({
	act: z.enum(["remove", "restore", "retry", "refresh", "drop", "keep", "take"]),
	number: z.coerce.number().int().optional(),
});

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/knowledge/${params.id}`);

/** The buttons of a document. Removing can be undone on the page one comes back to. */
export async function action(args: ActionFunctionArgs) {
	const id = args.params.id ?? "";
	const own = `/knowledge/${id}`;
	return quickForm(args, { permission: "knowledge.edit", schema: Act, to: own }, async (ctx, { act, number }) => {
		if (act === "remove") {
			await removeDocument(ctx, id);
			return { message: "The document is removed.", undo: { action: `${own}/state`, act: "restore" } };
		}
		if (act === "refresh") {
			await refreshPage(ctx, id);
			return "The page is being fetched. Where it has changed, its new text is read.";
		}
		if (act === "drop") {
			const inUse = await dropVersion(ctx, id);
			return {
				message: `The newest version is dropped. Version ${inUse} stays in use.`,
				undo: { action: `${own}/state`, act: "keep" },
			};
		}
		if (act === "keep") {
			await keepVersion(ctx, id);
			return "The version is back.";
		}
		if (act === "take") {
			const taken = await takeVersion(ctx, id, number ?? 0);
			return `Version ${number} is taken again, as version ${taken}. It takes the place of the other once it is read.`;
		}
		if (act === "restore") {
			await restoreDocument(ctx, id);
			return "The document is back. It is found again once its text is read.";
		}
		await retryDocument(ctx, id);
		return "The file goes to be read again. What comes of it stands on this page.";
	});
}
