import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { announceChat } from "#app/domain/assistant/announce-chat.ts";
import { markChat } from "#app/domain/assistant/mark-chat.ts";
import { answerForm } from "#app/doors/form.ts";
import { asLinkHolder } from "#app/doors/link-holder.ts";

const Sign = z.object({ sign: z.enum(["typing", "seen"]) });

/** What the chat page's script tells: the customer is typing, or has read. Nothing depends on it. */
export const action = (args: ActionFunctionArgs) =>
	answerForm(args, Sign, async ({ sign }) => {
		const link = await asLinkHolder(args, "chat", async (ctx, found) => {
			await markChat(ctx, found.subjectId, sign);
			return found;
		});
		announceChat(link.orgId, link.subjectId);
		return new Response(null, { status: 204 });
	});
