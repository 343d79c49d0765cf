import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { hooks } from "#app/hooks.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { openHookServer } from "#tests/support/shop-house.ts";

// Every hook, by itself and as new ones join: a stranger changes nothing, whatever they send.

let url: string;
let org: TestOrg;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	url = await openHookServer();
});

const BODIES: { name: string; body: BodyInit; type: string }[] = [
	{ name: "nothing", body: "", type: "application/json" },
	{ name: "broken JSON", body: '{"table": "order', type: "application/json" },
	{
		name: "another shape",
		body: JSON.stringify([{ event: "delivered", email: "x@firm.test" }]),
		type: "application/json",
	},
	{
		name: "a form",
		body: "From=%2B15005550006&To=%2B15005550100&Body=STOP",
		type: "application/x-www-form-urlencoded",
	},
	{ name: "bytes", body: new Uint8Array([0, 255, 254, 0, 1]), type: "application/octet-stream" },
];

describe.each(hooks.map(({ path }) => ({ path })))("the hook $path", ({ path }) => {
	const place = () => url + path.replaceAll(/:\w+/g, () => newId());

	test.each(BODIES)("refuses $name without a signature, and changes nothing", async ({ body, type }) => {
		const before = await countRows(org);
		const response = await fetch(place(), { method: "POST", body, headers: { "Content-Type": type } });
		expect(response.status).toBeGreaterThanOrEqual(400);
		expect(response.status).toBeLessThan(500);
		expect(await countRows(org)).toEqual(before);
	});

	test("takes POST only", async () => {
		for (const method of ["GET", "PUT", "DELETE"]) expect((await fetch(place(), { method })).status).toBe(405);
	});
});

function countRows(of: TestOrg) {
	return as(of, "owner", async ({ db }) => {
		const tables = [
			"events",
			"messages",
			"contacts",
			"leads",
			"shop_deliveries",
			"account_deliveries",
			"suppressions",
		] as const;
		return Promise.all(
			tables.map(async (table) => {
				const row = await db
					.selectFrom(table)
					.select((count) => count.fn.countAll<number>().as("rows"))
					.executeTakeFirst();
				return row?.rows;
			}),
		);
	});
}
