import { describe, expect, test } from "vitest";
import { startDuePolls } from "#app/domain/integrations/find-due-connections.ts";
import { pollShopJob, schedulePollsJob } from "#app/domain/integrations/jobs.ts";
import { pollDelayAfter } from "#app/domain/integrations/poll-rules.ts";
import { as, asActor, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import {
	type ConnectedShop,
	connectionOf,
	deliveriesOf,
	eachWithShop,
	leadsOf,
	soon,
} from "#tests/support/shop-house.ts";

let org: TestOrg;
let shop: ConnectedShop;

eachWithShop((made) => {
	({ org, shop } = made);
});

/** Runs what is due after starting this connection's poll, as the cron does. */
async function poll(now: Date, times = 1) {
	await asActor(org.id, SYSTEM, (ctx) =>
		ctx.enqueue(pollShopJob, { orgId: org.id, connectionId: shop.connectionId }, { after: now }),
	);
	return runJobs(now, times);
}

const later = (seconds: number) => new Date(Date.now() + seconds * 1_000);

describe("polling", () => {
	test("LEAD-3 an order whose webhook was missed becomes a lead, once", async () => {
		const { order } = shop.standin.makeOrder();
		await poll(later(1), 2);
		expect(await leadsOf(org)).toMatchObject([{ external_order_id: order.id, enrich_error: null }]);
		await poll(later(40), 2);
		expect(await leadsOf(org)).toHaveLength(1);
		expect(await deliveriesOf(org)).toMatchObject([{ via: "poll", state: "processed" }]);
	});

	test("LEAD-3 webhook and poll together make one lead", async () => {
		const { order } = await shop.standin.placeOrder();
		await shop.standin.deliver(order);
		await poll(later(1), 2);
		expect(await leadsOf(org)).toHaveLength(1);
	});

	test("LEAD-3 what a webhook brought is not stored again, and orders that make no lead are not stored", async () => {
		await shop.standin.placeOrder();
		await runJobs(soon());
		shop.standin.makeOrder({ status: "Invoice" });
		await poll(later(1));
		expect(await deliveriesOf(org)).toMatchObject([{ via: "webhook" }]);
	});

	test("LEAD-3 a change that no webhook told reaches the lead", async () => {
		const { order } = await shop.standin.placeOrder();
		await runJobs(soon());
		shop.standin.changeOrder(order.id, { coalescedName: "Changed", updatedDate: later(1).toISOString() });
		await poll(later(2));
		expect(await leadsOf(org)).toMatchObject([{ title: "Changed" }]);
	});

	test("LEAD-3 walks all pages of many orders, losing none", async () => {
		const made = Array.from({ length: 130 }, () => shop.standin.makeOrder().order.id);
		await poll(later(1));
		expect(new Set((await leadsOf(org)).map((lead) => lead.external_order_id))).toEqual(new Set(made));
	});

	test("LEAD-3 begins no earlier than the look-back of the connection", async () => {
		const old = shop.standin.makeOrder().order;
		shop.standin.changeOrder(old.id, { updatedDate: new Date(Date.now() - 3 * 86_400_000).toISOString() });
		const fresh = shop.standin.makeOrder().order;
		await poll(later(1));
		expect((await leadsOf(org)).map((lead) => lead.external_order_id)).toEqual([fresh.id]);
	});

	test("LEAD-3 plans its next run half a minute later, and the minute's net starts none twice", async () => {
		const now = later(1);
		await poll(now);
		const [next, ...more] = await waitingJobs(pollShopJob);
		expect(more).toEqual([]);
		expect(next!.startAfter.getTime() - now.getTime()).toBe(30_000);
		await startDuePolls(later(45));
		await startDuePolls(later(45));
		const waiting = await waitingJobs(pollShopJob);
		expect(waiting.filter(({ payload }) => payload.connectionId === shop.connectionId)).toHaveLength(2);
		const asked = shop.standin.requests.length;
		await runJobs(later(46));
		expect(shop.standin.requests.length - asked).toBe(1);
		expect(schedulePollsJob.name).toBe("integrations.schedule-polls");
	});

	test("LEAD-3 a connection that waits long is asked at once when it is due after all", async () => {
		shop.standin.setFault("500");
		await poll(later(1));
		shop.standin.setFault(null);
		shop.standin.makeOrder();
		await as(org, "owner", (ctx) =>
			ctx.db
				.updateTable("shop_connections")
				.set({ poll_after: new Date() })
				.where("id", "=", shop.connectionId)
				.execute(),
		);
		await startDuePolls(later(2));
		await runJobs(later(3));
		expect(await leadsOf(org)).toHaveLength(1);
	});

	test("LEAD-3 two runs at once ask the shop once", async () => {
		const now = later(1);
		const asked = () => shop.standin.requests.filter(({ path }) => path.startsWith("/v3/order?")).length;
		await poll(now, 2);
		expect(asked()).toBe(1);
	});

	test("LEAD-3 a failing connection shows why, waits longer each time, and recovers", async () => {
		shop.standin.setFault("500");
		let now = later(1);
		const waits: number[] = [];
		for (let round = 0; round < 3; round++) {
			await poll(now, 2);
			const { poll_after } = await connectionOf(org, shop);
			waits.push(poll_after.getTime() - now.getTime());
			now = new Date(poll_after.getTime() + 1_000);
		}
		expect(waits).toEqual([60_000, 120_000, 240_000]);
		const failing = await connectionOf(org, shop);
		expect(failing).toMatchObject({ failures: 3, last_error: expect.stringMatching(/fault of its own/) });
		expect(failing.failing_since).not.toBeNull();
		shop.standin.setFault(null);
		shop.standin.makeOrder();
		await poll(now);
		expect(await connectionOf(org, shop)).toMatchObject({ failures: 0, failing_since: null, last_error: null });
		expect(await leadsOf(org)).toHaveLength(1);
	});

	test("LEAD-3 leads that came while the shop was away are completed as soon as it answers", async () => {
		shop.standin.setFault("500");
		await poll(later(1));
		await shop.standin.placeOrder();
		await runJobs(later(2));
		expect(await leadsOf(org)).toMatchObject([{ enriched_at: null, enrich_error: expect.any(String) }]);
		shop.standin.setFault(null);
		await poll(later(90));
		expect(await leadsOf(org)).toMatchObject([{ enrich_error: null, email: expect.any(String) }]);
	});

	test("LEAD-3 does not ask before the time a shop names", () => {
		expect(pollDelayAfter(1, 7_000)).toBe(60_000);
		expect(pollDelayAfter(1, 3_600_000)).toBe(3_600_000);
		expect(pollDelayAfter(50, null)).toBe(15 * 60_000);
	});

	test("LEAD-3 another organisation's connection is refused for good", async () => {
		const other = await makeOrg("Another firm");
		await asActor(other.id, SYSTEM, (ctx) =>
			ctx.enqueue(pollShopJob, { orgId: other.id, connectionId: shop.connectionId }),
		);
		const [ran] = await runJobs(soon());
		expect(ran!.error?.constructor.name).toBe("PermanentFailure");
	});
});
