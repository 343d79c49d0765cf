import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import {
	handBackConversation,
	takeOverConversation,
} from "#app/domain/assistant/conversations/take-over-conversation.ts";
import { form } from "#app/doors/form.ts";

const Handover = z.object({ to: z.enum(["me", "assistant"]) });

export const loader = ({ params }: LoaderFunctionArgs) => redirect(`/conversations/${params.id}`);

/** Who answers from now on: the member who asks, or the assistant. */
export const action = (args: ActionFunctionArgs) =>
	form(args, { permission: "conversations.take-over", schema: Handover }, async (ctx, { to }) => {
		const id = args.params.id ?? "";
		if (to === "me") await takeOverConversation(ctx, id);
		else await handBackConversation(ctx, id);
		const flash = to === "me" ? "You answer here now." : "The assistant answers again.";
		return { to: `/conversations/${id}`, flash };
	});
