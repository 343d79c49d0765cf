import { createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShop } from "#app/providers/shop/open.ts";
import type { ShopSystem } from "#app/providers/shop/port.ts";
import { OTHER_MAPPING, startOtherShop } from "./other-shop.ts";

const noon = Date.UTC(2026, 10, 21, 12) / 1000;
const jobs = Array.from({ length: 57 }, (_, index) => ({
	id: index + 1,
	branch: index % 2 ? "S" : "N1",
	state: "open",
	sum: index === 0 ? "1499.90" : 80,
	lines: [{ what: "Folie" }],
	person: { id: 70 + index },
	made: noon,
	// In no order at all: this shop does not sort.
	touched: noon + ((index * 37) % 57) * 60,
}));

let other: Awaited<ReturnType<typeof startOtherShop>>;
let shop: ShopSystem;

beforeAll(async () => {
	other = await startOtherShop(jobs);
	shop = open();
});
afterAll(() => other.stop());

function open(change: { apiKey?: string; mapping?: unknown } = {}) {
	const settings = { kind: "generic", baseUrl: `${other.url}/`, apiKey: "other-key", webhookSecret: "s3cret" } as const;
	return openShop({ ...settings, mapping: OTHER_MAPPING, allowPrivate: true, ...change });
}

test("LEAD-1 another shop system is read through a mapping: places, people, vehicles, services", async () => {
	expect(await shop.listLocations()).toMatchObject([
		{ externalId: "N1", name: "Nord", city: "Kiel", currency: "EUR" },
		{ externalId: "S", name: "Süd", city: null, currency: "CHF" },
	]);
	expect(await shop.listServices("N1")).toMatchObject([
		{ externalId: "5", priceCents: 1_999, durationMinutes: 75, currency: "EUR", externalLocationId: "N1" },
		{ externalId: "6", priceCents: null, durationMinutes: null },
	]);
	const customer = await shop.getCustomer("70");
	expect(customer).toMatchObject({ firstName: "Ines", emails: [{ address: "ines@example.com", primary: true }] });
	expect(customer.phones).toEqual([{ number: "+4930550100", primary: true, mayText: true }]);
	expect(await shop.getVehicle("9")).toMatchObject({ year: 2019, make: "Opel", mileage: 41_000.5, mileageUnit: "km" });
	expect(await shop.getOrder("1")).toMatchObject({
		externalId: "1",
		totalCents: 149_990,
		status: "open",
		externalCustomerId: "70",
		services: [{ name: "Folie", totalCents: null }],
		createdAt: new Date(noon * 1000),
	});
});

test("LEAD-3 the walk through a shop that does not sort meets every order, and then only what changed", async () => {
	const met = new Set<string>();
	let cursor: string | null = shop.cursorAt(new Date(noon * 1000));
	let more = true;
	while (more) {
		const answer = await shop.listOrdersSince({ cursor, limit: 10 });
		for (const order of answer.orders) met.add(order.externalId);
		({ nextCursor: cursor, more } = answer);
	}
	expect(met.size).toBe(57);
	const again = await shop.listOrdersSince({ cursor, limit: 10 });
	expect(again.orders.every((order) => order.updatedAt.getTime() >= (noon + 54 * 60) * 1000)).toBe(true);
	const south = await shop.listOrdersSince({ cursor: null, locationIds: ["S"], limit: 100 });
	expect(south.orders).toHaveLength(28);
});

test("LEAD-4 a booking is written, known again, changed in part and cancelled", async () => {
	const booking = {
		externalLocationId: "N1",
		correlation: "b-1",
		title: "Folie",
		note: "",
		startsAt: new Date("2026-12-01T09:00:00Z"),
		endsAt: new Date("2026-12-01T11:00:00Z"),
		externalOrderId: null,
		externalCustomerId: null,
		externalVehicleId: null,
	};
	const made = await shop.createAppointment(booking);
	expect(made).toMatchObject({ correlation: "b-1", startsAt: booking.startsAt, cancelled: false });
	expect(other.visits[0]).toMatchObject({ begin: 1_796_115_600, job: null, ref: "perigee:b-1" });
	expect((await shop.createAppointment(booking)).externalId).toBe(made.externalId);
	expect(other.visits).toHaveLength(1);
	const endsAt = new Date("2026-12-01T12:00:00Z");
	expect(await shop.updateAppointment(made.externalId, { endsAt })).toMatchObject({ title: "Folie", endsAt });
	expect(other.bodies.at(-1)).toEqual({ visit: { end: endsAt.getTime() / 1000 } });
	await shop.cancelAppointment(made.externalId, "changed their mind");
	const day = { externalLocationId: "N1", from: new Date("2026-12-01"), to: new Date("2026-12-02") };
	expect(await shop.listAppointments(day)).toMatchObject([{ cancelled: true }]);
});

test("LEAD-2 its webhooks are checked by its own scheme", () => {
	const now = new Date(noon * 1000);
	const rawBody = JSON.stringify({ event: { name: "job.created", record: jobs[0] } });
	const sign = (time: number, secret = "s3cret") => ({
		"X-Hub-Signature": `sha512=${createHmac("sha512", secret).update(`${time}:${rawBody}`).digest("hex").toUpperCase()}`,
		"X-Hub-Time": String(time),
		"X-Hub-Delivery": "d-9",
	});
	const time = now.getTime();
	expect(shop.verifyWebhook({ headers: sign(time), rawBody, now })).toEqual({
		ok: true,
		deliveryId: "d-9",
		timestamp: now,
	});
	expect(shop.verifyWebhook({ headers: sign(time - 61_000), rawBody, now })).toEqual({ ok: false, reason: "stale" });
	expect(shop.verifyWebhook({ headers: sign(time, "x"), rawBody, now })).toEqual({ ok: false, reason: "mismatch" });
	const sha256 = {
		...sign(time),
		"X-Hub-Signature": `sha512=${createHmac("sha256", "s3cret").update(`${time}:${rawBody}`).digest("hex")}`,
	};
	expect(shop.verifyWebhook({ headers: sha256, rawBody, now })).toEqual({ ok: false, reason: "mismatch" });
});

test("LEAD-2 its events are told apart by their names", () => {
	const event = (name: string, record: unknown) => shop.readWebhook({ event: { name, record } });
	expect(event("job.changed", jobs[0])).toMatchObject({
		event: "order",
		externalId: "1",
		externalLocationId: "N1",
		deleted: false,
	});
	expect(event("job.removed", { id: 4, branch: "S" })).toEqual({
		event: "order",
		externalId: "4",
		externalLocationId: "S",
		deleted: true,
	});
	expect(event("visit.created", { id: 1, begin: noon, end: noon + 60 })).toMatchObject({ event: "appointment" });
	expect(event("mood.changed", { id: 1 })).toMatchObject({ event: "other" });
	expect(() => event("job.changed", { id: 1 })).toThrow(expect.objectContaining({ kind: "bad-answer" }));
	expect(() => shop.readWebhook({})).toThrow(expect.objectContaining({ kind: "bad-answer" }));
});

test("wrong keys, absent records and answers of another shape are told as what they are", async () => {
	await expect(open({ apiKey: "no" }).listLocations()).rejects.toMatchObject({ kind: "unauthorized" });
	await expect(shop.getOrder("999")).rejects.toMatchObject({ kind: "bad-answer" });
	await expect(shop.cancelAppointment("999", "no")).rejects.toMatchObject({ kind: "not-found" });
	const wrong = structuredClone(OTHER_MAPPING);
	wrong.endpoints.listLocations.at = "elsewhere";
	await expect(open({ mapping: wrong }).listLocations()).rejects.toMatchObject({ kind: "bad-answer" });
});

test("LEAD-1 a mapping that cannot work is refused where it is wrong", () => {
	const elsewhere = structuredClone(OTHER_MAPPING);
	elsewhere.endpoints.getOrder.path = "https://elsewhere.example/{id}";
	expect(() => open({ mapping: elsewhere })).toThrow("endpoints.getOrder.path");
	const unsigned = structuredClone(OTHER_MAPPING);
	unsigned.webhook.signed = "{timestamp}";
	expect(() => open({ mapping: unsigned })).toThrow("webhook.signed");
});
