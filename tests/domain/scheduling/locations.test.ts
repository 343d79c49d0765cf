import { parseWithZod } from "@conform-to/zod/v4";
import { beforeAll, describe, expect, test } from "vitest";
import { sendWindowOf } from "#app/domain/leads/sequences/send-settings.ts";
import { findAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import { bookAsMember } from "#app/domain/scheduling/booking-page/book-as-member.ts";
import { MemberBookingForm } from "#app/domain/scheduling/booking-page/booking-form.ts";
import { getCalendar } from "#app/domain/scheduling/calendar/calendar-queries.ts";
import { LocationForm, ServiceForm } from "#app/domain/scheduling/locations/location-form.ts";
import {
	getLocationSettings,
	getServiceSettings,
	listLocationSettings,
} from "#app/domain/scheduling/locations/location-settings-queries.ts";
import { saveLocation } from "#app/domain/scheduling/locations/save-location.ts";
import { saveService } from "#app/domain/scheduling/locations/save-service.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeShop } from "./shop.ts";

/** Monday, 6 July 2026, 8 am in Los Angeles. */
const NOW = new Date("2026-07-06T15:00:00Z");

const typed = {
	name: "Harbor & Sons, Çelik",
	timeZone: "America/Los_Angeles",
	phone: "(510) 555-0142",
	active: "on",
	hours1: "8:00-12:00, 12:30-17:30",
	hours2: "8:00-12:00",
	exceptions: "2026-07-13 closed Stocktaking\n2026-07-14 10:00-11:00",
	capacity: "2",
	bufferBefore: "0",
	bufferAfter: "15",
	step: "30",
	notice: "60",
	horizon: "30",
	sendHours: "Mon-Fri 9:00-18:00",
	sendHolidays: "2026-12-25",
	quietStarts: "20:00",
	quietEnds: "09:00",
};

function read<S extends Parameters<typeof parseWithZod>[1]["schema"]>(schema: S, fields: Record<string, string>) {
	const data = new FormData();
	for (const [name, value] of Object.entries(fields)) data.set(name, value);
	return parseWithZod(data, { schema: schema as typeof LocationForm });
}

const location = (fields: Record<string, string>) => {
	const parsed = read(LocationForm, fields);
	if (parsed.status !== "success") throw new Error(JSON.stringify(parsed.error));
	return parsed.value;
};

describe("locations and their settings", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});

	test("AUDIT-1 what was changed of a location and of a service is told, before and after", async () => {
		const { id } = await as(org, "admin", (ctx) => saveLocation(ctx, location({ ...typed, name: "Audited" })));
		const changed = location({ ...typed, name: "Audited", hours2: "", capacity: "3" });
		await as(org, "admin", (ctx) => saveLocation(ctx, { ...changed, id }));
		const form = { name: "Tint", price: "120.00", durationMinutes: "60", active: "on" };
		const service = (fields: Record<string, string>) => {
			const parsed = read(ServiceForm, fields);
			if (parsed.status !== "success") throw new Error(JSON.stringify(parsed.error));
			return parsed.value as unknown as ServiceForm;
		};
		const made = await as(org, "admin", (ctx) => saveService(ctx, { ...service(form), locationId: id }));
		const dearer = service({ ...form, price: "130.00", serviceId: made.id });
		await as(org, "admin", (ctx) => saveService(ctx, { ...dearer, locationId: id }));
		const events = await as(org, "owner", (ctx) =>
			ctx.db
				.selectFrom("events")
				.select(["name", "changes"])
				.where("subject_id", "in", [id, made.id])
				.where("name", "in", ["location.changed", "service.changed"])
				.orderBy("id")
				.execute(),
		);
		expect(events).toEqual([
			{ name: "location.changed", changes: { hours2: ["08:00-12:00", null], capacity: ["2", "3"] } },
			{ name: "service.changed", changes: { priceCents: [12_000, 13_000] } },
		]);
	});

	test("SCHED-1 what is typed is stored, comes back as it was typed, and decides the free times", async () => {
		const { id } = await as(org, "admin", (ctx) => saveLocation(ctx, location(typed)));
		const saved = await as(org, "viewer", (ctx) => getLocationSettings(ctx, id));
		expect(saved.fields).toMatchObject({
			slug: "harbor-sons-celik",
			phone: "+15105550142",
			hours1: "08:00-12:00, 12:30-17:30",
			hours3: "",
			exceptions: "2026-07-13 closed Stocktaking\n2026-07-14 10:00-11:00",
			sendHours: "Mon-Fri 09:00-18:00",
			quietStarts: "20:00",
		});
		expect(location({ ...saved.fields }).exceptions).toEqual(location(typed).exceptions);
		const slots = await as(
			org,
			"viewer",
			(ctx) =>
				findAvailability(ctx, {
					locationId: id,
					durationMinutes: 60,
					from: new Date("2026-07-13T07:00:00Z"),
					to: new Date("2026-07-15T07:00:00Z"),
				}),
			NOW,
		);
		expect(slots.slots.map((slot) => slot.startsAt.toISOString())).toEqual(["2026-07-14T17:00:00.000Z"]);
	});

	test("SCHED-1 the sequences read the send window that this form writes", async () => {
		const { id } = await as(org, "admin", (ctx) => saveLocation(ctx, location({ ...typed, name: "Reads back" })));
		const row = await as(org, "viewer", (ctx) =>
			ctx.db
				.selectFrom("locations")
				.select(["send_window", "time_zone"])
				.where("id", "=", id)
				.executeTakeFirstOrThrow(),
		);
		const window = sendWindowOf({ ...row, exceptions: [], contact_time_zone: null, settings: {} });
		expect(window).toMatchObject({
			hours: [{ weekdays: [1, 2, 3, 4, 5], opens: "09:00", closes: "18:00" }],
			holidays: ["2026-12-25"],
			quietHours: { starts: "20:00", ends: "09:00" },
		});
	});

	test("SCHED-1 what cannot be hours is refused at its field", () => {
		const parsed = read(LocationForm, {
			...typed,
			hours2: "9-5",
			exceptions: "someday",
			timeZone: "Mars/Base",
			capacity: "0",
		});
		expect(Object.keys((parsed as { error?: object }).error ?? {}).sort()).toEqual([
			"capacity",
			"exceptions",
			"hours2",
			"timeZone",
		]);
	});

	test("CRM-1 the second of two who save sees that somebody was faster", async () => {
		const { id } = await as(org, "admin", (ctx) => saveLocation(ctx, location({ ...typed, name: "Twice" })));
		const save = (name: string, version: number) =>
			as(org, "admin", (ctx) => saveLocation(ctx, { ...location({ ...typed, name, slug: "twice" }), version, id }));
		await save("First", 1);
		await expect(save("Second", 1)).rejects.toMatchObject({ status: 409 });
		expect((await as(org, "viewer", (ctx) => getLocationSettings(ctx, id))).fields.name).toBe("First");
	});

	test("SCHED-1 two locations cannot have one address, and another organisation may have it", async () => {
		await as(org, "admin", (ctx) => saveLocation(ctx, location({ ...typed, slug: "the-one" })));
		const again = as(org, "admin", (ctx) => saveLocation(ctx, location({ ...typed, slug: "the-one" })));
		await expect(again).rejects.toMatchObject({ status: 422, fields: { slug: [expect.any(String)] } });
		expect(await as(other, "admin", (ctx) => saveLocation(ctx, location({ ...typed, slug: "the-one" })))).toBeTruthy();
	});

	test("TENANT another organisation's location and services are absent, and a user may look but not change", async () => {
		const shop = await makeShop(org);
		const input = { ...location(typed), id: shop.locationId };
		const service = { name: "Mine", locationId: shop.locationId, serviceId: shop.serviceId };
		await expect(as(other, "owner", (ctx) => saveLocation(ctx, input))).rejects.toMatchObject({ status: 404 });
		await expect(as(other, "owner", (ctx) => saveService(ctx, service))).rejects.toMatchObject({ status: 404 });
		await expect(as(other, "owner", (ctx) => getLocationSettings(ctx, shop.locationId))).rejects.toMatchObject({
			status: 404,
		});
		await expect(as(other, "owner", (ctx) => getServiceSettings(ctx, shop.locationId))).rejects.toMatchObject({
			status: 404,
		});
		const theirs = await makeShop(other);
		await expect(
			as(other, "owner", (ctx) => saveService(ctx, { ...service, locationId: theirs.locationId })),
		).rejects.toMatchObject({ status: 404 });
		for (const role of ["viewer", "user", "manager"] as const) {
			await expect(as(org, role, (ctx) => saveLocation(ctx, input))).rejects.toMatchObject({ status: 403 });
			await expect(as(org, role, (ctx) => saveService(ctx, service))).rejects.toMatchObject({ status: 403 });
		}
		const [row] = (await as(org, "viewer", (ctx) => getServiceSettings(ctx, shop.locationId))).services;
		expect(row).toMatchObject({ name: "Window tint", active: true });
		expect((await as(other, "viewer", listLocationSettings)).map((one) => one.id)).not.toContain(shop.locationId);
	});

	test("LEAD-4 an own service is priced and switched off here; the shop's keeps what the shop says", async () => {
		const shop = await makeShop(org);
		const parsed = read(ServiceForm, { name: "Polish", price: "249,50", durationMinutes: "90" });
		expect(parsed.status).toBe("success");
		const value = (parsed as unknown as { value: typeof ServiceForm._output }).value;
		const { id } = await as(org, "admin", (ctx) => saveService(ctx, { ...value, locationId: shop.locationId }));
		const found = await as(org, "viewer", (ctx) => getServiceSettings(ctx, shop.locationId));
		expect(found.services.find((one) => one.id === id)).toMatchObject({
			priceCents: 24_950,
			durationMinutes: 90,
			active: true,
		});
		await as(org, "owner", (ctx) =>
			ctx.db
				.updateTable("services")
				.set({ source: shop.locationId, external_id: "x" })
				.where("id", "=", shop.serviceId)
				.execute(),
		);
		const fromShop = {
			name: "Window tint",
			price: 24_900,
			durationMinutes: 60,
			serviceId: shop.serviceId,
			locationId: shop.locationId,
		};
		await as(org, "admin", (ctx) => saveService(ctx, fromShop));
		await expect(as(org, "admin", (ctx) => saveService(ctx, { ...fromShop, price: 1 }))).rejects.toMatchObject({
			status: 409,
		});
		const after = await as(org, "viewer", (ctx) => getServiceSettings(ctx, shop.locationId));
		expect(after.services.find((one) => one.id === shop.serviceId)).toMatchObject({
			active: false,
			priceCents: 24_900,
		});
	});

	test("SCHED-1 a member books a time of their own on the location's clocks, and the calendar shows it on its day", async () => {
		const shop = await makeShop(org, { zone: "Asia/Kolkata" });
		const parsed = read(MemberBookingForm as never, {
			location: shop.locationId,
			service: shop.serviceId,
			ownTime: "2026-07-08T22:30",
			name: "Ann Miller",
			phone: "+1 510 555 0177",
		});
		const value = (parsed as unknown as { value: MemberBookingForm }).value;
		const booked = await as(org, "user", (ctx) => bookAsMember(ctx, value), NOW);
		expect(booked.startsAt.toISOString()).toBe("2026-07-08T17:00:00.000Z");
		const day = await as(
			org,
			"viewer",
			(ctx) => getCalendar(ctx, { locationId: shop.locationId, date: "2026-07-08", view: "day", cancelled: false }),
			NOW,
		);
		expect(day.days[0]!.entries).toMatchObject([{ id: booked.id, who: "Ann Miller" }]);
		const theirs = await as(
			other,
			"owner",
			(ctx) => getCalendar(ctx, { locationId: shop.locationId, view: "week", cancelled: true }),
			NOW,
		);
		expect(theirs.days.every((one) => one.entries.length === 0)).toBe(true);
	});
});
