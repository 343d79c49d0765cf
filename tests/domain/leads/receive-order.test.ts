import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { importOrderJob } from "#app/domain/leads/shop-jobs.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import {
	type ConnectedShop,
	connectTestShop,
	deliveriesOf,
	leadsOf,
	openHookServer,
} from "#tests/support/shop-house.ts";

let hookServer: string;
let org: TestOrg;
let shop: ConnectedShop;

beforeAll(async () => {
	await openTestHouse();
	hookServer = await openHookServer();
});

beforeEach(async () => {
	org = await makeOrg();
	shop = await connectTestShop(org, hookServer);
});

describe("a signed order", () => {
	test("LEAD-2 is stored with its job before it is answered, and becomes a lead with customer and vehicle", async () => {
		const { order, customer, vehicle, delivery } = await shop.standin.placeOrder();
		expect(delivery?.status).toBe(202);
		const { deliveryId } = JSON.parse(delivery!.body);
		expect(await deliveriesOf(org)).toMatchObject([{ id: deliveryId, state: "received", via: "webhook" }]);
		expect(await waitingJobs(importOrderJob)).toMatchObject([{ payload: { orgId: org.id, deliveryId } }]);
		const ran = await runJobs(new Date(), 2);
		expect(ran.filter(({ error }) => error)).toEqual([]);
		expect(await deliveriesOf(org)).toMatchObject([{ state: "processed", reason: null }]);
		const leads = await leadsOf(org);
		expect(leads).toMatchObject([
			{
				source: "shop",
				external_order_id: order.id,
				external_status: "Estimate",
				first_name: customer.firstName,
				last_name: customer.lastName,
				email: (customer.emails as { email: string }[])[0]!.email,
				make: vehicle.make,
				enrich_error: null,
				services: [order.coalescedName],
				value_cents: order.totalCostCents,
			},
		]);
		expect(leads[0]!.conversation_id).not.toBeNull();
	});
});
