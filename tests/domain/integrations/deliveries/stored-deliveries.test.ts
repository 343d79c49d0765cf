import { describe, expect, test } from "vitest";
import { getDelivery, listDeliveries } from "#app/domain/integrations/deliveries/delivery-queries.ts";
import { replayDelivery } from "#app/domain/leads/intake/deliveries/replay-delivery.ts";
import { as, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { type ConnectedShop, deliveriesOf, eachWithShop, leadsOf, soon } from "#tests/support/shop-house.ts";

let org: TestOrg;
let shop: ConnectedShop;

eachWithShop((made) => {
	({ org, shop } = made);
});

describe("stored deliveries", () => {
	test("LEAD-2 are listed by key and state, and one shows its body and no secret", async () => {
		for (let index = 0; index < 3; index++) await shop.standin.placeOrder();
		await shop.standin.placeOrder({ status: "Invoice" });
		await runJobs(soon());
		const { connectionId } = shop;
		const ignored = await as(org, "admin", (ctx) => listDeliveries(ctx, { connectionId, state: "ignored" }));
		expect(ignored.data).toHaveLength(1);
		const all = await as(org, "admin", (ctx) => listDeliveries(ctx, { connectionId }));
		expect(all.data.map(({ id }) => id)).toEqual((await deliveriesOf(org)).map(({ id }) => id).reverse());
		const older = await as(org, "admin", (ctx) => listDeliveries(ctx, { connectionId, after: all.data[1]!.id }));
		expect(older.data.map(({ id }) => id)).toEqual(all.data.slice(2).map(({ id }) => id));
		const one = await as(org, "admin", (ctx) => getDelivery(ctx, { connectionId, id: all.data[0]!.id }));
		expect(one.body).toContain('\n  "table": "order"');
		expect(JSON.stringify(one.headers)).not.toMatch(/signature/);
	});

	test("LEAD-2 replayed after processing change nothing new", async () => {
		await shop.standin.placeOrder();
		await runJobs(soon());
		const before = await leadsOf(org);
		const [delivery] = await deliveriesOf(org);
		await as(org, "admin", (ctx) => replayDelivery(ctx, { connectionId: shop.connectionId, id: delivery!.id }));
		const again = as(org, "admin", (ctx) => replayDelivery(ctx, { connectionId: shop.connectionId, id: delivery!.id }));
		await expect(again).rejects.toMatchObject({ status: 409 });
		await runJobs(soon(), 2);
		expect(await leadsOf(org)).toEqual(before);
		expect(await deliveriesOf(org)).toMatchObject([{ state: "processed", lead_id: before[0]!.id }]);
	});

	test("LEAD-2 ignored for their status become a lead on replay when that status is chosen", async () => {
		await shop.standin.placeOrder({ status: "RepairOrder" });
		await runJobs(soon());
		await as(org, "owner", (ctx) =>
			ctx.db
				.updateTable("shop_connections")
				.set({ lead_statuses: ["RepairOrder"] })
				.execute(),
		);
		const [delivery] = await deliveriesOf(org);
		await as(org, "admin", (ctx) => replayDelivery(ctx, { connectionId: shop.connectionId, id: delivery!.id }));
		await runJobs(soon());
		expect(await leadsOf(org)).toHaveLength(1);
	});
});
