import { Writable } from "node:stream";
import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { renderToPipeableStream } from "react-dom/server";
import { log } from "#app/base/log.ts";
import { NonceProvider } from "#app/ui/frame/nonce.tsx";

const ABORT_MS = 10_000;

/**
 * Renders a page and sends it in one piece. Nothing is deferred, so there is nothing to send early, and a page that
 * fails halfway becomes an error page with its status instead of half a page.
 */
export default function handleRequest(
	request: Request,
	status: number,
	headers: Headers,
	context: EntryContext,
	visit: AppLoadContext,
) {
	return new Promise<Response>((resolve, reject) => {
		let responseStatus = status;
		const { pipe, abort } = renderToPipeableStream(
			<NonceProvider nonce={visit.nonce}>
				<RemixServer context={context} url={request.url} nonce={visit.nonce} abortDelay={ABORT_MS} />
			</NonceProvider>,
			{
				nonce: visit.nonce,
				onAllReady() {
					clearTimeout(timer);
					const parts: Uint8Array[] = [];
					const page = new Writable({ write: (part: Uint8Array, _encoding, done) => done(void parts.push(part)) });
					page.on("finish", () => resolve(answer(Buffer.concat(parts), responseStatus, headers)));
					pipe(page);
				},
				onShellError(error: unknown) {
					clearTimeout(timer);
					reject(error);
				},
				onError(error: unknown) {
					responseStatus = 500;
					log().error({ err: error, requestId: visit.requestId }, "rendering failed");
				},
			},
		);
		// Kept no longer than needed: it holds the whole page in memory.
		const timer = setTimeout(abort, ABORT_MS + 1_000).unref();
	});
}

function answer(page: Buffer<ArrayBuffer>, status: number, headers: Headers): Response {
	headers.set("Content-Type", "text/html; charset=utf-8");
	headers.set("Content-Length", String(page.byteLength));
	// Pages of signed-in people must not stay in any cache on the way or in the browser's after sign-out.
	if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
	return new Response(page, { headers, status });
}

/** Errors of loaders and actions that are no answers of ours. Their message goes to the log, never to the page. */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }): void {
	// What Remix itself refuses, such as a method that a page does not take, is the asker's fault and fills no log.
	if (isRouteErrorResponse(error) && error.status < 500) return;
	if (!request.signal.aborted) log().error({ err: error, requestId: context.requestId }, "request failed");
}
