import { describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { enrichLeadJob, importOrderJob } from "#app/domain/leads/intake/jobs.ts";
import { getLead } from "#app/domain/leads/lists/lead-queries.ts";
import { as, asActor, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import { type ConnectedShop, deliveriesOf, eachWithShop, leadsOf, soon } from "#tests/support/shop-house.ts";
import type { ShopFault } from "../../../../../scripts/demo/shop-faults.ts";

let org: TestOrg;
let shop: ConnectedShop;

eachWithShop((made) => {
	({ org, shop } = made);
});

test("LEAD-2 a lead shows the number by which shop and customer call the order, not the system's key", async () => {
	const { order } = await shop.standin.placeOrder();
	await runJobs(soon());
	const [lead] = await leadsOf(org);
	const shown = await as(org, "viewer", (ctx) => getLead(ctx, lead!.id));
	expect(order.number).toBeTruthy();
	expect(shown.order).toBe(String(order.number));
});

describe("later updates of an order", () => {
	test("LEAD-2 change its lead's title, value, services and status, and record what changed", async () => {
		const { order } = await shop.standin.placeOrder();
		await runJobs(soon());
		const changed = shop.standin.changeOrder(order.id, {
			coalescedName: "Ceramic tint and a wash",
			totalCostCents: 12_345,
			status: "RepairOrder",
			updatedDate: new Date(Date.now() + 1_000).toISOString(),
		});
		shop.standin.state.orderServices.push({ id: "extra", orderId: order.id, name: "Wash", totalCents: 2_000 });
		await shop.standin.deliver(changed);
		await runJobs(soon(), 2);
		const [lead, ...more] = await leadsOf(org);
		expect(more).toEqual([]);
		expect(lead).toMatchObject({
			title: "Ceramic tint and a wash",
			value_cents: 12_345,
			external_status: "RepairOrder",
		});
		expect(lead!.services).toContain("Wash");
		expect(await eventsOf("lead.changed")).toHaveLength(1);
	});

	test("LEAD-2 that arrive out of order leave the latest on the lead", async () => {
		const { order } = shop.standin.makeOrder();
		const older = { ...order, coalescedName: "Older", updatedDate: new Date(Date.now() - 60_000).toISOString() };
		await shop.standin.deliver(order);
		await runJobs(soon());
		const title = (await leadsOf(org))[0]!.title;
		await shop.standin.deliver(older);
		await runJobs(soon());
		expect((await leadsOf(org))[0]!.title).toBe(title);
		expect((await deliveriesOf(org)).at(-1)).toMatchObject({
			state: "processed",
			reason: "Older than what the lead already shows",
		});
	});

	test("LEAD-2 deleted in the shop: the lead is lost with the reason and its sequence stops", async () => {
		const { order } = await shop.standin.placeOrder();
		await runJobs(soon());
		await shop.standin.deliver(order, { operation: "DELETE" });
		await runJobs(soon(), 2);
		expect(await leadsOf(org)).toMatchObject([{ state: "lost", lost_reason: "The order was deleted in the shop" }]);
		const running = await as(org, "owner", (ctx) => ctx.db.selectFrom("enrollments").select("state").execute());
		expect(running).toEqual([{ state: "stopped" }]);
		expect(await eventsOf("lead.state-changed")).toHaveLength(1);
	});

	test("LEAD-2 invoiced in the shop: the lead is won, and archiving it after takes nothing back", async () => {
		const { order } = await shop.standin.placeOrder();
		await runJobs(soon());
		const at = (seconds: number) => new Date(Date.now() + seconds * 1_000).toISOString();
		await shop.standin.deliver(shop.standin.changeOrder(order.id, { status: "Invoice", updatedDate: at(1) }));
		await runJobs(soon());
		expect(await leadsOf(org)).toMatchObject([{ state: "won" }]);
		await shop.standin.deliver(shop.standin.changeOrder(order.id, { archived: true, updatedDate: at(2) }));
		await runJobs(soon());
		expect(await leadsOf(org)).toMatchObject([{ state: "won" }]);
	});
});

describe("a shop that does not answer", () => {
	test.each<[ShopFault, RegExp]>([
		["500", /fault of its own/],
		["429", /wait before the next call/],
		["nonsense", /could not be read/],
		["not-json", /not JSON/],
		["403", /API key/],
	])("LEAD-4 with %s: the lead is there with the reason, and completed once by a later try", async (fault, reason) => {
		shop.standin.setFault(fault);
		const { customer } = await shop.standin.placeOrder();
		const now = new Date();
		expect((await runJobs(now, 2)).filter(({ error }) => error)).toEqual([]);
		const [lead] = await leadsOf(org);
		expect(lead).toMatchObject({ enriched_at: null, enrich_error: expect.stringMatching(reason), email: null });
		expect(await enrollments()).toEqual([]);
		expect(await waitingJobs(enrichLeadJob)).toHaveLength(1);
		shop.standin.setFault(null);
		await runJobs(new Date(now.getTime() + 60_000), 2);
		expect(await leadsOf(org)).toMatchObject([
			{ id: lead!.id, enrich_error: null, email: (customer.emails as { email: string }[])[0]!.email },
		]);
		expect(await enrollments()).toHaveLength(1);
		expect(await waitingJobs(enrichLeadJob)).toEqual([]);
	});

	test("LEAD-4 hanging: the lead waits a few seconds for it, not longer", async () => {
		shop.standin.setFault("hang");
		await shop.standin.placeOrder();
		const started = performance.now();
		await runJobs(soon());
		expect(performance.now() - started).toBeLessThan(9_000);
		expect(await leadsOf(org)).toMatchObject([{ enrich_error: "The shop system did not answer in time" }]);
	});

	test("LEAD-4 waits as long as the shop asks, and longer with each try", async () => {
		shop.standin.setFault("429");
		await shop.standin.placeOrder();
		const now = new Date();
		await runJobs(now);
		const [first] = await waitingJobs(enrichLeadJob);
		await runJobs(new Date(now.getTime() + 31_000));
		const [second] = await waitingJobs(enrichLeadJob);
		expect(second!.payload.attempt).toBe(1);
		const wait = (job: { startAfter: Date }, from: number) => job.startAfter.getTime() - from;
		expect(wait(second!, now.getTime() + 31_000)).toBeGreaterThan(wait(first!, now.getTime()));
	});

	test("LEAD-4 a customer whom somebody here knows by address gets the lead when the shop answers", async () => {
		shop.standin.setFault("500");
		const { customer } = await shop.standin.placeOrder();
		const email = (customer.emails as { email: string }[])[0]!.email;
		const now = new Date();
		await runJobs(now);
		const known = newId();
		await as(org, "owner", (ctx) =>
			ctx.db.insertInto("contacts").values({ org_id: org.id, id: known, first_name: "Ann", email }).execute(),
		);
		shop.standin.setFault(null);
		await runJobs(new Date(now.getTime() + 60_000), 2);
		expect(await leadsOf(org)).toMatchObject([{ contact_id: known, first_name: "Ann", enrich_error: null }]);
		const living = await as(org, "owner", (ctx) =>
			ctx.db.selectFrom("contacts").select("id").where("deleted_at", "is", null).execute(),
		);
		expect(living).toEqual([{ id: known }]);
	});

	test("LEAD-4 a customer without email and phone is a lead all the same", async () => {
		const { order, customer } = shop.standin.makeOrder();
		Object.assign(customer, { emails: [], phoneNumbers: [{ id: "p", number: "no phone", primary: true }] });
		await shop.standin.deliver(order);
		await runJobs(soon());
		expect(await leadsOf(org)).toMatchObject([{ email: null, phone: null, enrich_error: null }]);
	});

	test("LEAD-4 a customer who told the shop not to text is suppressed for texts", async () => {
		const { order, customer } = shop.standin.makeOrder();
		const [phone] = customer.phoneNumbers as { number: string; optIn: boolean }[];
		phone!.optIn = false;
		await shop.standin.deliver(order);
		await runJobs(soon());
		const refused = await as(org, "owner", (ctx) => ctx.db.selectFrom("suppressions").selectAll().execute());
		expect(refused).toMatchObject([{ channel: "sms", address: phone!.number }]);
	});
});

test("a delivery or a lead of another organisation in a job's payload is refused for good", async () => {
	const other = await makeOrg("Another firm");
	await shop.standin.placeOrder();
	await runJobs(soon());
	const [delivery] = await deliveriesOf(org);
	const [lead] = await leadsOf(org);
	await asActor(other.id, SYSTEM, async (ctx) => {
		await ctx.enqueue(importOrderJob, { orgId: other.id, deliveryId: delivery!.id });
		await ctx.enqueue(enrichLeadJob, { orgId: other.id, leadId: lead!.id, attempt: 0 });
	});
	const ran = await runJobs(soon());
	expect(ran.map(({ error }) => error?.constructor.name)).toEqual(["PermanentFailure", "PermanentFailure"]);
	expect(await leadsOf(other)).toEqual([]);
	expect(await leadsOf(org)).toEqual([lead]);
});

function eventsOf(name: string) {
	return as(org, "owner", (ctx) => ctx.db.selectFrom("events").selectAll().where("name", "=", name).execute());
}

function enrollments() {
	return as(org, "owner", (ctx) => ctx.db.selectFrom("enrollments").select("id").execute());
}
