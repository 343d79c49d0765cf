import type { LoaderFunctionArgs } from "@remix-run/node";
import { previewTemplate } from "#app/domain/messaging/templates/render-template.ts";
import { page } from "#app/doors/page.ts";
import { framedMail } from "../framed-mail.ts";

export const loader = async (args: LoaderFunctionArgs) => {
	const contact = new URL(args.request.url).searchParams.get("contact") ?? "";
	const preview = await page(args, "messages.view", (ctx) => previewTemplate(ctx, args.params.id ?? "", contact));
	return framedMail(preview.html ?? "");
};
