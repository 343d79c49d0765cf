import type { LoaderFunctionArgs } from "@remix-run/node";
import { getMessageHtml } from "#app/domain/messaging/message-queries.ts";
import { page } from "#app/doors/page.ts";

/**
 * The HTML part of an email, alone, for the frame on its page. Nothing in it may run or call out, whatever a template
 * or a customer's name brought in: no scripts, styles only in the elements, pictures by https; only we may frame it.
 */
const POLICY = [
	"default-src 'none'",
	"style-src 'unsafe-inline'",
	"img-src https: data:",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'self'",
	"sandbox allow-popups allow-popups-to-escape-sandbox",
].join("; ");

export async function loader(args: LoaderFunctionArgs) {
	const html = await page(args, "messages.view", (ctx) => getMessageHtml(ctx, args.params.id ?? ""));
	// Links leave the frame: it is a picture of a mail, not a browser.
	const framed = html.replace(/<head>/i, '<head><base target="_blank">');
	return new Response(framed, {
		headers: {
			"Content-Type": "text/html; charset=utf-8",
			"Content-Security-Policy": POLICY,
			"X-Frame-Options": "SAMEORIGIN",
			"Cache-Control": "no-store",
		},
	});
}
