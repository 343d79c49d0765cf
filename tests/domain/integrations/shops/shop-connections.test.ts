import { describe, expect, test } from "vitest";
import { requestCatalogue } from "#app/domain/integrations/catalogue/request-catalogue.ts";
import { getDelivery, listDeliveries } from "#app/domain/integrations/deliveries/delivery-queries.ts";
import { pollShopJob, syncCatalogueJob } from "#app/domain/integrations/jobs.ts";
import { ConnectShop, SHOP_KIND_LABELS, SHOPMONKEY_URL } from "#app/domain/integrations/schema.ts";
import { connectShop } from "#app/domain/integrations/shops/connect-shop.ts";
import { disconnectShop } from "#app/domain/integrations/shops/disconnect-shop.ts";
import { editShop } from "#app/domain/integrations/shops/edit-shop.ts";
import { mapShopLocations } from "#app/domain/integrations/shops/map-shop-locations.ts";
import { pauseShop } from "#app/domain/integrations/shops/pause-shop.ts";
import { removeFormerSecret, rotateShopSecret } from "#app/domain/integrations/shops/rotate-shop-secret.ts";
import { getShop, listShopPlaces, listShops } from "#app/domain/integrations/shops/shop-queries.ts";
import { shopSettings } from "#app/domain/integrations/shops/shop-settings.ts";
import { replayDelivery } from "#app/domain/leads/intake/deliveries/replay-delivery.ts";
import { SHOP_KIND_FACTS } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import { as, asActor, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";
import {
	type ConnectedShop,
	connectionOf,
	connectTestShop,
	deliveriesOf,
	eachWithShop,
	leadsOf,
	soon,
} from "#tests/support/shop-house.ts";

let hookServer: string;
let org: TestOrg;
let shop: ConnectedShop;

eachWithShop((made) => {
	({ hookServer, org, shop } = made);
});

const FORM = {
	kind: "shopmonkey",
	name: "Main shop",
	baseUrl: "https://shop.example/v3",
	apiKey: "a-secret-key",
	webhookSecret: "whsec_c29tZSBzZWNyZXQgb2YgdGhlIHNob3A=",
	leadStatuses: "Estimate, RepairOrder, Estimate",
	wonStatuses: "",
	mapping: "",
};

describe("a connection", () => {
	test("LEAD-1 keeps key and secret sealed, and starts polling and the catalogue", async () => {
		const { id } = await as(org, "admin", (ctx) => connectShop(ctx, ConnectShop.parse(FORM)));
		const row = await connectionOf(org, { ...shop, connectionId: id });
		expect(JSON.stringify(row)).not.toMatch(/a-secret-key|c29tZSBz/);
		expect(row.lead_statuses).toEqual(["Estimate", "RepairOrder"]);
		expect(await as(org, "admin", (ctx) => shopSettings(ctx, id))).toMatchObject({
			apiKey: "a-secret-key",
			webhookSecret: [FORM.webhookSecret],
		});
		expect(await waitingJobs(pollShopJob)).toMatchObject([{ payload: { connectionId: id } }]);
		expect(await waitingJobs(syncCatalogueJob)).toMatchObject([{ payload: { connectionId: id } }]);
		const events = await as(org, "owner", (ctx) => ctx.db.selectFrom("events").selectAll().execute());
		expect(JSON.stringify(events)).not.toMatch(/a-secret-key|c29tZSBz/);
	});

	test("LEAD-1 is never shown with a secret", async () => {
		const shown = await as(org, "admin", async (ctx) => [await listShops(ctx), await getShop(ctx, shop.connectionId)]);
		expect(JSON.stringify(shown)).not.toMatch(/seal|test-shop-key|whsec/i);
	});

	test("LEAD-1 asks for what a form lacks", () => {
		const wrong = ConnectShop.safeParse({
			...FORM,
			apiKey: "",
			webhookSecret: "short",
			leadStatuses: " , ",
			mapping: "{",
		});
		const fields = wrong.error!.issues.map((issue) => issue.path[0]);
		expect(new Set(fields)).toEqual(new Set(["apiKey", "webhookSecret", "leadStatuses", "mapping"]));
	});

	test("LEAD-1 does not send its stored key to a new address, and refuses an older form", async () => {
		const { connectionId } = shop;
		const { version, base_url: baseUrl } = await connectionOf(org, shop);
		const input = {
			connectionId,
			version,
			name: "Renamed",
			leadStatuses: ["Estimate"],
			wonStatuses: [],
			mapping: undefined,
		};
		const save = (more: { baseUrl: string; apiKey: string }) =>
			as(org, "admin", (ctx) => editShop(ctx, { ...input, ...more }));
		await expect(save({ baseUrl: "https://elsewhere.example", apiKey: "" })).rejects.toMatchObject({
			status: 422,
			fields: { apiKey: expect.any(Array) },
		});
		await save({ baseUrl, apiKey: "" });
		expect(await connectionOf(org, shop)).toMatchObject({ name: "Renamed", version: version + 1 });
		await expect(save({ baseUrl, apiKey: "" })).rejects.toMatchObject({ status: 409 });
	});

	test("INTEG-3 has two secrets while one is rotated, until the former is removed", async () => {
		const { connectionId } = shop;
		const secrets = () => as(org, "admin", async (ctx) => (await shopSettings(ctx, connectionId)).webhookSecret);
		const [before] = await secrets();
		await as(org, "admin", (ctx) => rotateShopSecret(ctx, { connectionId, webhookSecret: "a-brand-new-secret" }));
		expect(await secrets()).toEqual(["a-brand-new-secret", before]);
		await as(org, "admin", (ctx) => removeFormerSecret(ctx, connectionId));
		expect(await secrets()).toEqual(["a-brand-new-secret"]);
	});

	test("LEAD-1 paused is not asked, and goes on where it was", async () => {
		const { connectionId } = shop;
		await as(org, "admin", (ctx) => pauseShop(ctx, { connectionId, paused: true }));
		shop.standin.makeOrder();
		await asActor(org.id, SYSTEM, (ctx) => ctx.enqueue(pollShopJob, { orgId: org.id, connectionId }));
		await runJobs(soon());
		expect(await leadsOf(org)).toEqual([]);
		await as(org, "admin", (ctx) => pauseShop(ctx, { connectionId, paused: false }));
		await runJobs(soon());
		expect(await leadsOf(org)).toHaveLength(1);
	});

	test("LEAD-1 maps locations, and orders of one that is newly mapped are found", async () => {
		const { connectionId, locationIds } = shop;
		const place = shop.standin.state.locations[0]!;
		const map = (locationId: string) =>
			as(org, "admin", (ctx) =>
				mapShopLocations(ctx, { connectionId, places: [{ externalId: place.id, locationId }] }),
			);
		await map("");
		shop.standin.makeOrder({ locationId: place.id });
		await asActor(org.id, SYSTEM, (ctx) => ctx.enqueue(pollShopJob, { orgId: org.id, connectionId }));
		await runJobs(soon());
		expect(await leadsOf(org)).toEqual([]);
		await map(locationIds[0]!);
		await runJobs(soon());
		expect(await leadsOf(org)).toMatchObject([{ location_id: locationIds[0] }]);
		const other = await makeOrg("Another firm");
		const { locationIds: foreign } = await connectTestShop(other, hookServer);
		await expect(map(foreign[0]!)).rejects.toMatchObject({ status: 404 });
	});

	test("LEAD-1 disconnected leaves its leads and offers its services no more", async () => {
		await shop.standin.placeOrder();
		await as(org, "admin", (ctx) => requestCatalogue(ctx, shop.connectionId));
		await runJobs(soon());
		await as(org, "admin", (ctx) => disconnectShop(ctx, shop.connectionId));
		expect(await leadsOf(org)).toMatchObject([{ connection_id: null }]);
		expect(await deliveriesOf(org)).toEqual([]);
		expect(await activeServices()).toEqual([]);
	});

	test("LEAD-1 the names for pages are those of the port", () => {
		const labels = Object.fromEntries(Object.entries(SHOP_KIND_FACTS).map(([kind, { label }]) => [kind, label]));
		expect(SHOP_KIND_LABELS).toEqual(labels);
		expect(SHOPMONKEY_URL).toBe(SHOP_KIND_FACTS.shopmonkey.baseUrl);
	});
});

describe("walls", () => {
	const input = { name: "x", baseUrl: "https://x.example", leadStatuses: ["E"], wonStatuses: [], mapping: undefined };
	const acts: [string, (ctx: Ctx, ids: { connectionId: string; id: string }) => Promise<unknown>][] = [
		["getShop", (ctx, { connectionId }) => getShop(ctx, connectionId)],
		["editShop", (ctx, ids) => editShop(ctx, { ...ids, ...input, apiKey: "k", version: 1 })],
		["rotateShopSecret", (ctx, ids) => rotateShopSecret(ctx, { ...ids, webhookSecret: "a-secret-of-theirs" })],
		["removeFormerSecret", (ctx, { connectionId }) => removeFormerSecret(ctx, connectionId)],
		["pauseShop", (ctx, ids) => pauseShop(ctx, { ...ids, paused: true })],
		["mapShopLocations", (ctx, ids) => mapShopLocations(ctx, { ...ids, places: [] })],
		["disconnectShop", (ctx, { connectionId }) => disconnectShop(ctx, connectionId)],
		["requestCatalogue", (ctx, { connectionId }) => requestCatalogue(ctx, connectionId)],
		["getDelivery", (ctx, ids) => getDelivery(ctx, ids)],
		["replayDelivery", (ctx, ids) => replayDelivery(ctx, ids)],
	];

	test.each(acts)("%s is 404 for another organisation and 403 for who may not, and changes nothing", async (_, act) => {
		await shop.standin.placeOrder();
		const [delivery] = await deliveriesOf(org);
		const ids = { connectionId: shop.connectionId, id: delivery!.id };
		const before = [await connectionOf(org, shop), await deliveriesOf(org)];
		const other = await makeOrg("Another firm");
		await expect(as(other, "owner", (ctx) => act(ctx, ids))).rejects.toMatchObject({ status: 404 });
		for (const role of ["viewer", "user", "manager"] as const) {
			await expect(as(org, role, (ctx) => act(ctx, ids))).rejects.toMatchObject({ status: 403 });
		}
		expect([await connectionOf(org, shop), await deliveriesOf(org)]).toEqual(before);
	});

	test("lists show no other organisation's", async () => {
		const other = await makeOrg("Another firm");
		expect(await as(other, "owner", (ctx) => listShops(ctx))).toEqual([]);
		expect((await as(other, "owner", (ctx) => listShopPlaces(ctx, shop.connectionId))).places).toEqual([]);
		const { connectionId } = shop;
		expect((await as(other, "owner", (ctx) => listDeliveries(ctx, { connectionId }))).data).toEqual([]);
	});
});

function activeServices() {
	return as(org, "owner", (ctx) =>
		ctx.db.selectFrom("services").selectAll().where("active", "=", true).orderBy("id").execute(),
	);
}
