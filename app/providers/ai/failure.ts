import { ModelError } from "./port.ts";

/**
 * Any error of an SDK or of fetch as a `ModelError` without credentials. OpenAI's own words for a wrong key repeat a
 * part of it, so those are never passed on.
 */
export function modelFailure(error: unknown, signal: AbortSignal, secret: string | null): ModelError {
	if (error instanceof ModelError) return error;
	if (signal.aborted) return new ModelError("stopped", "The request was stopped.");
	const { status, type, message, name } = fieldsOf(error);
	const said = clean(message, secret);
	if (status === 401 || status === 403)
		return new ModelError("denied", `The provider refused our key (${status}).`, status);
	if (status === 429 || status === 529 || type === "overloaded_error" || type === "rate_limit_error") {
		return new ModelError("limited", "The provider asks us to slow down.", status);
	}
	if (status === 408) return new ModelError("slow", "The provider gave up waiting (408).", status);
	if (status !== null && status >= 500) return new ModelError("failed", `The provider failed (${status}).`, status);
	if (status !== null && status >= 400) {
		return new ModelError("denied", `The provider refused the request (${status}): ${said}`, status);
	}
	if (name === "APIConnectionTimeoutError") return new ModelError("slow", "The provider did not answer in time.");
	// A TypeError with a cause is fetch's word for a lost connection; without one, a field was not where it belongs.
	const misread = error instanceof TypeError && error.cause === undefined;
	if (error instanceof SyntaxError || misread)
		return new ModelError("malformed", "The provider's answer was not readable.");
	if (type !== null || name === "APIError") return new ModelError("failed", `The provider reported a failure: ${said}`);
	return new ModelError("unreachable", "The connection to the provider failed.");
}

/** For a stream that ended before it said so. */
export function brokenOff(signal: AbortSignal): ModelError {
	if (signal.aborted) return new ModelError("stopped", "The request was stopped.");
	return new ModelError("unreachable", "The provider's answer broke off.");
}

type Fields = { status: number | null; type: string | null; message: string; name: string };

function fieldsOf(error: unknown): Fields {
	const { status, type, message } = (error ?? {}) as Record<string, unknown>;
	return {
		status: typeof status === "number" ? status : null,
		type: typeof type === "string" ? type : null,
		message: typeof message === "string" ? message : "",
		name: (error as object | null)?.constructor?.name ?? "",
	};
}

function clean(message: string, secret: string | null): string {
	const hidden = secret ? message.split(secret).join("…") : message;
	return hidden
		.replace(/\b(sk|pk|key|Bearer)[-_ ][\w*.-]{6,}/g, "…")
		.replace(/[\p{Cc}\s]+/gu, " ")
		.slice(0, 300);
}
