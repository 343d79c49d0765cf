import { isDeeperThan } from "#app/base/depth.ts";
import { type Outside, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { type TenantAnswer, TenantHttpError, type TenantRequest } from "#app/providers/web/port.ts";
import { isSecretName } from "./secret-texts.ts";

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
