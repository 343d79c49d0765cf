import type { HookReply } from "./hook.ts";

/** What a visitor is told who sent a plain form: a heading and a sentence or two. */
export type VisitorWords = { title: string; text: string };

/** Whether a person's browser posted this: it asks for a page, and sent no JSON. */
export function isVisitor(headers: Headers): boolean {
	const wanted = headers.get("accept") ?? "";
	return /\btext\/html\b/i.test(wanted) && !/\bjson\b/i.test(headers.get("content-type") ?? "");
}

/** A small page of its own: no script, nothing from elsewhere, nothing of the organisation but the words. */
export function visitorPage(status: number, { title, text }: VisitorWords): HookReply {
	const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p>${escaped(text)}</p>
</main>
</body>
</html>
`;
	return { status, body, contentType: "text/html; charset=utf-8", headers: HEADERS };
}

const HEADERS = {
	"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
	"Referrer-Policy": "no-referrer",
	"X-Content-Type-Options": "nosniff",
};

const STYLE = `:root{color-scheme:light dark}
body{margin:0;min-height:100vh;display:grid;place-items:center;font:16px/1.5 system-ui,sans-serif}
main{max-width:32rem;padding:24px}
h1{margin:0 0 8px;font-size:1.5rem}
p{margin:0;white-space:pre-line;overflow-wrap:anywhere}`;

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => ESCAPES[one]!);
