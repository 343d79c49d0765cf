import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import path from "node:path";
import { makeLocations } from "./shop-catalogue.ts";
import { startShopStandin } from "./shop-standin.ts";

export type DemoShopOptions = {
	apiKey: string;
	webhookSecret: string;
	/** Where its state and its control socket stand. */
	folder: string;
	webhookUrl: string;
	port?: number;
};

/** Where `npm run demo:order` reaches the stand-in: a socket that only the folder's owner may use. */
export function demoShopSocket(folder: string): string {
	return path.join(folder, "demo-shop.sock");
}

/**
 * The shop stand-in of the demo: an API on 127.0.0.1 that remembers its orders, and a socket by which a new order is
 * placed and its webhook sent. Returns its address, its locations' ids in order, and how to stop it.
 */
export async function openDemoShop(options: DemoShopOptions) {
	const { folder, ...rest } = options;
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const standin = await startShopStandin({ ...rest, file: path.join(folder, "demo-shop.json"), orders: 3 });
	const file = demoShopSocket(folder);
	rmSync(file, { force: true });
	const control = createServer(async (_message, response) => {
		try {
			const { customer, vehicle, order, delivery } = await standin.placeOrder();
			response.end(JSON.stringify({ customer, vehicle, order, delivery, port: new URL(rest.webhookUrl).port }));
		} catch (error) {
			response.statusCode = 500;
			response.end(JSON.stringify({ error: (error as Error).message }));
		}
	});
	const before = process.umask(0o177);
	await new Promise<void>((resolve, reject) => control.once("error", reject).listen(file, resolve));
	process.umask(before);
	chmodSync(file, 0o600);
	return {
		url: standin.url,
		locationIds: makeLocations().map((location) => location.id),
		async stop() {
			control.close();
			rmSync(file, { force: true });
			await standin.stop();
		},
	};
}
