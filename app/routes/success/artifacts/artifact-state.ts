import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { removeArtifact } from "#app/domain/artifacts/saving/remove-artifact.ts";
import { form } from "#app/doors/form.ts";

export const loader = (args: LoaderFunctionArgs) => redirect(`/success/artifacts/${args.params.id}`);

/** Moves an artifact to the trash, and brings it back. */
export const action = async (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const schema = z.object({ act: z.enum(["remove", "restore"]) });
	const answer = await form(args, { permission: "success.work", schema }, async (ctx, { act }) => {
		const { title, accountId } = await removeArtifact(ctx, { id, back: act === "restore" });
		if (act === "restore") return { to: `/success/artifacts/${id}`, flash: `“${title}” is back.` };
		const undo = { action: `/success/artifacts/${id}/state`, act: "restore" };
		const to = accountId ? `/accounts/${accountId}/artifacts` : "/success";
		return { to, flash: { message: `“${title}” is removed with its versions.`, undo } };
	});
	// Only a post without an act comes back to be drawn, and there is no page here to draw it on.
	return answer instanceof Response ? answer : redirect(`/success/artifacts/${id}`);
};
