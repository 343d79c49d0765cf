import { isDeeperThan } from "#app/base/depth.ts";
import { type Outside, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { type TenantAnswer, TenantHttpError, type TenantRequest } from "#app/providers/web/port.ts";

/** What is shown in place of a secret. */
export const MASK = "•••";

const SECRET_NAME = /auth|cookie|secret|token|password|passwd|credential|session|signature|api[-_]?key|access[-_]?key/i;

/** Whether a header, by its name, carries a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);

/** Headers as they may be kept and shown. */
export function withoutSecrets<Header extends { name: string; value: string }>(headers: readonly Header[]): Header[] {
	return headers.map((header) => (isSecretName(header.name) && header.value ? { ...header, value: MASK } : header));
}

/** An address as it may be kept and shown: without the values of parameters that are secrets by their names. */
export function withoutSecretsInUrl(text: string): string {
	if (!URL.canParse(text)) return text;
	const url = new URL(text);
	const secrets = [...url.searchParams.keys()].filter(isSecretName);
	if (secrets.length === 0 && !url.password) return text;
	for (const name of secrets) url.searchParams.set(name, MASK);
	if (url.password) url.password = MASK;
	return url.toString().replaceAll(encodeURIComponent(MASK), MASK);
}

/** Answers that another try may better: too many requests, and faults of the server (RFC 9110, RFC 6585). */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

/** Sends a request; what went wrong is a `StepFailure` in words, final where another try would end the same way. */
export async function send(
	{ http, signal }: Pick<Outside, "http" | "signal">,
	url: string,
	request: Omit<TenantRequest, "signal">,
): Promise<TenantAnswer> {
	try {
		return await http(url, { ...request, signal });
	} catch (error) {
		if (error instanceof TenantHttpError) throw new StepFailure(error.message, { isFinal: error.isFinal });
		throw error;
	}
}

/** Throws for an answer that is none: 4xx and 5xx, with the beginning of what it said. */
export function assertTaken({ status, body }: TenantAnswer, url: string): void {
	if (status < 400) return;
	const said = body.trim().slice(0, 300);
	const words = `${new URL(url).host} answered ${status}${said ? `: ${said}` : "."}`;
	throw new StepFailure(words, { isFinal: !isPassing(status) });
}

/** An answer for the steps after it: JSON is read, texts stay; what a server keeps in browsers is left out. */
export function readAnswer({ status, headers, body }: TenantAnswer) {
	const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecretName(name)));
	return { status, headers: kept, body: isJson(headers["content-type"] ?? "") ? parsed(body) : storableText(body) };
}

const isJson = (type: string): boolean => /^application\/(?:[\w.+-]+\+)?json\b/i.test(type);

function parsed(body: string): unknown {
	try {
		const value = JSON.parse(storableText(body).replaceAll("\\u0000", ""));
		return isDeeperThan(value, DEEPEST) ? storableText(body) : value;
	} catch {
		return storableText(body);
	}
}

/** What is made to be deep stays a text, as what is no JSON does. */
const DEEPEST = 100;

/** What no Postgres text can hold is taken out. */
const storableText = (text: string): string => text.replaceAll("\0", "").toWellFormed();
