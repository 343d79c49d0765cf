import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { type ShopStandin, startShopStandin } from "../../../scripts/demo/shop-standin.ts";

type Answer = { success: boolean; message: string; data: { updatedDate: string }[]; meta: unknown };

const running: ShopStandin[] = [];
afterEach(async () => {
	for (const standin of running.splice(0)) await standin.stop();
});

async function start(options: Partial<Parameters<typeof startShopStandin>[0]> = {}) {
	const standin = await startShopStandin({ apiKey: "k", webhookSecret: "s", ...options });
	running.push(standin);
	return standin;
}

async function ask(standin: ShopStandin, path: string, init: RequestInit = {}) {
	const headers = { authorization: "Bearer k", "content-type": "application/json" };
	const response = await fetch(standin.url + path, { headers, ...init });
	return { status: response.status, headers: response.headers, json: (await response.json()) as Answer };
}

test("the same moment makes the same shop", async () => {
	const now = () => new Date("2026-11-21T12:00:00Z");
	const [one, two] = [await start({ now }), await start({ now })];
	expect(one.state).toEqual(two.state);
	expect(one.state.services.length / one.state.locations.length).toBe(26);
	expect(new Set(one.state.services.map((service) => service.id)).size).toBe(78);
	expect(JSON.stringify(one.makeOrder({ seed: 9 }))).toBe(JSON.stringify(two.makeOrder({ seed: 9 })));
});

test("what was made up is still there after a restart", async () => {
	const folder = mkdtempSync(join(tmpdir(), "shop-"));
	const file = join(folder, "deep", "shop.json");
	const first = await start({ file });
	const made = first.makeOrder();
	await running.pop()!.stop();
	const second = await start({ file });
	expect(second.state.customers.at(-1)).toEqual(made.customer);
	expect(second.makeOrder().order.number).toBe(String(Number(made.order.number) + 1));
	rmSync(folder, { recursive: true });
});

test("it refuses what the shop refuses", async () => {
	const standin = await start();
	const anonymous = await ask(standin, "/order", { headers: {} });
	expect([anonymous.status, anonymous.json.success]).toEqual([401, false]);
	expect((await ask(standin, "/order", { headers: { authorization: "Bearer other" } })).status).toBe(401);
	expect((await ask(standin, "/order/none")).json).toMatchObject({ success: false, message: "Record not found" });
	expect((await ask(standin, "/nothing")).status).toBe(404);
	expect((await ask(standin, "/order?where=x")).status).toBe(400);
	expect((await ask(standin, "/order?limit=x")).status).toBe(400);
	const post = (body: unknown) => ask(standin, "/appointment", { method: "POST", body: JSON.stringify(body) });
	expect((await post({ name: "Wrap" })).json.message).toContain("startDate");
	expect((await ask(standin, "/appointment", { method: "POST", body: "{" })).status).toBe(400);
});

test("its pages end at a hundred, and unsorted ones come in no useful order", async () => {
	const standin = await start({ orders: 130 });
	const ids = (json: Answer) => json.data.map((order) => order.updatedDate);
	const sorted = (await ask(standin, `/order?limit=500&orderby=${encodeURIComponent('{"updatedDate":"asc"}')}`)).json;
	expect([sorted.data.length, sorted.meta]).toEqual([100, { total: 130, hasMore: true }]);
	expect(ids(sorted)).toEqual([...ids(sorted)].sort());
	const camel = (await ask(standin, `/order?limit=500&orderBy=${encodeURIComponent('{"updatedDate":"asc"}')}`)).json;
	expect(ids(camel)).not.toEqual([...ids(camel)].sort());
});

test("a fault lasts as many requests as told", async () => {
	const standin = await start();
	standin.setFault("429", 2);
	const first = await ask(standin, "/order");
	expect([first.status, first.headers.get("retry-after")]).toEqual([429, "7"]);
	expect((await ask(standin, "/order")).status).toBe(429);
	expect((await ask(standin, "/order")).status).toBe(200);
});

test("an unheard webhook is told as such, it breaks nothing", async () => {
	const standin = await start({ webhookUrl: "http://127.0.0.1:9/hooks" });
	expect((await standin.placeOrder()).delivery).toMatchObject({ status: null });
	standin.setWebhookUrl(null);
	expect((await standin.placeOrder()).delivery).toBeNull();
});
