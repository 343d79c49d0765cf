import { SendError } from "#app/providers/delivery/port.ts";

/**
 * What a failed request to create a message means. A 4xx is Twilio's word that it made none. After a 5xx, a timeout
 * or a broken connection nobody knows: `uncertain`, to be looked up with `find`.
 * Codes: https://www.twilio.com/docs/api/errors
 */
export function twilioFailure(error: unknown, retryAfter: number | null): SendError {
	if (error instanceof SendError) return error;
	const { status, code, message } = fieldsOf(error);
	const detail = { code: code === null ? undefined : String(code), retryAfter: retryAfter ?? undefined };
	if (status !== null && status >= 400 && status < 500) {
		if (code === OPTED_OUT) return new SendError("suppressed", "The receiver has opted out of texts.", detail);
		if (status === 429 || BUSY.has(Number(code))) {
			return new SendError("temporary", "Twilio asks us to slow down.", detail);
		}
		if (status === 401 || status === 403) {
			return new SendError("temporary", "Twilio does not take our credentials.", detail);
		}
		return new SendError("rejected", `Twilio refused the text: ${words(message)}`, detail);
	}
	if (status === null && typeof code === "string" && NOT_CONNECTED.has(code)) {
		return new SendError("temporary", "Twilio could not be reached.", detail);
	}
	return new SendError("uncertain", "Twilio gave no clear answer; the text may have gone out.", detail);
}

/** Whether a delivery error means that this number will not get texts from us later either. */
export function isPermanentSmsError(code: number): boolean {
	return PERMANENT.has(code);
}

/** 21610: the receiver sent STOP. */
export const OPTED_OUT = 21610;

/** 14107 rate, 20429 too many requests, 21611 the number's queue is full, 30001 queue overflow, 30022 rate. */
const BUSY = new Set([14107, 20429, 21611, 30001, 30022]);

/**
 * 21211 and 21614 not a mobile number, 30004 blocked for this receiver, 30005 unknown or gone, 30006 landline.
 * 30003 (phone off), 30007 (filtered for its content) and 30008 (unknown) can go well the next time.
 */
const PERMANENT = new Set([21211, 21614, 30004, 30005, 30006, OPTED_OUT]);

/** Errors of Node before the first byte of a request left. */
const NOT_CONNECTED = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH", "ENETUNREACH"]);

type Fields = { status: number | null; code: number | string | null; message: string };

/** The SDK throws RestException { status, code, message }; axios throws { code: "ECONNRESET" } and the like. */
function fieldsOf(error: unknown): Fields {
	const fields = (error ?? {}) as Record<string, unknown>;
	const { status, code, message } = fields;
	return {
		status: typeof status === "number" ? status : null,
		code: typeof code === "number" || typeof code === "string" ? code : null,
		message: typeof message === "string" ? message : "",
	};
}

function words(message: string): string {
	return message.replace(/[\p{Cc}\s]+/gu, " ").slice(0, 300);
}
