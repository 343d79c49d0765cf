import type { Args } from "#app/doors/request.ts";
import { answerEndpoint } from "./endpoint.ts";
import type { Endpoint } from "./endpoint-definition.ts";
import { inputParts, operationId, scopesOf } from "./openapi.ts";

export type ReadableField = { name: string; required: boolean; type: string; note: string };

/** One endpoint as a person reads and tries it. */
export type ReadableEndpoint = {
	id: string;
	method: string;
	path: string;
	summary: string;
	description: string;
	scopes: string[];
	parameters: (ReadableField & { in: "path" | "query" })[];
	body: ReadableField[];
	/** A body to begin with: the required fields, empty. */
	example: string;
};

/** The endpoints in the order of their page, in groups by the first word of their paths. */
export function readable(endpoints: readonly Endpoint[]): { name: string; endpoints: ReadableEndpoint[] }[] {
	const groups = new Map<string, ReadableEndpoint[]>();
	for (const each of endpoints) {
		const name = each.path.split("/")[2]!;
		groups.set(name, [...(groups.get(name) ?? []), describe(each)]);
	}
	return [...groups].map(([name, members]) => ({ name, endpoints: members }));
}

/** What a try was answered: status, headers worth reading, and the body, indented. */
export type Tried = { id: string; status: number; headers: string[]; body: string; sent: Record<string, string> };

/**
 * Carries out one call that somebody filled in on the page, as the member who is signed in; a stranger is answered as
 * the API answers strangers. Nothing that was sent is kept. Undefined for an endpoint that is none.
 */
export async function tryEndpoint(endpoints: readonly Endpoint[], args: Args): Promise<Tried | undefined> {
	const form = await args.request.formData();
	const sent = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
	const definition = endpoints.find((each) => operationId(each) === sent.operation);
	if (!definition) return undefined;
	const response = await answerEndpoint(endpoints, { ...args, request: requestOf(definition, sent, args.request) });
	const text = await response.text();
	const headers = ["x-request-id", "ratelimit-remaining", "retry-after"].flatMap((name) =>
		response.headers.has(name) ? [`${name}: ${response.headers.get(name)}`] : [],
	);
	const body = text === "" ? "" : JSON.stringify(JSON.parse(text), null, 2);
	return { id: operationId(definition), status: response.status, headers, body, sent };
}

function requestOf(definition: Endpoint, sent: Record<string, string>, page: Request): Request {
	const { parameters, body } = inputParts(definition);
	const url = new URL(page.url);
	url.search = "";
	url.pathname = definition.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(sent[name] || "-"));
	for (const { name, in: place } of parameters) {
		if (place === "query" && sent[name]) url.searchParams.set(name, sent[name]);
	}
	const headers = new Headers({ "content-type": "application/json" });
	// The session, and what the origin gate reads: a try may do what its page may.
	for (const name of ["cookie", "origin", "sec-fetch-site", "user-agent"]) {
		const value = page.headers.get(name);
		if (value !== null) headers.set(name, value);
	}
	return new Request(url, { method: definition.method, headers, body: body ? (sent.body ?? "") : null });
}

function describe(definition: Endpoint): ReadableEndpoint {
	const { parameters, body } = inputParts(definition);
	const required = body?.required ?? [];
	const fields = Object.entries(body?.properties ?? {}).map(([name, schema]) =>
		field(name, required.includes(name), schema),
	);
	return {
		id: operationId(definition),
		method: definition.method,
		path: definition.path,
		summary: definition.summary,
		description: definition.description ?? "",
		scopes: scopesOf(definition),
		parameters: parameters.map(({ name, required: must, in: place, schema }) => ({
			...field(name, must, schema),
			in: place,
		})),
		body: fields,
		example: JSON.stringify(Object.fromEntries(fields.filter((each) => each.required).map((each) => [each.name, ""]))),
	};
}

type Schema = Record<string, unknown>;

function field(name: string, required: boolean, schema: Schema | undefined): ReadableField {
	return { name, required, type: typeOf(schema ?? {}), note: noteOf(schema ?? {}) };
}

function typeOf(schema: Schema): string {
	if (Array.isArray(schema.enum)) return schema.enum.join(" | ");
	if (Array.isArray(schema.anyOf)) return schema.anyOf.map((each: Schema) => typeOf(each)).join(" or ");
	if (schema.type === "array") return `list of ${typeOf((schema.items ?? {}) as Schema)}`;
	return String(schema.format ?? schema.type ?? "value");
}

function noteOf(schema: Schema): string {
	const limits = [
		["at least", schema.minimum],
		["at most", schema.maximum],
		["else", schema.default],
	].flatMap(([word, value]) =>
		value === undefined || Math.abs(Number(value)) > 1e15 || value === "" ? [] : [`${word} ${JSON.stringify(value)}`],
	);
	return [schema.description, limits.join(", ")].filter(Boolean).join("; ");
}
