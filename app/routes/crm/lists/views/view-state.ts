import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { memberOf, setDefault } from "#app/domain/crm/views/keep-view.ts";
import { removeView } from "#app/domain/crm/views/remove-view.ts";
import { getView } from "#app/domain/crm/views/view-queries.ts";
import { form, leave } from "#app/doors/form.ts";

const Act = z.object({ act: z.enum(["delete", "restore", "first", "not-first"]) });

export const loader = ({ params }: { params: { id?: string } }) => redirect(`/views/${params.id}`);

/** Deletes a view, brings it back, or lets the member's list open with it. */
export const action = async (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const answer = await form(args, { permission: "views.edit", schema: Act }, async (ctx, { act }) => {
		if (act === "delete" || act === "restore") {
			const { type, name } = await removeView(ctx, { id, back: act === "restore" });
			const message = act === "delete" ? `The view “${name}” is deleted.` : `The view “${name}” is back.`;
			const undo = act === "delete" ? { undo: { action: `/views/${id}/state`, act: "restore" } } : {};
			return { to: `${recordPath(type)}?view=all`, flash: { message, ...undo } };
		}
		const { type, name } = await getView(ctx, id);
		await setDefault(ctx, { owner: memberOf(ctx), type, viewId: id, opens: act === "first" });
		return {
			to: recordPath(type),
			flash: act === "first" ? `The list opens with “${name}” now.` : "The list opens with everything now.",
		};
	});
	if (answer instanceof Response) return answer;
	return leave({ to: `/views/${id}`, flash: answer.data.message ?? "That could not be read. Nothing was changed." });
};
