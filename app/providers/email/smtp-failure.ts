import { SendError } from "#app/providers/delivery/port.ts";

/**
 * What a failed SMTP conversation means for the message (RFC 5321, 4.2.1 and 4.5.3.2).
 *
 * `handedOver` says that the whole content and its closing dot went out. From then on only a reply can tell: a
 * negative one means that the server does not have it, silence means that nobody knows.
 * Refusals of ourselves (credentials, greeting, TLS) are `temporary`: the message is fine, the settings are not.
 */
export function smtpFailure(error: unknown, handedOver: boolean): SendError {
	if (error instanceof SendError) return error;
	const { code, command, responseCode, response } = fieldsOf(error);
	if (responseCode) {
		const words = reply(response, responseCode);
		const detail = { code: String(responseCode) };
		if (responseCode < 500 || !aboutTheMessage(command) || NOT_ABOUT_IT.has(responseCode)) {
			return new SendError("temporary", `The mail server answered ${words}`, detail);
		}
		return new SendError("rejected", `The mail server refused the message: ${words}`, detail);
	}
	if (code === "EENVELOPE" || code === "EMESSAGE") {
		return new SendError("rejected", "The mail server does not take this message.", { code });
	}
	if (handedOver) {
		return new SendError("uncertain", "The connection ended after the message was handed over, without an answer.", {
			code,
		});
	}
	return new SendError("temporary", WORDS[code] ?? "The mail server could not be reached.", { code });
}

type Fields = { code: string; command: string; responseCode: number | null; response: string };

function fieldsOf(error: unknown): Fields {
	const fields = (error ?? {}) as Record<string, unknown>;
	return {
		code: typeof fields.code === "string" ? fields.code : "UNKNOWN",
		command: typeof fields.command === "string" ? fields.command : "",
		responseCode: typeof fields.responseCode === "number" ? fields.responseCode : null,
		response: typeof fields.response === "string" ? fields.response : "",
	};
}

function aboutTheMessage(command: string): boolean {
	return command === "MAIL FROM" || command === "RCPT TO" || command === "DATA";
}

/** 503 bad sequence, 530 authentication required, 538 encryption required: the session, not the message. */
const NOT_ABOUT_IT = new Set([503, 530, 534, 535, 538]);

function reply(response: string, code: number): string {
	const text = response.replace(/[\p{Cc}\s]+/gu, " ").trim();
	return (text || String(code)).slice(0, 300);
}

const WORDS: Record<string, string> = {
	EDNS: "The mail server's name was not found.",
	ETIMEDOUT: "The mail server took too long.",
	ETLS: "The mail server and we found no encrypted connection.",
	EAUTH: "The mail server did not take our credentials.",
	EABORT: "The mail server took too long.",
};
