import { errorBody } from "#app/doors/hooks/hook.ts";
import { asAppError } from "#app/doors/page.ts";
import type { StreamEvent } from "./endpoint-definition.ts";

/**
 * Events as they come, as server-sent events (WHATWG HTML 9.2). The status is out before the first of them, so what goes
 * wrong is an event too: `error`, in the one shape of errors. A reader who goes away ends the work.
 */
export function streamReply(
	events: AsyncIterable<StreamEvent>,
	requestId: string,
	headers: Record<string, string>,
): Response {
	const iterator = events[Symbol.asyncIterator]();
	const body = new ReadableStream<Uint8Array>({
		async pull(controller) {
			try {
				const { value, done } = await iterator.next();
				if (done) controller.close();
				else controller.enqueue(frame(value));
			} catch (error) {
				controller.enqueue(frame({ event: "error", data: errorBody(asAppError(error, requestId), requestId) }));
				controller.close();
			}
		},
		async cancel() {
			await iterator.return?.();
		},
	});
	return new Response(body, {
		headers: {
			"Content-Type": "text/event-stream",
			"Cache-Control": "no-store, no-transform",
			"X-Accel-Buffering": "no",
			"X-Request-Id": requestId,
			...headers,
		},
	});
}

/** Pieces whose first was awaited before, so that it could be a refusal. Who stops reading ends the rest too. */
export async function* withFirst<Piece>(
	first: IteratorResult<Piece>,
	rest: AsyncGenerator<Piece>,
): AsyncGenerator<Piece> {
	try {
		if (first.done) return;
		yield first.value;
		yield* rest;
	} finally {
		await rest.return(undefined);
	}
}

function frame({ event, data }: StreamEvent): Uint8Array {
	return new TextEncoder().encode(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
}
