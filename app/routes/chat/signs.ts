import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { announceSign } from "#app/domain/assistant/conversations/announce-chat.ts";
import { markChat } from "#app/domain/assistant/conversations/mark-chat.ts";
import { answerForm } from "#app/doors/form.ts";
import { guarded } from "#app/doors/page.ts";
import { asCustomer } from "#app/doors/public/customer.ts";
import { openPublicLink } from "#app/doors/public/public-link.ts";

const Sign = z.object({ sign: z.enum(["typing", "seen"]) });

/** What the chat page's script tells: the customer is typing, or has read. Nothing depends on it. */
export const action = (args: ActionFunctionArgs) =>
	guarded(args, async () => {
		const link = await openPublicLink(args, "chat", args.params.token);
		return answerForm(args, Sign, async ({ sign }) => {
			await asCustomer(args, link, (ctx) => markChat(ctx, link.subjectId, sign));
			announceSign(link.orgId, link.subjectId, "customer");
			return new Response(null, { status: 204 });
		});
	});
