import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import type { Endpoint } from "#app/doors/api/endpoint-definition.ts";
import { inputParts } from "#app/doors/api/openapi.ts";
import { endpoints } from "#app/routes/api/endpoints.ts";
import { asSystem } from "#db/context.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { HOSTILE, HOSTILE_JSON } from "#tests/support/hostile.ts";
import { makeOrg, openTestHouse } from "#tests/support/house.ts";
import { makePlace } from "#tests/support/places.ts";

// Every field of every endpoint is given what no honest caller sends. A new endpoint joins by being listed.

let key: string;
/** Values with which a call gets past its schema, by field. */
let good: Record<string, unknown>;
let calls = 0;

beforeAll(async () => {
	await openTestHouse();
	const org = await makeOrg();
	const place = await makePlace(org.id);
	key = await makeKey(org);
	const lead = await callApi(key, "/api/leads", {
		body: { locationId: place.id, title: "Tint", contact: { email: "fuzz@c.test" } },
	});
	good = {
		locationId: place.id,
		serviceId: place.serviceId,
		contactId: lead.body.contact.id,
		leadId: lead.body.id,
		startsAt: "2031-03-04T15:00:00Z",
		title: "Tint",
		message: "What does it cost?",
	};
});

describe.each(endpoints.map((each) => ({ definition: each, name: `${each.method} ${each.path}` })))(
	"$name",
	({ definition }) => {
		const { parameters, body } = inputParts(definition);
		const fields = Object.keys((body as { properties?: object } | undefined)?.properties ?? {});
		const queries = parameters.filter((each) => each.in === "query").map((each) => each.name);

		test("answers hostile values with what is wrong with them, never with a fault of ours", async () => {
			const wrong: string[] = [];
			const tell = async (name: string, value: unknown) => {
				const { status } = await ask(definition, { [name]: value });
				if (status >= 500 || status === 429) wrong.push(`${status} ${name}: ${JSON.stringify(value).slice(0, 120)}`);
			};
			for (const [at, name] of queries.entries()) for (const value of halfOf(HOSTILE, at)) await tell(name, value);
			for (const [at, name] of fields.entries()) {
				for (const value of halfOf([...HOSTILE, ...HOSTILE_JSON], at)) await tell(name, value);
			}
			expect(wrong).toEqual([]);
		}, 240_000);

		test("answers a hostile path, body and Idempotency-Key likewise", async () => {
			const statuses: Record<string, number> = {};
			for (const value of HOSTILE) {
				const path = definition.path.replace(/\{\w+\}/g, encodeURIComponent(value.toWellFormed()));
				await fill();
				statuses[`path ${value}`] = (await callApi(key, path, { method: definition.method })).status;
				if (definition.method === "GET") continue;
				const raw = value.toWellFormed();
				const headers = { "content-type": "application/json" };
				statuses[`body ${value}`] = (
					await callApi(key, pathOf(definition), { method: definition.method, raw, headers })
				).status;
				const plain = /^[\x20-\x7e]+$/.test(value) ? value : encodeURIComponent(raw);
				const keyed = { method: definition.method, body: {}, headers: { "idempotency-key": plain } };
				statuses[`key ${value}`] = (await callApi(key, pathOf(definition), keyed)).status;
			}
			expect(Object.entries(statuses).filter(([, status]) => status >= 500)).toEqual([]);
		}, 240_000);
	},
);

/** Every other value for one field, the others for the next: all of them for each cost minutes. */
function halfOf<T>(values: readonly T[], at: number): T[] {
	return values.filter((_, index) => (index + at) % 2 === 0);
}

async function ask(definition: Endpoint, hostile: Record<string, unknown>) {
	await fill();
	const { parameters, body } = inputParts(definition);
	if (!body) {
		const needed = parameters.filter((each) => each.in === "query" && each.required).map((each) => each.name);
		const given = Object.fromEntries(needed.map((name) => [name, String(good[name])]));
		const query = new URLSearchParams({ ...given, ...(hostile as Record<string, string>) });
		return callApi(key, `${pathOf(definition)}?${query}`, { method: definition.method });
	}
	const needed = (body as { required?: string[] }).required ?? [];
	const given = Object.fromEntries(needed.map((name) => [name, good[name]]));
	return callApi(key, pathOf(definition), { method: definition.method, body: { ...given, ...hostile } });
}

function pathOf({ path }: Endpoint): string {
	return path
		.replace("{leadId}", String(good.leadId))
		.replace("/leads/{id}", `/leads/${good.leadId}`)
		.replace(/\{\w+\}/, newId);
}

/** The key's bucket is filled up again before it is empty, so that every call gets as far as its input. */
async function fill(): Promise<void> {
	if (calls++ % 20 > 0) return;
	await asSystem((db) => sql`delete from rate_limits`.execute(db));
}
