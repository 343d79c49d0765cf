import type { z } from "zod";
import type { AppError } from "#app/base/errors.ts";
import { errorBody } from "#app/doors/hooks/hook.ts";

/** A status and a JSON body; `replayed` when an Idempotency-Key brought back an earlier answer. */
export type Answer = { status: number; body: unknown; replayed?: boolean };

/** An answer as a response, never cached, with the request's id. */
export function reply(answer: Answer, requestId: string, headers: Record<string, string> = {}): Response {
	const all = {
		...plainHeaders(requestId),
		...(answer.replayed ? { "Idempotency-Replayed": "true" } : {}),
		...headers,
	};
	if (answer.status === 204) return new Response(null, { status: 204, headers: all });
	return Response.json(answer.body, { status: answer.status, headers: all });
}

/** A 200 whose body is JSON already. */
export function replyText(json: string, requestId: string, headers: Record<string, string>): Response {
	return new Response(json, {
		headers: { ...plainHeaders(requestId), "Content-Type": "application/json", ...headers },
	});
}

const plainHeaders = (requestId: string) => ({ "X-Request-Id": requestId, "Cache-Control": "no-store" });

/** An error in the one shape of errors. Of its data only what `details` names leaves. */
export function refusal(
	error: AppError,
	requestId: string,
	headers: Record<string, string> = {},
	details?: z.ZodType,
): Response {
	const { error: shape } = errorBody(error, requestId);
	const named = details?.safeParse(error.data);
	const body = { error: { ...shape, ...(named?.success ? { details: named.data } : {}) } };
	return reply({ status: error.status, body }, requestId, {
		...headers,
		...(error.retryAfterSeconds ? { "Retry-After": String(error.retryAfterSeconds) } : {}),
		...(error.status === 401 ? { "WWW-Authenticate": "Bearer" } : {}),
	});
}
