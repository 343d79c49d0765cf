import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { isId } from "#app/base/ids.ts";
import { dismissPair } from "#app/domain/crm/duplicates/dismiss-pair.ts";
import { unmergeContacts } from "#app/domain/crm/merging/unmerge-contacts.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Decision = z.object({
	act: z.string().regex(/^(dismiss|reopen|unmerge)(:[0-9a-f-]{36})?$/),
	pair: z.uuid().optional(),
});

export const loader = () => redirect("/duplicates");

/** What is decided of a pair by one button: not the same, after all, and a merge that is taken back. */
export const action = (args: ActionFunctionArgs) =>
	quickForm(
		args,
		{ permission: "contacts.merge", schema: Decision, to: backOf(args.request) },
		async (ctx, { act, pair }) => {
			const [what, of] = act.split(":");
			const id = pair ?? of ?? "";
			const undo = (name: string) => ({ action: "/duplicates/decisions", act: `${name}:${id}` });
			if (what === "unmerge") {
				const back = await unmergeContacts(ctx, id);
				return {
					message: "The two contacts are apart again.",
					link: { to: `/contacts/${back.id}`, label: "Open contact" },
				};
			}
			await dismissPair(ctx, id, what === "dismiss");
			return what === "dismiss"
				? { message: "Noted: they are two people.", undo: undo("reopen") }
				: "The pair is listed again.";
		},
	);

/** Where one was: at the page of a contact, or at the list of pairs. */
function backOf(request: Request): string {
	const contact = new URL(request.url).searchParams.get("contact");
	return isId(contact) ? recordPath("contact", contact) : "/duplicates";
}
