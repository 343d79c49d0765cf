import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { discardArtifact } from "#app/domain/artifacts/saving/discard-artifact.ts";
import { removeArtifact } from "#app/domain/artifacts/saving/remove-artifact.ts";
import { form } from "#app/doors/form.ts";

export const loader = (args: LoaderFunctionArgs) => redirect(`/success/artifacts/${args.params.id}`);

/** Moves an artifact to the trash, and brings it back; puts away one that was never saved. */
export const action = async (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const schema = z.object({ act: z.enum(["remove", "restore", "discard"]) });
	const answer = await form(args, { permission: "success.work", schema }, async (ctx, { act }) => {
		if (act === "discard") return discard(ctx, id);
		const { title, accountId } = await removeArtifact(ctx, { id, back: act === "restore" });
		if (act === "restore") return { to: `/success/artifacts/${id}`, flash: `“${title}” is back.` };
		const undo = { action: `/success/artifacts/${id}/state`, act: "restore" };
		const to = accountId ? `/accounts/${accountId}/artifacts` : "/success";
		return { to, flash: { message: `“${title}” is removed with its versions.`, undo } };
	});
	// Only a post without an act comes back to be drawn, and there is no page here to draw it on.
	return answer instanceof Response ? answer : redirect(`/success/artifacts/${id}`);
};

/** One that was begun and never saved goes where it came from: to its account, and to the play's step. */
async function discard(ctx: Parameters<typeof discardArtifact>[0], id: string) {
	const { accountId, playId, stepId, isGone } = await discardArtifact(ctx, id);
	if (!isGone) return { to: `/success/artifacts/${id}`, flash: "It was saved meanwhile, so it is kept." };
	const from = playId ? `?play=${playId}${stepId ? `&step=${stepId}` : ""}` : "";
	return { to: accountId ? `/accounts/${accountId}/artifacts${from}` : "/success", flash: "It is not kept." };
}
