import { newId } from "#app/base/ids.ts";
import { createApiKey } from "#app/domain/identity/api-keys/create-api-key.ts";
import { SCOPES } from "#app/domain/identity/policy.ts";
import { answerEndpoint } from "#app/doors/api/endpoint.ts";
import { endpoints } from "#app/routes/api/endpoints.ts";
import type { Role } from "#db/context.ts";
import { asActor, SYSTEM, type TestOrg } from "./house.ts";

export type Call = {
	method?: string;
	body?: unknown;
	/** A body as it is, instead of JSON. */
	raw?: BodyInit;
	headers?: Record<string, string>;
	ip?: string;
};

// biome-ignore lint/suspicious/noExplicitAny: answers are read by the tests that know their shape.
export type ApiAnswer = { status: number; headers: Headers; body: any };

/** A new API key of an organisation's member of that role; every scope unless said. */
export async function makeKey(org: TestOrg, role: Role = "owner", scopes: readonly string[] = SCOPES): Promise<string> {
	const made = await asActor(org.id, SYSTEM, (ctx) =>
		createApiKey(ctx, { name: `${role}'s key`, scopes, memberId: org.members[role].id }),
	);
	return made.key;
}

/** Calls an endpoint as the server does, without the network: by key, or by what `headers` say when there is none. */
export async function callApi(key: string | undefined, path: string, call: Call = {}): Promise<ApiAnswer> {
	const { method = call.body === undefined && call.raw === undefined ? "GET" : "POST" } = call;
	const headers = new Headers({
		...(key ? { authorization: `Bearer ${key}` } : {}),
		...(call.body === undefined ? {} : { "content-type": "application/json" }),
		...call.headers,
	});
	const raw = call.raw instanceof FormData ? await asBytes(call.raw, headers) : call.raw;
	const body = raw ?? (call.body === undefined ? null : JSON.stringify(call.body));
	const init = { method, headers, body, ...(body instanceof ReadableStream ? { duplex: "half" } : {}) };
	const request = new Request(`http://localhost:3000${path}`, init as RequestInit);
	const context = { requestId: newId(), nonce: "", ip: call.ip ?? "203.0.113.9" };
	const response = await answerEndpoint(endpoints, { request, context });
	const text = await response.text();
	const isJson = text !== "" && !response.headers.get("content-type")?.startsWith("text/event-stream");
	return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : undefined };
}

/**
 * A form as the bytes that come over a wire. Node writes a form itself while it is read, and stumbles over a body that a door
 * stops reading half-way.
 */
async function asBytes(form: FormData, headers: Headers): Promise<ArrayBuffer> {
	const written = new Response(form);
	headers.set("content-type", written.headers.get("content-type")!);
	return written.arrayBuffer();
}
