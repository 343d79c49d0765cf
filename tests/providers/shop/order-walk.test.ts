import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openShop } from "#app/providers/shop/open.ts";
import type { ShopOrder, ShopSystem } from "#app/providers/shop/port.ts";
import { type ShopStandin, startShopStandin } from "../../../scripts/demo/shop-standin.ts";

let standin: ShopStandin;
let shop: ShopSystem;

beforeAll(async () => {
	standin = await startShopStandin({ apiKey: "k", webhookSecret: "s", orders: 0 });
	shop = openShop({ kind: "shopmonkey", baseUrl: standin.url, apiKey: "k", webhookSecret: "s", allowPrivate: true });
});
beforeEach(() => {
	standin.state.orders.length = 0;
});
afterAll(() => standin.stop());

function place(seed: number, updatedDate: string) {
	const { order } = standin.makeOrder({ seed });
	return standin.changeOrder(order.id, { updatedDate });
}

/** Walks to the end, as the poller does; `between` runs after each page. */
async function walk(cursor: string | null, limit: number, between: (page: number) => void = () => {}) {
	const orders: ShopOrder[] = [];
	for (let page = 1; page < 50; page += 1) {
		const answer = await shop.listOrdersSince({ cursor, limit });
		orders.push(...answer.orders);
		cursor = answer.nextCursor;
		if (!answer.more) return { ids: new Set(orders.map((order) => order.externalId)), cursor, pages: page };
		between(page);
	}
	throw new Error("the walk does not end");
}

test("LEAD-3 a walk meets every order, also when the shop was asked for few at a time", async () => {
	for (let index = 0; index < 23; index += 1) place(10_000 + index, minute(index));
	const first = await walk(null, 5);
	expect(first.ids.size).toBe(23);
});

test("LEAD-3 orders are asked for sorted, in the one spelling the shop listens to, and come so", async () => {
	for (let index = 0; index < 9; index += 1) place(15_000 + index, minute(20 - index));
	const { orders } = await shop.listOrdersSince({ cursor: null, limit: 50 });
	const times = orders.map((order) => order.updatedAt.getTime());
	expect(times).toEqual([...times].sort((left, right) => left - right));
	expect(times).toHaveLength(9);
});

test("LEAD-3 the next walk sees what changed since, with an overlap for what was written late", async () => {
	place(20_000, minute(0));
	place(20_001, minute(30));
	const first = await walk(shop.cursorAt(new Date(minute(-60))), 50);
	expect(first.ids.size).toBe(2);
	const late = place(20_002, minute(29));
	const tooOld = place(20_003, minute(5));
	const next = place(20_004, minute(31));
	const second = await walk(first.cursor, 50);
	expect(second.ids).toContain(late.id);
	expect(second.ids).toContain(next.id);
	expect(second.ids).not.toContain(tooOld.id);
});

test("LEAD-3 a quiet shop keeps the cursor where it was", async () => {
	place(21_000, minute(0));
	const first = await walk(null, 50);
	const second = await walk(first.cursor, 50);
	expect(second.cursor).toBe(first.cursor);
	const empty = await walk(shop.cursorAt(new Date(minute(500))), 50);
	expect([empty.ids.size, empty.cursor]).toEqual([0, shop.cursorAt(new Date(minute(500)))]);
});

test("LEAD-3 hundreds of orders changed in one instant are all met", async () => {
	for (let index = 0; index < 260; index += 1) place(30_000 + index, minute(7));
	const found = await walk(null, 100);
	expect(found.ids.size).toBe(260);
	place(31_000, minute(8));
	expect((await walk(found.cursor, 100)).ids.size).toBe(261);
});

test("LEAD-3 an order that changes during the walk pushes no other out of it", async () => {
	const orders = Array.from({ length: 20 }, (_, index) => place(40_000 + index, minute(index)));
	const found = await walk(null, 5, (page) => {
		if (page === 1) standin.changeOrder(orders[1]!.id, { updatedDate: minute(100) });
		if (page === 2) standin.changeOrder(orders[2]!.id, { updatedDate: minute(101) });
	});
	expect(found.ids.size).toBe(20);
});

test("LEAD-3 only the locations asked for are told", async () => {
	const [here, there] = standin.state.locations.map((location) => location.id);
	standin.makeOrder({ seed: 50_000, locationId: here });
	standin.makeOrder({ seed: 50_001, locationId: there });
	const answer = await shop.listOrdersSince({ cursor: null, locationIds: [there!], limit: 50 });
	expect(answer.orders.map((order) => order.externalLocationId)).toEqual([there]);
});

test("LEAD-3 a cursor that is none is refused", async () => {
	for (const cursor of ["", "x", "2026-01-01|2026-01-01|-", "a|b|c|d"]) {
		await expect(shop.listOrdersSince({ cursor, limit: 10 })).rejects.toMatchObject({ kind: "rejected" });
	}
});

function minute(index: number): string {
	return new Date(Date.UTC(2026, 10, 21, 8, index)).toISOString();
}
