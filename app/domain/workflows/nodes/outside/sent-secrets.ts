import { isSecretName, MASK, type Replace, replaceInText, replaceInUrl } from "./secret-texts.ts";

/** A request as it goes out. */
type Sent = { url: string; headers: Readonly<Record<string, string>>; body?: string | undefined };

/** Hides what is secret in a text or in JSON. */
export type Hide = <Value>(value: Value) => Value;

/** A shorter one stands in any text by chance. */
const LEAST = 4;

/**
 * What hides in an answer whatever secret went out with its request: a server may repeat what it was sent, and an answer is
 * kept and shown. Hidden are the values that are masked where the request is shown (`isSecretName`, `pathSecrets`), each as
 * it was sent, without the scheme before it (`Bearer …`), and as it reads when decoded (percent signs, JSON, the name and
 * password of `Basic`). What has fewer than four signs is left: it stands in any text by chance.
 */
export function hideSent(sent: Sent): Hide {
	const secrets = secretsOf(sent);
	if (secrets.length === 0) return (value) => value;
	const inText = (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, MASK), text);
	const inAll = (value: unknown): unknown => {
		if (typeof value === "string") return inText(value);
		if (typeof value === "number") return secrets.includes(String(value)) ? MASK : value;
		if (Array.isArray(value)) return value.map(inAll);
		if (value === null || typeof value !== "object") return value;
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [inText(name), inAll(one)]));
	};
	return <Value>(value: Value) => inAll(value) as Value;
}

/** The longest first, so that none is hidden in part by another within it. */
function secretsOf({ url, headers, body = "" }: Sent): string[] {
	const found = new Set<string>();
	const note: Replace = ({ value }) => {
		for (const form of formsOf(value)) if (form.length >= LEAST) found.add(form);
		return value;
	};
	replaceInUrl(url, note);
	for (const [name, value] of Object.entries(headers)) {
		if (isSecretName(name)) note({ name, value });
		else replaceInText(value, note);
	}
	replaceInText(body, note);
	return [...found].sort((one, other) => other.length - one.length);
}

function formsOf(value: string): string[] {
	const [, scheme, rest] = /^([a-z][\w-]*)\s+(\S.*)$/i.exec(value) ?? [];
	const forms = [value, ...(rest ? [rest] : [])];
	if (scheme?.toLowerCase() === "basic") {
		const plain = Buffer.from(rest!, "base64").toString("utf8");
		forms.push(plain, plain.slice(plain.indexOf(":") + 1));
	}
	// As a form has it, blanks are plus signs.
	return forms.flatMap((form) => [
		form,
		percentDecoded(form),
		percentDecoded(form.replaceAll("+", " ")),
		unescaped(form),
	]);
}

function percentDecoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

function unescaped(text: string): string {
	try {
		return String(JSON.parse(`"${text}"`));
	} catch {
		return text;
	}
}
