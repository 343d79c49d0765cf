import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { newId } from "#app/base/ids.ts";
import { seal } from "#app/base/seal.ts";
import { answerHook, matchHook } from "#app/doors/hooks/hook.ts";
import { hooks } from "#app/hooks.ts";
import { jsonb } from "#db/client.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { signDelivery } from "../../scripts/demo/shop-deliveries.ts";
import { type ShopStandin, type ShopStandinOptions, startShopStandin } from "../../scripts/demo/shop-standin.ts";

export const SHOP_KEY = "test-shop-key";
export const SHOP_SECRET = "whsec_dGVzdC1zaG9wLXNlY3JldC10ZXN0LXNob3A=";

export type ConnectedShop = { connectionId: string; standin: ShopStandin; locationIds: string[]; url: string };

/** The product's signed webhooks over real HTTP, as app/server.ts serves them. Closed after the file. */
export async function openHookServer(): Promise<string> {
	const server = createServer((message, response) => {
		const url = new URL(message.url ?? "/", "http://localhost");
		for (const definition of hooks) {
			const params = matchHook(definition.path, url.pathname);
			if (params)
				return void answerHook(definition, message, response, { params, url, requestId: newId(), ip: undefined });
		}
		response.writeHead(404).end();
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	afterAll(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/**
 * A house with the hooks' server; `take` gets, before each test, a new organisation with a connected shop, when nothing
 * waits to be done.
 */
export function eachWithShop(take: (made: ShopHouse) => void): void {
	let hookServer: string;
	beforeAll(async () => {
		await openTestHouse();
		hookServer = await openHookServer();
	});
	beforeEach(async () => {
		await forgetJobs();
		const org = await makeOrg();
		take({ hookServer, org, shop: await connectTestShop(org, hookServer) });
	});
}

type ShopHouse = { hookServer: string; org: TestOrg; shop: ConnectedShop };

/**
 * A shop stand-in, connected to an organisation: its three locations mapped to three of ours, Estimates make leads.
 * Nothing is fetched by itself. Stopped after the file.
 */
export async function connectTestShop(
	org: TestOrg,
	hookServer: string,
	options: Partial<ShopStandinOptions> = {},
): Promise<ConnectedShop> {
	const connectionId = newId();
	const url = `${hookServer}/hooks/shop/${connectionId}`;
	const standin = await startShopStandin({
		apiKey: SHOP_KEY,
		webhookSecret: SHOP_SECRET,
		webhookUrl: url,
		orders: 0,
		...options,
	});
	afterAll(() => standin.stop());
	const locationIds = standin.state.locations.map(() => newId());
	await as(org, "owner", async ({ db }) => {
		await db
			.insertInto("shop_connections")
			.values({
				org_id: org.id,
				id: connectionId,
				kind: "shopmonkey",
				name: "Test shop",
				base_url: standin.url,
				api_key_sealed: seal(SHOP_KEY, `shop-key:${connectionId}`),
				webhook_secret_sealed: seal(options.webhookSecret ?? SHOP_SECRET, `shop-secret:${connectionId}`),
				lead_statuses: ["Estimate"],
			})
			.execute();
		for (const [index, place] of standin.state.locations.entries()) {
			await db
				.insertInto("locations")
				.values({
					org_id: org.id,
					id: locationIds[index]!,
					name: place.name,
					slug: `place-${connectionId.slice(-8)}-${index}`,
					time_zone: String(place.timezone),
				})
				.execute();
			await db
				.insertInto("schedules")
				.values({
					org_id: org.id,
					id: newId(),
					location_id: locationIds[index]!,
					time_zone: String(place.timezone),
					weekly_hours: jsonb([1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "08:00", closes: "18:00" }))),
					exceptions: jsonb([]),
				})
				.execute();
			await db
				.insertInto("shop_locations")
				.values({
					org_id: org.id,
					connection_id: connectionId,
					external_id: place.id,
					external_name: place.name,
					location_id: locationIds[index]!,
				})
				.execute();
		}
	});
	return { connectionId, standin, locationIds, url };
}

/** The leads of an organisation, oldest first, with their contact. */
export function leadsOf(org: TestOrg) {
	return as(org, "owner", (ctx) =>
		ctx.db
			.selectFrom("leads as l")
			.innerJoin("contacts as c", "c.id", "l.contact_id")
			.leftJoin("vehicles as v", "v.id", "l.vehicle_id")
			.selectAll("l")
			.select(["c.first_name", "c.last_name", "c.email", "c.phone", "v.make", "v.model", "v.year"])
			.orderBy("l.id")
			.execute(),
	);
}

/** The deliveries of an organisation, oldest first. */
export function deliveriesOf(org: TestOrg) {
	return as(org, "owner", (ctx) => ctx.db.selectFrom("shop_deliveries").selectAll().orderBy("id").execute());
}

/** Posts a delivery as a shop does; signed with the connection's secret unless told otherwise. */
export async function postDelivery(url: string, body: string, headers = signDelivery(body, SHOP_SECRET, new Date())) {
	const response = await fetch(url, { method: "POST", headers, body });
	return { status: response.status, body: (await response.json()) as Record<string, never> & { deliveryId: string } };
}

/** Drops what earlier tests of the file left in the queue. */
export async function forgetJobs(): Promise<void> {
	await house().database.owner.exec("delete from pgboss.job");
}

/** The row of a connection. */
export function connectionOf(org: TestOrg, shop: ConnectedShop) {
	return as(org, "owner", (ctx) =>
		ctx.db.selectFrom("shop_connections").selectAll().where("id", "=", shop.connectionId).executeTakeFirstOrThrow(),
	);
}

/** A second from now: jobs added in this millisecond are due by then. */
export function soon(): Date {
	return new Date(Date.now() + 1_000);
}
