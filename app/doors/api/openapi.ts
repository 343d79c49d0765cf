import { z } from "zod";
import { PERMISSIONS } from "#app/domain/identity/policy.ts";
import { permissionsOf } from "./endpoint.ts";
import type { Endpoint } from "./endpoint-definition.ts";

type Json = Record<string, unknown>;

/**
 * The API as an OpenAPI 3.1 document (spec.openapis.org/oas/v3.1.1), made from the very schemas that validate:
 * what it says is what is checked. `serverUrl` is where the API answers.
 */
export function openApi(endpoints: readonly Endpoint[], serverUrl: string): Json {
	const paths: Record<string, Json> = {};
	for (const each of endpoints) {
		paths[each.path] = { ...paths[each.path], [each.method.toLowerCase()]: operation(each) };
	}
	return {
		openapi: "3.1.1",
		info: {
			title: "Perigee API",
			version: "1",
			description:
				"The same rules and the same code as the pages. Lists answer newest first where there is no other order, " +
				"and `next` is the cursor of the next page or null. Instants are RFC 3339 in UTC; money is in cents.",
		},
		servers: [{ url: serverUrl }],
		security: [{ key: [] }],
		paths,
		components: {
			securitySchemes: {
				key: { type: "http", scheme: "bearer", description: "An API key: `npm run api-key -- --email WHO`." },
			},
			schemas: { Error: ERROR },
			headers: HEADERS,
		},
	};
}

/** The parts of an endpoint's input: parameters in path and query, and the body's schema where there is one. */
export function inputParts(definition: Endpoint) {
	const { $schema: _, ...schema } = z.toJSONSchema(definition.input, { io: "input", unrepresentable: "any" }) as Json;
	const properties = (schema.properties ?? {}) as Record<string, Json>;
	const required = (schema.required ?? []) as string[];
	const inPath = [...definition.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
	const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
	const hasBody = definition.method !== "GET" && definition.method !== "DELETE";
	const parameter = (name: string, where: "path" | "query") => ({
		name,
		in: where,
		required: where === "path" || required.includes(name),
		schema: properties[name] ?? { type: "string", format: "uuid" },
	});
	return {
		parameters: [
			...inPath.map((name) => parameter(name, "path")),
			...(hasBody ? [] : rest.map((name) => parameter(name, "query"))),
		],
		body: hasBody
			? {
					...schema,
					properties: Object.fromEntries(rest.map((name) => [name, properties[name]])),
					required: required.filter((name) => rest.includes(name)),
				}
			: undefined,
	};
}

function operation(definition: Endpoint): Json {
	const { parameters, body } = inputParts(definition);
	const scopes = scopesOf(definition).map((scope) => `\`${scope}\``);
	const needs = `Needs the role ${PERMISSIONS[definition.permission].role} and, by key, ${scopes.join(" and ")}.`;
	const isWrite = definition.method !== "GET";
	return {
		operationId: operationId(definition),
		summary: definition.summary,
		description: [definition.description, needs].filter(Boolean).join(" "),
		tags: [definition.path.split("/")[2]],
		parameters: [...parameters, ...(isWrite ? [IDEMPOTENCY_KEY] : [])],
		...(body
			? {
					requestBody: {
						required: true,
						content: { [definition.runUpload ? "multipart/form-data" : "application/json"]: { schema: body } },
					},
				}
			: {}),
		responses: { ...success(definition), ...refusals(definition, Boolean(body)) },
	};
}

/** The scopes that a key needs to call an endpoint. */
export function scopesOf(definition: Endpoint): string[] {
	return [...new Set(permissionsOf(definition).flatMap((name) => PERMISSIONS[name].scope ?? []))];
}

/** `GET /api/leads/{id}` is `getLeadsById`: stable, and fit for generated clients. */
export function operationId({ method, path }: Endpoint): string {
	const words = path.split("/").slice(2);
	const name = words.map((word) => (word.startsWith("{") ? `By${capital(word.slice(1, -1))}` : capital(word)));
	return `${method.toLowerCase()}${name.join("")}`;
}

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

function success(definition: Endpoint): Json {
	const status = definition.status ?? 200;
	const headers = Object.fromEntries(
		Object.keys(HEADERS).map((name) => [name, { $ref: `#/components/headers/${name}` }]),
	);
	if (status === 204) return { 204: { description: "Done.", headers } };
	const { $schema: _, ...schema } = z.toJSONSchema(definition.output, { unrepresentable: "any" }) as Json;
	const type = definition.runStream ? "text/event-stream" : "application/json";
	return { [status]: { description: "Done.", headers, content: { [type]: { schema } } } };
}

function refusals(definition: Endpoint, hasBody: boolean): Json {
	const wanted = [401, 403, ...(definition.path.includes("{") ? [404] : []), 422, 429];
	if (definition.method !== "GET") wanted.push(409);
	if (hasBody) wanted.push(400, 413, 415);
	const response = { content: { "application/json": { schema: { $ref: "#/components/schemas/Error" } } } };
	return Object.fromEntries(
		wanted.sort().map((status) => [status, { description: REFUSALS[status as keyof typeof REFUSALS], ...response }]),
	);
}

const REFUSALS = {
	400: "The body is not a JSON object.",
	401: "No key or session, or one that is not known, has expired or was revoked.",
	403: "The key's scopes or the member's role do not allow it.",
	404: "There is none with this id here: absent, or another organisation's.",
	409: "Something or somebody was faster; the message says what there is now.",
	413: "The body is larger than 1 MB.",
	415: "The body is not sent as application/json.",
	422: "Understood, but not acceptable; `fields` says where.",
	429: "Too many calls: wait as long as Retry-After says.",
};

const IDEMPOTENCY_KEY = {
	name: "Idempotency-Key",
	in: "header",
	required: false,
	description: "The same key with the same request is carried out once; later calls get the first answer for a day.",
	schema: { type: "string", minLength: 1, maxLength: 200 },
};

const HEADERS: Record<string, Json> = {
	"X-Request-Id": { description: "Names this request in logs and the audit log.", schema: { type: "string" } },
	"RateLimit-Limit": { description: "Calls that fit at once.", schema: { type: "integer" } },
	"RateLimit-Remaining": { description: "Calls left now.", schema: { type: "integer" } },
	"RateLimit-Reset": { description: "Seconds until all are back.", schema: { type: "integer" } },
};

const ERROR: Json = {
	type: "object",
	required: ["error"],
	properties: {
		error: {
			type: "object",
			required: ["code", "message", "fields", "requestId"],
			properties: {
				code: { type: "string" },
				message: { type: "string", description: "For a person; plain words." },
				fields: {
					type: "object",
					description: "Messages by the field at fault.",
					additionalProperties: { type: "array", items: { type: "string" } },
				},
				requestId: { type: "string" },
				details: { type: "object", description: "With 409 only: what there is now, such as other times." },
			},
		},
	},
};
