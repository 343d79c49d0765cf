import { expect, test } from "vitest";
import { insideTransaction } from "#app/base/transaction-guard.ts";
import { openShop } from "#app/providers/shop/open.ts";
import { startShopStandin } from "../../../scripts/demo/shop-standin.ts";
import { apiKey, open, openShopmonkey, problemOf, shop, standin } from "./open-shopmonkey.ts";

openShopmonkey();

test("LEAD-1 the shop's locations come with zone, address and currency", async () => {
	const locations = await shop.listLocations();
	expect(locations).toHaveLength(3);
	const lakeside = locations.find((place) => place.name === "Lakeside Tint & Wrap");
	expect(lakeside).toMatchObject({ timeZone: "America/Chicago", city: "Milwaukee", region: "WI", currency: "USD" });
});

test("LEAD-1 a location in Canada counts in Canadian dollars", async () => {
	const [place] = standin.state.locations;
	const country = place!.country;
	place!.country = "CA";
	const services = await shop.listServices(place!.id);
	place!.country = country;
	expect(new Set(services.map((service) => service.currency))).toEqual(new Set(["CAD"]));
});

test("LEAD-4 the catalogue of one location comes with prices in cents and durations in minutes", async () => {
	const [place] = standin.state.locations;
	const services = await shop.listServices(place!.id);
	expect(services.length).toBeGreaterThanOrEqual(20);
	expect(services.length).toBeLessThanOrEqual(30);
	expect(new Set(services.map((service) => service.externalLocationId))).toEqual(new Set([place!.id]));
	const headlights = services.find((service) => service.name === "Headlight restoration, pair");
	expect(headlights).toMatchObject({ durationMinutes: 75, priceCents: 11_900, currency: "USD", bookable: true });
	const byItems = services.find((service) => service.name === "Sunroof tint");
	expect(byItems).toMatchObject({ priceCents: 11_900, durationMinutes: 60 });
	expect(services.every((service) => service.priceCents! > 0 && service.durationMinutes! > 0)).toBe(true);
});

test("LEAD-4 a service without labour or price has none, and an unknown location is not found", async () => {
	const [place] = standin.state.locations;
	const [raw] = standin.state.services;
	const kept = { ...raw! };
	Object.assign(raw!, { labors: [], fixedPriceCents: 0 });
	const services = await shop.listServices(place!.id);
	Object.assign(raw!, kept);
	const bare = services.find((service) => service.externalId === raw!.id);
	expect(bare).toMatchObject({ durationMinutes: null, priceCents: null });
	expect((await problemOf(shop.listServices("nowhere"))).kind).toBe("not-found");
});

test("LEAD-4 an order, its customer and its vehicle are read whole", async () => {
	const made = standin.makeOrder({ seed: 4_711 });
	const order = await shop.getOrder(made.order.id);
	expect(order).toMatchObject({
		externalLocationId: made.order.locationId,
		number: made.order.number,
		status: "Estimate",
		externalCustomerId: made.customer.id,
		externalVehicleId: made.vehicle.id,
		totalCents: made.order.totalCostCents,
		services: [{ name: made.services[0]!.name, totalCents: made.services[0]!.totalCents }],
		createdAt: new Date("2026-11-21T12:00:00Z"),
	});
	const customer = await shop.getCustomer(made.customer.id);
	expect(customer.firstName).toBe(made.customer.firstName);
	expect(customer.emails[0]!.address).toMatch(/@example\.com$/);
	expect(customer.phones[0]).toMatchObject({ primary: true, mayText: true });
	const vehicle = await shop.getVehicle(made.vehicle.id);
	expect(vehicle).toMatchObject({ make: made.vehicle.make, mileage: made.vehicle.mileage, mileageUnit: "mi" });
});

test("LEAD-4 an order without a status word has the one its flags mean", async () => {
	const { order } = standin.makeOrder({ seed: 4_712 });
	standin.changeOrder(order.id, { status: undefined, authorized: true });
	expect((await shop.getOrder(order.id)).status).toBe("RepairOrder");
});

test("an absurdly long text is cut, it does not stop the list it is in", async () => {
	const { order } = standin.makeOrder({ seed: 4_713 });
	standin.changeOrder(order.id, { complaint: "a".repeat(50_000) });
	expect((await shop.getOrder(order.id)).request).toHaveLength(10_000);
});

test("what is not there is not found", async () => {
	for (const call of [shop.getOrder("x"), shop.getCustomer("x/../y"), shop.cancelAppointment("x", "no")]) {
		expect((await problemOf(call)).kind).toBe("not-found");
	}
});

test("a wrong API key is told apart from one without the right", async () => {
	const wrong = await problemOf(open({ apiKey: "other" }).listLocations());
	expect([wrong.kind, wrong.message]).toEqual(["unauthorized", "The shop system did not accept the API key"]);
	standin.setFault("403");
	const weak = await problemOf(shop.listLocations());
	expect([weak.kind, weak.message]).toEqual(["unauthorized", "The API key may not be used for the locations"]);
});

test("LEAD-3 a shop that asks to wait says for how long", async () => {
	standin.setFault("429");
	const problem = await problemOf(shop.listLocations());
	expect([problem.kind, problem.retryAfterMs, problem.worthRetrying]).toEqual(["rate-limited", 7_000, true]);
});

test.each([
	["500", "unavailable"],
	["cut-off", "unavailable"],
	["nonsense", "bad-answer"],
	["not-json", "bad-answer"],
	["redirect", "bad-answer"],
	["huge", "bad-answer"],
] as const)("LEAD-3 a shop with the fault %s is %s", async (fault, kind) => {
	standin.setFault(fault);
	expect((await problemOf(shop.listLocations())).kind).toBe(kind);
	expect((await problemOf(shop.listOrdersSince({ cursor: null, limit: 50 }))).kind).toBe(kind);
});

test("LEAD-3 a shop that hangs costs the time given and no more", async () => {
	standin.setFault("hang");
	expect((await problemOf(open({ timeoutMs: 150 }).listLocations())).kind).toBe("timeout");
});

test("LEAD-3 a shop that is not there is unavailable, and a private one is refused unless the operator set it", async () => {
	const gone = await startShopStandin({ apiKey, webhookSecret: "s" });
	const { url } = gone;
	await gone.stop();
	expect((await problemOf(open({ baseUrl: url }).listLocations())).kind).toBe("unavailable");
	const before = standin.requests.length;
	const inside = open({ allowPrivate: false, baseUrl: standin.url.replace("http:", "https:") });
	expect((await problemOf(inside.listLocations())).kind).toBe("rejected");
	expect(standin.requests.length).toBe(before);
});

test("a shop is never called inside a database transaction", async () => {
	await expect(insideTransaction(() => shop.listLocations())).rejects.toThrow("refused while a transaction is open");
});

test("LEAD-1 settings that cannot work are refused with their reason", () => {
	const settings = { kind: "shopmonkey", apiKey: "k", webhookSecret: "s", allowPrivate: false } as const;
	expect(openShop(settings).kind).toBe("shopmonkey");
	expect(() => openShop({ ...settings, baseUrl: "http://shop.example/v3" })).toThrow("must begin with https://");
	expect(() => openShop({ ...settings, baseUrl: "shop" })).toThrow("must begin with https://");
	expect(() => openShop({ ...settings, apiKey: "a\r\nx: y" })).toThrow("characters that no key has");
	expect(() => openShop({ ...settings, kind: "generic", baseUrl: "https://shop.example" })).toThrow(
		"mapping is not right",
	);
});
