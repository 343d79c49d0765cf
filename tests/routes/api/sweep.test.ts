import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { PERMISSIONS } from "#app/domain/identity/policy.ts";
import { endpoints } from "#app/routes/api/endpoints.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

// Every endpoint as a stranger, as another organisation and with too little role or scope; new ones join by themselves.

let org: TestOrg;
let ids: Record<string, string>;
let strangerKey: string;
let viewerKey: string;
let bareKey: string;
let otherBareKey: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	const other = await makeOrg("Another firm");
	ids = await fill(org);
	strangerKey = await makeKey(other);
	viewerKey = await makeKey(org, "viewer");
	bareKey = await makeKey(org, "owner", ["tasks:read"]);
	otherBareKey = await makeKey(org, "owner", ["locations:read"]);
});

describe.each(endpoints.map((endpoint, index) => ({ endpoint, index, name: `${endpoint.method} ${endpoint.path}` })))(
	"$name",
	({ endpoint, index }) => {
		// Who brings no key is counted by address: each endpoint is asked from one of its own.
		const ip = `198.51.100.${index + 1}`;
		const path = () =>
			endpoint.path.replaceAll(/\{(\w+)\}/g, () => (/appointments/.test(endpoint.path) ? ids.appointment! : ids.lead!));
		const body =
			endpoint.method === "GET" || endpoint.method === "DELETE" ? {} : { body: { message: "hello", version: 1 } };
		const needs = PERMISSIONS[endpoint.permission];

		test("ID-5 asks a stranger for a key", async () => {
			expect((await callApi(undefined, path(), { method: endpoint.method, ip, ...body })).status).toBe(401);
			expect((await callApi("pk_not-a-key", path(), { method: endpoint.method, ip, ...body })).status).toBe(401);
		});

		if (endpoint.path.includes("{"))
			test("shows another organisation nothing, as if it were not there", async () => {
				const absent = endpoint.path.replaceAll(/\{(\w+)\}/g, newId());
				const foreign = await callApi(strangerKey, path(), { method: endpoint.method, ...body });
				const missing = await callApi(strangerKey, absent, { method: endpoint.method, ...body });
				expect([404, 422]).toContain(foreign.status);
				expect(foreign.status).toBe(missing.status);
				expect({ ...foreign.body.error, requestId: "" }).toEqual({ ...missing.body.error, requestId: "" });
			});

		if (needs.scope !== null)
			test("ID-5 refuses a key without its scope", async () => {
				const without = needs.scope === "tasks:read" ? otherBareKey : bareKey;
				expect((await callApi(without, path(), { method: endpoint.method, ...body })).status).not.toBeLessThan(400);
			});

		if (needs.role !== "viewer")
			test("ID-2 refuses a viewer's key", async () => {
				const answer = await callApi(viewerKey, path(), { method: endpoint.method, ...body });
				expect([403, 422]).toContain(answer.status);
				expect(answer.status).not.toBe(200);
			});
	},
);

/** One lead and one appointment, to be reached for. */
function fill(of: TestOrg): Promise<Record<string, string>> {
	return as(of, "owner", async ({ db, org: org_id }) => {
		const [contact, location, lead, appointment] = [newId(), newId(), newId(), newId()] as const;
		await db.insertInto("contacts").values({ org_id, id: contact, first_name: "Ann" }).execute();
		await db
			.insertInto("locations")
			.values({ org_id, id: location, name: "Here", slug: "here", time_zone: "UTC" })
			.execute();
		await db
			.insertInto("leads")
			.values({ org_id, id: lead, contact_id: contact, location_id: location, source: "member" })
			.execute();
		const [starts, ends] = [new Date(Date.now() + 86_400_000), new Date(Date.now() + 90_000_000)];
		await db
			.insertInto("appointments")
			.values({
				org_id,
				id: appointment,
				location_id: location,
				bay: 1,
				contact_id: contact,
				title: "Tint",
				starts_at: starts,
				ends_at: ends,
				during: `[${starts.toISOString()},${ends.toISOString()})`,
				time_zone: "UTC",
				origin: "member",
			})
			.execute();
		return { lead, appointment };
	});
}
