import { PassThrough } from "node:stream";
import type { AppLoadContext, EntryContext } from "@remix-run/node";
import { createReadableStreamFromReadable } from "@remix-run/node";
import { isRouteErrorResponse, RemixServer } from "@remix-run/react";
import { isbot } from "isbot";
import { renderToPipeableStream } from "react-dom/server";
import { log } from "#app/base/log.ts";
import { NonceProvider } from "#app/ui/frame/nonce.tsx";

const ABORT_MS = 10_000;

/** Renders a page. Nothing is deferred, so the whole page is ready when its shell is; crawlers wait for all of it. */
export default function handleRequest(
	request: Request,
	status: number,
	headers: Headers,
	context: EntryContext,
	visit: AppLoadContext,
) {
	return new Promise<Response>((resolve, reject) => {
		let responseStatus = status;
		const ready = isbot(request.headers.get("user-agent") ?? "") ? "onAllReady" : "onShellReady";
		const { pipe, abort } = renderToPipeableStream(
			<NonceProvider nonce={visit.nonce}>
				<RemixServer context={context} url={request.url} nonce={visit.nonce} abortDelay={ABORT_MS} />
			</NonceProvider>,
			{
				nonce: visit.nonce,
				[ready]() {
					const body = new PassThrough();
					headers.set("Content-Type", "text/html; charset=utf-8");
					// Pages of signed-in people must not stay in any cache on the way or in the browser's after sign-out.
					if (!headers.has("Cache-Control")) headers.set("Cache-Control", "no-store");
					resolve(new Response(createReadableStreamFromReadable(body), { headers, status: responseStatus }));
					pipe(body);
				},
				onShellError: reject,
				onError(error: unknown) {
					responseStatus = 500;
					log().error({ err: error, requestId: visit.requestId }, "rendering failed");
				},
			},
		);
		setTimeout(abort, ABORT_MS + 1_000).unref();
	});
}

/** Errors of loaders and actions that are no answers of ours. Their message goes to the log, never to the page. */
export function handleError(error: unknown, { request, context }: { request: Request; context: AppLoadContext }): void {
	// What Remix itself refuses, such as a method that a page does not take, is the asker's fault and fills no log.
	if (isRouteErrorResponse(error) && error.status < 500) return;
	if (!request.signal.aborted) log().error({ err: error, requestId: context.requestId }, "request failed");
}
