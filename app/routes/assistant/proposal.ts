import { type ActionFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { isId } from "#app/base/ids.ts";
import { confirmProposal, declineProposal } from "#app/domain/assistant/member/proposals/decide-proposal.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Act = z.object({ act: z.enum(["confirm", "decline"]) });

export const loader = () => redirect("/assistant");

/** Yes or no to a change that the assistant proposed. */
export const action = (args: ActionFunctionArgs) => {
	const thread = new URL(args.request.url).searchParams.get("thread");
	const to = isId(thread) ? `/assistant/${thread}` : "/assistant";
	return quickForm(args, { permission: "assistant.use", schema: Act, to }, async (ctx, { act }) => {
		const id = args.params.proposal ?? "";
		const decided = act === "confirm" ? await confirmProposal(ctx, id) : await declineProposal(ctx, id);
		return decided.message;
	});
};
