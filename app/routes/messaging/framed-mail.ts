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

/** The answer that such a frame is filled with. */
export function framedMail(html: string): Response {
	// Links leave the frame: it is a picture of a mail, not a browser.
	return new Response(html.replace(/<head>/i, '<head><base target="_blank">'), {
		headers: {
			"Content-Type": "text/html; charset=utf-8",
			"Content-Security-Policy": POLICY,
			"X-Frame-Options": "SAMEORIGIN",
			"Cache-Control": "no-store",
		},
	});
}
