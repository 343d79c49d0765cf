import pg from "pg";
import { demoContent } from "#app/demo-content.ts";
import { seedDemo } from "#db/seed/demo.ts";
import { connectDemoShop, DEMO_CONNECTION, DEMO_SHOP } from "#db/seed/places.ts";
import { makeLocations } from "../demo/shop-catalogue.ts";
import { type ShopStandin, startShopStandin } from "../demo/shop-standin.ts";
import { startServer } from "./process.ts";
import { median, onDatabase, openHouse, quantile, type Stage, sleep } from "./stage.ts";

const ORDERS = 20;

/**
 * A shop's signed order until its first message stands in the outbox: the shop stand-in, a web process and a worker
 * process on a native database. Between the two lie the webhook, the shop's customer and vehicle, the lead, its
 * enrolment and the first touch.
 */
export async function endToEnd({ say }: Omit<Stage, "url">): Promise<void> {
	await onDatabase(async (url) => {
		const shop = await startShopStandin({ ...DEMO_SHOP, orders: 3 });
		const house = await openHouse(url);
		await seedDemo(demoContent);
		await connectDemoShop(
			shop.url,
			makeLocations().map((location) => location.id),
		);
		await house.close();
		const env = { DEMO_SHOP_URL: shop.url };
		const web = await startServer("web", url, env);
		const worker = await startServer("worker", url, env);
		shop.setWebhookUrl(`${web.url}/hooks/shop/${DEMO_CONNECTION}`);
		const database = new pg.Client({ connectionString: url });
		await database.connect();
		// The worker's first minute of housekeeping is not what is measured.
		await orderToMessage(shop, database);
		await sleep(2_000);
		const times: number[] = [];
		for (let n = 0; n < ORDERS; n++) {
			times.push(await orderToMessage(shop, database));
			await sleep(200);
		}
		await database.end();
		await web.stop();
		await worker.stop();
		await shop.stop();
		say(`order to first message, median (under 1 s)   ${median(times).toFixed(0)} ms`);
		say(`its range and p95                            ${spread(times)}`);
	});
}

const FIRST_MESSAGE = `select from messages m join leads l on l.org_id = m.org_id and l.id = m.lead_id
	where l.external_order_id = $1 and m.direction = 'out' limit 1`;

/** Milliseconds from the order in the shop until its customer's first message is a row. */
async function orderToMessage(shop: ShopStandin, database: pg.Client): Promise<number> {
	const began = performance.now();
	const { order, delivery } = await shop.placeOrder();
	if (delivery?.status !== 202) throw new Error(`the webhook was answered ${delivery?.status}`);
	for (;;) {
		const { rowCount } = await database.query(FIRST_MESSAGE, [order.id]);
		if (rowCount) return performance.now() - began;
		if (performance.now() - began > 30_000) throw new Error("no message within 30 s");
		await sleep(5);
	}
}

function spread(times: readonly number[]): string {
	const ends = `${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)} ms`;
	return `${ends}, p95 ${quantile(times, 0.95).toFixed(0)} ms`;
}
