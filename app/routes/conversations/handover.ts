import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import {
	handBackConversation,
	takeOverConversation,
} from "#app/domain/assistant/conversations/take-over-conversation.ts";
import { quickForm } from "#app/doors/quick-form.ts";

const Handover = z.object({ to: z.enum(["me", "assistant"]) });

export const loader = ({ params }: LoaderFunctionArgs) => redirect(`/conversations/${params.id}`);

/** Who answers from now on: the member who asks, or the assistant. */
export const action = (args: ActionFunctionArgs) => {
	const id = args.params.id ?? "";
	const options = { permission: "conversations.take-over", schema: Handover, to: `/conversations/${id}` } as const;
	return quickForm(args, options, async (ctx, { to }) => {
		if (to === "me") await takeOverConversation(ctx, id);
		else await handBackConversation(ctx, id);
		return to === "me" ? "You answer here now." : "The assistant answers again.";
	});
};
