import { isDeeperThan } from "#app/base/depth.ts";
import { type Outside, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { type TenantAnswer, TenantHttpError, type TenantRequest } from "#app/providers/web/port.ts";
import { isSecretName } from "./secret-texts.ts";
import { type Hide, hideSent } from "./sent-secrets.ts";

/** Answers that another try may better: too many requests, and faults of the server (RFC 9110, RFC 6585). */
const isPassing = (status: number): boolean => status === 429 || status >= 500;

/** An answer, and what hides in it the secrets that went out. */
type Answer = TenantAnswer & { hide: Hide };

/** Sends a request; what went wrong is a `StepFailure` in words, final where another try would end the same way. */
export async function send(
	{ http, signal }: Pick<Outside, "http" | "signal">,
	url: string,
	request: Omit<TenantRequest, "signal">,
): Promise<Answer> {
	const hide = hideSent({ url, ...request });
	try {
		return { ...(await http(url, { ...request, signal })), hide };
	} catch (error) {
		if (error instanceof TenantHttpError) throw new StepFailure(hide(error.message), { isFinal: error.isFinal });
		if (error instanceof Error && hide(error.message) !== error.message) error.message = hide(error.message);
		throw error;
	}
}

/** Throws for an answer that is none: 4xx and 5xx, with the beginning of what it said. */
export function assertTaken({ status, body, hide }: Answer, url: string): void {
	if (status < 400) return;
	// Hidden before it is cut: the beginning of a secret is one.
	const said = hide(body.trim()).slice(0, 300);
	const words = `${new URL(url).host} answered ${status}${said ? `: ${said}` : "."}`;
	throw new StepFailure(words, { isFinal: !isPassing(status) });
}

/** An answer for the steps after it: JSON is read, texts stay; what a server keeps in browsers, and what was secret, is left out. */
export function readAnswer({ status, headers, body, hide }: Answer) {
	const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !isSecretName(name)));
	const read = isJson(headers["content-type"] ?? "") ? parsed(body) : storableText(body);
	return { status, headers: hide(kept), body: hide(read) };
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
