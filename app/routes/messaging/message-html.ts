import type { LoaderFunctionArgs } from "@remix-run/node";
import { getMessageHtml } from "#app/domain/messaging/message-queries.ts";
import { page } from "#app/doors/page.ts";
import { framedMail } from "./framed-mail.ts";

export const loader = async (args: LoaderFunctionArgs) =>
	framedMail(await page(args, "messages.view", (ctx) => getMessageHtml(ctx, args.params.id ?? "")));
