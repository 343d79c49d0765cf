import type { ActionFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { announceSign } from "#app/domain/assistant/conversations/announce-chat.ts";
import { markChat } from "#app/domain/assistant/conversations/mark-chat.ts";
import { answerForm } from "#app/doors/form.ts";
import { page } from "#app/doors/page.ts";

const Sign = z.object({ sign: z.enum(["typing", "seen"]) });

/** What a member's page tells: they are typing, or have read. */
export const action = (args: ActionFunctionArgs) =>
	answerForm(args, Sign, async ({ sign }) => {
		const id = args.params.id ?? "";
		const org = await page(args, "conversations.view", async (ctx) => {
			await markChat(ctx, id, sign);
			return ctx.org;
		});
		announceSign(org, id, "member");
		return new Response(null, { status: 204 });
	});
