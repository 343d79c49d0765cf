import { z } from "zod";
import { defineNode, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { needed, optional, type Pair, pairs } from "#app/domain/workflows/nodes/texts.ts";
import { assertTaken, readAnswer, send } from "./request.ts";
import { withoutSecrets, withoutSecretsInText, withoutSecretsInUrl } from "./secret-texts.ts";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;

type Settings = {
	method: (typeof METHODS)[number];
	url: string;
	headers: Pair[];
	body: string;
	failsOnError: boolean;
};

/** What a header's name and value may hold (RFC 9110, section 5). */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const sample = { status: 200, headers: { "content-type": "application/json" }, body: {} };

/**
 * Asks another system anything (FLOW-1). No answer in time, 429 and 5xx are tried again with the same key; other refusals
 * leave by `error` at once. Private addresses are refused.
 */
export const httpCall = defineNode<Settings>({
	type: "http",
	label: "HTTP request",
	group: "outside",
	hint: "Asks another system, and reads its answer.",
	settings: z.strictObject({
		method: z.enum(METHODS).default("GET"),
		url: needed("write the address", 4_000).refine(
			(url) => url.includes("{{") || /^https?:\/\//i.test(url),
			"begin the address with https://",
		),
		headers: pairs(30).refine(
			(all) => all.every(({ name, value }) => NAME.test(name) && !/[\r\n\0]/.test(value)),
			"a header's name holds letters, digits and hyphens, its value one line",
		),
		body: optional(200_000),
		failsOnError: z.coerce.boolean().default(true),
	}),
	fields: [
		{ name: "method", label: "Method", kind: "choice", choices: METHODS.map((value) => ({ value, label: value })) },
		{ name: "url", label: "Address", kind: "text", help: "May hold {{ expressions }}." },
		{
			name: "headers",
			label: "Headers",
			kind: "pairs",
			isOptional: true,
			help: "Keys and passwords are not shown in runs.",
		},
		{ name: "body", label: "Body", kind: "lines", isOptional: true, help: "JSON or text, with {{ expressions }}." },
		{ name: "failsOnError", label: "Treat answers from 400 on as failures", kind: "switch" },
	],
	ports: () => ["next"],
	canFail: true,
	shown: (settings) => ({
		...settings,
		url: withoutSecretsInUrl(settings.url),
		headers: withoutSecrets(settings.headers),
		body: withoutSecretsInText(settings.body),
	}),
	call: async (outside, { settings, key, timeoutMs }) => {
		const { method, url, body, failsOnError } = settings;
		if (!URL.canParse(url)) throw new StepFailure(`“${withoutSecretsInUrl(url)}” is no address.`);
		const given = Object.fromEntries(settings.headers.map(({ name, value }) => [name.toLowerCase(), value]));
		const hasBody = body !== "" && method !== "GET";
		const headers: Record<string, string> = { "idempotency-key": key, "user-agent": "Perigee", ...given };
		if (hasBody) headers["content-type"] ??= typeOf(body);
		const answer = await send(outside, url, { method, headers, ...(hasBody ? { body } : {}), timeoutMs });
		if (failsOnError) assertTaken(answer, url);
		return { output: readAnswer(answer) };
	},
	preview: ({ settings }) => ({
		effect: `Would send ${settings.method} to ${withoutSecretsInUrl(settings.url)}.`,
		output: sample,
	}),
	sample,
});

function typeOf(body: string): string {
	try {
		JSON.parse(body);
		return "application/json";
	} catch {
		return "text/plain; charset=utf-8";
	}
}
