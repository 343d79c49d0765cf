import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { PERMISSIONS } from "#app/domain/identity/policy.ts";
import { openSession } from "#app/domain/identity/sessions/open-session.ts";
import { permissionsOf } from "#app/doors/api/endpoint.ts";
import { openApi, scopesOf } from "#app/doors/api/openapi.ts";
import { readable, tryEndpoint } from "#app/doors/api/openapi-page.ts";
import { signInCookie } from "#app/doors/session.ts";
import { endpoints } from "#app/routes/api/endpoints.ts";
import { asSystem } from "#db/context.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makePlace } from "#tests/support/places.ts";

// biome-ignore lint/suspicious/noExplicitAny: the document is JSON, walked as such.
type Json = any;

describe("the OpenAPI document", () => {
	const document: Json = JSON.parse(JSON.stringify(openApi(endpoints, "https://perigee.example")));
	const operations: Json[] = Object.values<Json>(document.paths).flatMap((path) => Object.values<Json>(path));

	test("API every endpoint stands in it once, and nothing else", () => {
		const said = Object.entries<Json>(document.paths).flatMap(([path, item]) =>
			Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
		);
		expect(said.sort()).toEqual(endpoints.map((each) => `${each.method} ${each.path}`).sort());
		const ids = operations.map((each) => each.operationId);
		expect(new Set(ids).size).toBe(ids.length);
	});

	test("API path parameters are declared, references resolve, and no answer is left undescribed", () => {
		for (const [path, item] of Object.entries<Json>(document.paths)) {
			const wanted = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
			for (const operation of Object.values<Json>(item)) {
				const declared = operation.parameters.filter((each: Json) => each.in === "path");
				expect(declared.map((each: Json) => [each.name, each.required])).toEqual(wanted.map((name) => [name, true]));
			}
		}
		for (const reference of JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
			const found = reference[1]!.split("/").reduce((at: Json, key) => at?.[key], document);
			expect(found, reference[1]).toBeDefined();
		}
		for (const each of operations) {
			const good = Object.entries<Json>(each.responses).find(([status]) => status.startsWith("2"));
			const { content = {} } = good?.[1] ?? {};
			const schema = (content["application/json"] ?? content["text/event-stream"])?.schema;
			expect(schema?.type, each.operationId).toBe("object");
			expect(undescribed(schema), each.operationId).toEqual([]);
		}
	});

	test("API writes name the Idempotency-Key, and what they take", () => {
		for (const definition of endpoints) {
			const operation = document.paths[definition.path][definition.method.toLowerCase()];
			const headers = operation.parameters.filter((each: Json) => each.in === "header");
			// A file is its own digest and a stream is read as it is written: neither is brought back by a key.
			const isKeyed = definition.method !== "GET";
			expect(headers.map((each: Json) => each.name)).toEqual(isKeyed ? ["Idempotency-Key"] : []);
			expect(Boolean(operation.requestBody)).toBe(["POST", "PUT", "PATCH"].includes(definition.method));
		}
		const { schema } = document.paths["/api/leads"].post.requestBody.content["application/json"];
		expect(schema.required).toEqual(["locationId", "title"]);
		expect(document.paths["/api/leads/{id}"].patch.requestBody.content["application/json"].schema).toMatchObject({
			additionalProperties: false,
			properties: { title: { type: "string" } },
		});
	});

	test("ID-5 each operation says the scopes that the permission table asks of a key", () => {
		for (const definition of endpoints) {
			const wanted = permissionsOf(definition).flatMap((name) => PERMISSIONS[name].scope ?? []);
			expect(scopesOf(definition)).toEqual([...new Set(wanted)]);
			const { description } = document.paths[definition.path][definition.method.toLowerCase()];
			for (const scope of wanted) expect(description).toContain(scope);
		}
	});
});

describe("the page of the API", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});

	async function sent(fields: Record<string, string>, more: Record<string, string> = {}) {
		const origin = { ip: undefined, userAgent: undefined, requestId: "test" };
		const { token } = await asSystem((db) => openSession(db, org.members.owner.userId, origin));
		const cookie = (await signInCookie(token)).split(";")[0]!;
		const headers = { cookie, "sec-fetch-site": "same-origin", ...more };
		const body = new URLSearchParams(fields);
		const request = new Request("http://localhost:3000/api/docs", { method: "POST", headers, body });
		return tryEndpoint(endpoints, { request, context: { requestId: newId(), nonce: "", ip: undefined } });
	}

	test("API it describes every endpoint with its parameters and fields", () => {
		const all = readable(endpoints).flatMap((group) => group.endpoints);
		expect(all.map((each) => `${each.method} ${each.path}`).sort()).toEqual(
			endpoints.map((each) => `${each.method} ${each.path}`).sort(),
		);
		const list = all.find((each) => each.id === "getLeads")!;
		expect(list.parameters.find((each) => each.name === "limit")).toMatchObject({ in: "query", required: false });
		expect(list.parameters.find((each) => each.name === "limit")?.note).toContain("at most 100");
	});

	test("API a try without JavaScript reads and writes as the member who is signed in", async () => {
		const place = await makePlace(org.id);
		const body = JSON.stringify({ locationId: place.id, title: "Tried", contact: { email: "try@c.test" } });
		const made = await sent({ operation: "postLeads", body });
		expect(made).toMatchObject({ id: "postLeads", status: 201, sent: { body } });
		const { id } = JSON.parse(made!.body);
		expect(await sent({ operation: "getLeadsById", id })).toMatchObject({ status: 200 });
		const listed = await sent({ operation: "getLeads", limit: "1", state: "" });
		expect(JSON.parse(listed!.body).data).toHaveLength(1);
		expect(await sent({ operation: "postLeads", body: "{" })).toMatchObject({ status: 400 });
		expect(await sent({ operation: "getLeadsById", id: "" })).toMatchObject({ status: 404 });
	});

	test("API a try for a stranger is 401, from another site 403, and of no endpoint nothing", async () => {
		expect(await sent({ operation: "getLeads" }, { cookie: "" })).toMatchObject({ status: 401 });
		const cross = { "sec-fetch-site": "cross-site" };
		expect(await sent({ operation: "postLeads", body: "{}" }, cross)).toMatchObject({ status: 403 });
		expect(await sent({ operation: "dropEverything" })).toBeUndefined();
	});

	test("API the try shows no cookie", async () => {
		expect(JSON.stringify(await sent({ operation: "getSystemStatus" }))).not.toContain("perigee=");
	});
});

/** The paths of parts that say nothing of what they are. */
function undescribed(schema: Json, at = ""): string[] {
	const either = schema.anyOf ?? schema.oneOf;
	if (either) return either.flatMap((each: Json) => undescribed(each, at));
	if (schema.type === "object") {
		return Object.entries<Json>(schema.properties ?? {}).flatMap(([name, each]) => undescribed(each, `${at}.${name}`));
	}
	if (schema.type === "array") return undescribed(schema.items, `${at}[]`);
	return schema.type || schema.enum || "const" in schema ? [] : [at];
}
