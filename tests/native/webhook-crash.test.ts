import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#db/client.ts";
import { makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";
import { type ConnectedShop, connectTestShop, SHOP_SECRET } from "#tests/support/shop-house.ts";
import { deliveryBody, signDelivery } from "../../scripts/demo/shop-deliveries.ts";

// Orders pour in while the web and the job process are killed again and again. What was answered is there, once.

const ORDERS = 120;
let url: string;
let org: TestOrg;
let shop: ConnectedShop;
let web: AppProcess;
let worker: AppProcess;

beforeAll(async () => {
	url = await openNativeHouse();
	org = await makeOrg();
	shop = await connectTestShop(org, "http://127.0.0.1:1");
	[web, worker] = await Promise.all([start("web"), start("worker")]);
});
afterAll(() => Promise.all([web.kill("SIGKILL"), worker.kill("SIGKILL")]));

test("LEAD-2 no order that was answered is lost or doubled while web and worker are killed", async () => {
	const orders = Array.from({ length: ORDERS }, () => shop.standin.makeOrder().order);
	const taken = new Set<string>();
	let isPouring = true;
	const killing = killAgainAndAgain(() => isPouring);
	for (const order of orders) {
		const body = deliveryBody("order", "INSERT", order);
		const headers = signDelivery(body, SHOP_SECRET, new Date());
		// As a shop does: the same delivery again, until somebody answers; now and then once more for good measure.
		for (let tries = 0; tries < 80; tries++) {
			const status = await send(body, headers);
			if (status === 202 || status === 200) {
				taken.add(order.id);
				break;
			}
			await sleep(100);
		}
		if (taken.size % 10 === 0) await send(body, headers);
	}
	isPouring = false;
	await killing;
	expect(taken.size).toBe(ORDERS);
	await expect.poll(() => countLeads(), { timeout: 60_000, interval: 500 }).toEqual({ leads: ORDERS, orders: ORDERS });
	await expect
		.poll(() => countEnrolments(), { timeout: 60_000, interval: 500 })
		.toEqual({ doubled: 0, enrolled: ORDERS });
});

async function killAgainAndAgain(goOn: () => boolean): Promise<void> {
	while (goOn()) {
		await sleep(1_500);
		await web.kill("SIGKILL");
		web = await start("web");
		await sleep(700);
		await worker.kill("SIGKILL");
		worker = await start("worker");
	}
}

function start(role: "web" | "worker"): Promise<AppProcess> {
	return startApp({
		role,
		env: { DATABASE_URL: url, SECRET_KEY: "test-secret-key", ALLOW_PRIVATE_TARGETS: "true", LOG_LEVEL: "error" },
	});
}

async function send(body: string, headers: Record<string, string>): Promise<number> {
	const path = new URL(shop.url).pathname;
	return fetch(web.url + path, { method: "POST", body, headers, signal: AbortSignal.timeout(5_000) }).then(
		(response) => response.status,
		() => 0,
	);
}

const query = async <Row>(text: string) => {
	const database = openDatabase({ url });
	try {
		return (await database.owner.query<Row>(text, [org.id]))[0]!;
	} finally {
		await database.close();
	}
};

const countLeads = () =>
	query<{ leads: number; orders: number }>(
		"select count(*)::int as leads, count(distinct external_order_id)::int as orders from leads where org_id = $1",
	);

/** What each lead gets is keyed by its enrolment, so that is what must not double. */
const countEnrolments = () =>
	query<{ doubled: number; enrolled: number }>(`
		select (select count(*)::int from (select lead_id from enrollments where org_id = $1 group by lead_id having count(*) > 1) d) as doubled,
			(select count(*)::int from enrollments where org_id = $1) as enrolled`);
