import { describe, expect, test } from "vitest";
import { getDelivery } from "#app/domain/integrations/deliveries/delivery-queries.ts";
import { importOrderJob } from "#app/domain/leads/intake/jobs.ts";
import { as, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import {
	type ConnectedShop,
	deliveriesOf,
	eachWithShop,
	leadsOf,
	postDelivery,
	SHOP_SECRET,
	soon,
} from "#tests/support/shop-house.ts";
import { deliveryBody, signDelivery } from "../../../../../scripts/demo/shop-deliveries.ts";

let org: TestOrg;
let shop: ConnectedShop;

eachWithShop((made) => {
	({ org, shop } = made);
});

const post = (body: string, headers?: Record<string, string>, url = shop.url) => postDelivery(url, body, headers);
const orderBody = () => deliveryBody("order", "INSERT", shop.standin.makeOrder().order);

describe("a signed order", () => {
	test("LEAD-2 is stored with its job before it is answered, and becomes a lead with customer and vehicle", async () => {
		const { order, customer, vehicle, delivery } = await shop.standin.placeOrder();
		expect(delivery?.status).toBe(202);
		const { deliveryId } = JSON.parse(delivery!.body);
		expect(await deliveriesOf(org)).toMatchObject([{ id: deliveryId, state: "received", via: "webhook" }]);
		expect(await waitingJobs(importOrderJob)).toMatchObject([{ payload: { orgId: org.id, deliveryId } }]);
		const ran = await runJobs(soon(), 2);
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
		const running = await as(org, "owner", (ctx) => ctx.db.selectFrom("enrollments").selectAll().execute());
		expect(running).toMatchObject([{ lead_id: leads[0]!.id }]);
	});

	test("LEAD-2 twenty copies at once are one delivery, one job and one lead", async () => {
		const body = orderBody();
		const headers = signDelivery(body, SHOP_SECRET, new Date());
		const answers = await Promise.all(Array.from({ length: 20 }, () => post(body, headers)));
		expect(answers.map(({ status }) => status).sort()).toEqual([...Array(19).fill(200), 202]);
		expect(new Set(answers.map((answer) => answer.body.deliveryId)).size).toBe(1);
		expect(await deliveriesOf(org)).toHaveLength(1);
		expect(await waitingJobs(importOrderJob)).toHaveLength(1);
		await runJobs(soon(), 2);
		expect(await leadsOf(org)).toHaveLength(1);
	});

	test("LEAD-2 twenty deliveries about the same order at once make one lead and one contact", async () => {
		const { order } = shop.standin.makeOrder();
		const answers = await Promise.all(Array.from({ length: 20 }, () => shop.standin.deliver(order)));
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
		expect(await deliveriesOf(org)).toHaveLength(20);
		await runJobs(soon(), 2);
		expect(await leadsOf(org)).toHaveLength(1);
		expect((await deliveriesOf(org)).every((delivery) => delivery.lead_id !== null)).toBe(true);
		const contacts = await as(org, "owner", (ctx) => ctx.db.selectFrom("contacts").select("id").execute());
		expect(contacts).toHaveLength(1);
	});

	test("LEAD-2 many different orders at once are all kept, each with its own answer", async () => {
		const bodies = Array.from({ length: 60 }, orderBody);
		const answers = await Promise.all(bodies.map((body) => post(body)));
		expect(answers.map(({ status }) => status)).toEqual(Array(60).fill(202));
		expect(new Set(answers.map((answer) => answer.body.deliveryId)).size).toBe(60);
		const kept = await deliveriesOf(org);
		for (const [index, answer] of answers.entries()) {
			expect(kept.find((delivery) => delivery.id === answer.body.deliveryId)?.body).toBe(bodies[index]);
		}
	});

	test("LEAD-2 in a status that is not chosen is kept as ignored with the reason", async () => {
		await shop.standin.placeOrder({ status: "RepairOrder" });
		await runJobs(soon());
		expect(await leadsOf(org)).toEqual([]);
		const [kept] = await deliveriesOf(org);
		expect(kept).toMatchObject({ state: "ignored", reason: "Orders in the status RepairOrder make no lead here" });
	});

	test("LEAD-2 keeps no header that could hold a secret", async () => {
		const body = orderBody();
		const headers = { ...signDelivery(body, SHOP_SECRET, new Date()), authorization: "Bearer abc", cookie: "a=b" };
		await post(body, headers);
		const [kept] = await deliveriesOf(org);
		expect(Object.keys(kept!.headers as object)).toContain("webhook-id");
		expect(JSON.stringify(kept!.headers)).not.toMatch(/Bearer|a=b|v1,/);
	});

	test("LEAD-2 holding zero characters and half surrogates becomes a lead all the same", async () => {
		const { order } = shop.standin.makeOrder();
		const body = deliveryBody("order", "INSERT", { ...order, coalescedName: "Tint \u0000 and \ud800 wrap" });
		expect((await post(body)).status).toBe(202);
		const ran = await runJobs(soon());
		expect(ran.filter(({ error }) => error)).toEqual([]);
		expect((await leadsOf(org))[0]!.title).toMatch(/^Tint {2}and . wrap$/);
	});
});

test("LEAD-2 an order with a hostile depth in it is taken like any other", async () => {
	const { order } = shop.standin.makeOrder();
	const deep = "[".repeat(200_000) + "]".repeat(200_000);
	const body = deliveryBody("order", "INSERT", order).replace('"archived":false', `"archived":false,"x":${deep}`);
	expect(body).toContain(deep);
	expect((await post(body)).status).toBe(202);
	const ran = await runJobs(soon());
	expect(ran.filter(({ error }) => error)).toEqual([]);
	expect(await leadsOf(org)).toHaveLength(1);
	const [kept] = await deliveriesOf(org);
	const shown = as(org, "owner", (ctx) => getDelivery(ctx, { connectionId: shop.connectionId, id: kept!.id }));
	expect((await shown).body.length).toBeLessThan(110_000);
});
