import type { SmtpConfig } from "./smtp.ts";

/**
 * Reads `smtp://user:password@host:587` or `smtps://…:465`. Ports default to 587 and 465 (RFC 8314, section 3.3).
 * `?tls=off` allows a password over plain text, for a server on a private network. Throws an `Error` that never
 * repeats the URL, since that holds a password.
 */
export function smtpConfigFromUrl(text: string): Pick<SmtpConfig, "host" | "port" | "secure" | "auth" | "requireTls"> {
	const url = URL.canParse(text) ? new URL(text) : null;
	if (!url?.hostname || !["smtp:", "smtps:"].includes(url.protocol)) {
		throw new Error("The mail server has to be given as smtp://user:password@host:port or smtps://…");
	}
	const secure = url.protocol === "smtps:";
	const auth = url.username ? { user: decode(url.username), pass: decode(url.password) } : undefined;
	return {
		host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
		port: url.port ? Number(url.port) : secure ? 465 : 587,
		secure,
		auth,
		requireTls: url.searchParams.get("tls") === "off" ? false : undefined,
	};
}

function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		throw new Error("The mail server's user or password has a % that is not an escape: write it as %25.");
	}
}
