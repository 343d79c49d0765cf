import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToString } from "react-dom/server";
import { log } from "#app/base/log.ts";
import { neededRoutes } from "#app/ui/frame/needed-routes.ts";
import { NonceProvider } from "#app/ui/frame/nonce.tsx";

/**
 * Renders a page and sends it in one piece. Nothing is deferred, so there is nothing to send early, and a page that
 * fails halfway becomes an error page with its status instead of half a page. One string costs half of React's stream
 * of small pieces; what Remix would add to that stream, the loaders' data for the browser, is added here.
 */
export default async function handleRequest(
	request: Request,
	status: number,
	headers: Headers,
	context: EntryContext,
	{ nonce }: AppLoadContext,
) {
	const { serverHandoffStream, ...rest } = context;
	const wait = retryAfter(context);
	if (wait && !headers.has("Retry-After")) headers.set("Retry-After", wait);
	const matched = context.staticHandlerContext.matches.map(({ route }) => route.id);
	rest.manifest = neededRoutes(rest.manifest, matched);
	const page = renderToString(
		<NonceProvider nonce={nonce}>
			<RemixServer context={rest} url={request.url} nonce={nonce} />
		</NonceProvider>,
	);
	const withData = rest.renderMeta?.didRenderScripts && serverHandoffStream;
	const data = withData ? await handoff(serverHandoffStream, nonce) : "";
	return answer(`<!DOCTYPE html>${page}${data}`, status, headers);
}

/**
 * When to ask again, as a loader or an action of this page said. Remix leaves their headers out of the page's unless
 * every route hands them on.
 */
function retryAfter({ staticHandlerContext }: EntryContext): string | undefined {
	const { actionHeaders, loaderHeaders } = staticHandlerContext;
	const said = [...Object.values(actionHeaders), ...Object.values(loaderHeaders)];
	return said.map((headers) => headers.get("Retry-After")).find((seconds) => seconds !== null) ?? undefined;
}

/** A page's data, as the browser's router asks for it: a refusal says when to ask again, as the page itself does. */
export function handleDataRequest(response: Response, { context }: { context: AppLoadContext }): Response {
	const { retryAfterSeconds } = context;
	if (retryAfterSeconds && response.status >= 400 && !response.headers.has("Retry-After")) {
		response.headers.set("Retry-After", String(retryAfterSeconds));
	}
	return response;
}

/** The loaders' data as the scripts by which Remix's client takes it (RemixServer's own way, in one script). */
async function handoff(stream: ReadableStream<Uint8Array>, nonce: string): Promise<string> {
	const text = await new Response(stream).text();
	// U+2028 and U+2029 end a line in no script since ES2019; these three could end the script's element.
	const literal = JSON.stringify(text).replace(/[&<>]/g, (sign) => ESCAPES[sign]!);
	const controller = "window.__remixContext.streamController";
	return `<script nonce="${nonce}">${controller}.enqueue(${literal});${controller}.close();</script>`;
}

const ESCAPES: Record<string, string> = { "&": "\\u0026", "<": "\\u003c", ">": "\\u003e" };

function answer(page: string, status: number, headers: Headers): Response {
	headers.set("Content-Type", "text/html; charset=utf-8");
	// Made into bytes once: their number is asked for here, and a text would be encoded again as it is sent.
	const bytes = Buffer.from(page);
	headers.set("Content-Length", String(bytes.length));
	// Pages of signed-in people must not stay in any cache on the way or in the browser's after sign-out.
	if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
	return new Response(bytes, { headers, status });
}

/** Errors of loaders and actions that are no answers of ours. Their message goes to the log, never to the page. */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }): void {
	// What Remix itself refuses, such as a method that a page does not take, is the asker's fault and fills no log.
	if (isRouteErrorResponse(error) && error.status < 500) return;
	if (!request.signal.aborted) log().error({ err: error, requestId: context.requestId }, "request failed");
}
