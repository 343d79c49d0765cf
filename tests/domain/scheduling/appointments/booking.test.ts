import { sql } from "kysely";
import { describe, expect, test } from "vitest";
import type { AppError } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { findAvailability, listAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import { appointmentsAt, eventsOf, makeContact, makeShop, type Shop } from "#tests/domain/scheduling/shop.ts";
import { as, asActor, SYSTEM } from "#tests/support/house.ts";
import { at, book, NOW, openJuly, org } from "./july.ts";

openJuly();

describe("booking", () => {
	const free = async (shop: Shop, date = "2026-07-07", now = NOW) => {
		const day = { from: at("00:00", date), to: new Date(at("00:00", date).getTime() + 86_400_000) };
		const found = await as(
			org,
			"viewer",
			(ctx) => findAvailability(ctx, { locationId: shop.locationId, serviceId: shop.serviceId, ...day }),
			now,
		);
		return found.slots.map((slot) => slot.startsAt.toISOString());
	};

	test("SCHED-1 free slots leave out lunch, what is booked, and its buffers", async () => {
		const shop = await makeShop(org, { after: 15 });
		expect(await free(shop)).toHaveLength(7);
		await book(shop, at("10:00"));
		// 9:00 would end at 10:00 and needs the 15 minutes after it; 11:00 begins within those of 10:00.
		expect(await free(shop)).toEqual(["13:00", "14:00", "15:00", "16:00"].map((t) => at(t).toISOString()));
	});

	test("LEAD-7 booking stores the slot, the price and an event on the contact's timeline", async () => {
		const shop = await makeShop(org);
		const booked = await book(shop, at("09:00"));
		expect(booked).toMatchObject({
			title: "Window tint",
			priceCents: 24_900,
			endsAt: at("10:00"),
			state: "booked",
			sequence: 0,
			bay: 1,
			timeZone: "America/Los_Angeles",
			syncState: "none",
		});
		expect(await eventsOf(org, booked.id)).toEqual(["appointment.booked"]);
	});

	test("LEAD-7 fifty people want the last slot: one has it, the others get a kind answer with other slots", async () => {
		const shop = await makeShop(org);
		const people = await Promise.all(Array.from({ length: 50 }, () => makeContact(org)));
		const answers = await Promise.allSettled(people.map((contactId) => book(shop, at("11:00"), { contactId })));
		expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(1);
		for (const answer of answers) {
			if (answer.status === "fulfilled") continue;
			const error = answer.reason as AppError;
			expect(error.status).toBe(409);
			expect(error.message).toMatch(/^Sorry/);
			const slots = error.data.alternatives as { startsAt: Date }[];
			expect(slots.length).toBeGreaterThanOrEqual(3);
			expect(slots.map((slot) => slot.startsAt.getTime())).not.toContain(at("11:00").getTime());
		}
		expect(await appointmentsAt(org, shop.locationId)).toHaveLength(1);
	});

	test("LEAD-7 with three bays three of fifty have the slot, each in a bay of their own", async () => {
		const shop = await makeShop(org, { capacity: 3 });
		const people = await Promise.all(Array.from({ length: 50 }, () => makeContact(org)));
		await Promise.allSettled(people.map((contactId) => book(shop, at("11:00"), { contactId })));
		expect((await appointmentsAt(org, shop.locationId)).map((row) => row.bay).sort()).toEqual([1, 2, 3]);
	});

	test("SCHED-5 the database itself refuses two in one bay, also past every check", async () => {
		const shop = await makeShop(org);
		await book(shop, at("09:00"));
		const again = as(org, "user", (ctx) =>
			ctx.db
				.insertInto("appointments")
				.values({
					org_id: ctx.org,
					id: newId(),
					location_id: shop.locationId,
					bay: 1,
					title: "Second",
					starts_at: at("09:30"),
					ends_at: at("10:30"),
					during: sql`tstzrange(${at("09:30")}, ${at("10:30")})`,
					time_zone: "UTC",
					origin: "page",
				})
				.execute(),
		);
		await expect(again).rejects.toMatchObject({ code: "23P01" });
	});

	test("LEAD-7 a double click makes one appointment, also at the same instant", async () => {
		const shop = await makeShop(org, { capacity: 5 });
		const all = await Promise.all(Array.from({ length: 10 }, () => book(shop, at("13:00"))));
		expect(new Set(all.map((one) => one.id)).size).toBe(1);
		expect(await eventsOf(org, all[0]!.id)).toEqual(["appointment.booked"]);
	});

	test("LEAD-7 what is off the steps, in lunch, too soon or past the horizon cannot be booked", async () => {
		const shop = await makeShop(org, { horizon: 10 });
		for (const start of [
			at("09:10"),
			at("12:00"),
			at("09:00", "2026-07-06"),
			at("09:00", "2026-07-05"),
			at("09:00", "2026-07-20"),
		]) {
			await expect(book(shop, start, {}, new Date("2026-07-06T15:30:00Z"))).rejects.toMatchObject({ status: 409 });
		}
	});

	test("LEAD-7 a member may book outside the hours when they say so, and nobody else may", async () => {
		const shop = await makeShop(org);
		const late = await book(shop, at("20:00"), { outsideHours: true });
		expect(late.endsAt).toEqual(at("21:00"));
		await expect(
			book(shop, at("20:30"), { outsideHours: true, contactId: await makeContact(org) }),
		).rejects.toMatchObject({
			status: 409,
		});
		const asked = asActor(
			org.id,
			SYSTEM,
			(ctx) => bookAppointment(ctx, { ...shop, startsAt: at("22:00"), origin: "chat", outsideHours: true }),
			NOW,
		);
		await expect(asked).rejects.toMatchObject({ status: 403 });
	});

	test("LEAD-7 work longer than any opening runs on into the next day and takes its bay over night", async () => {
		const shop = await makeShop(org, { duration: 8 * 60 });
		const booked = await book(shop, at("13:00"));
		expect(booked.endsAt).toEqual(at("14:00", "2026-07-08"));
		expect(await free(shop, "2026-07-08")).toEqual(
			[at("14:00", "2026-07-08"), at("15:00", "2026-07-08"), at("16:00", "2026-07-08")].map((t) => t.toISOString()),
		);
	});

	test("SCHED-1 long work that began days ago still counts as busy", async () => {
		const shop = await makeShop(org, { duration: 20 * 60 });
		await book(shop, at("09:00"));
		expect(await free(shop, "2026-07-08")).toEqual([]);
	});

	test("SCHED-1 many locations are answered at once as each would be alone", async () => {
		const shops = await Promise.all(
			["America/New_York", "Asia/Kolkata", "Pacific/Chatham"].map((zone) => makeShop(org, { zone })),
		);
		const window = { from: NOW, to: new Date(NOW.getTime() + 10 * 86_400_000) };
		await book(shops[0]!, new Date("2026-07-07T13:00:00Z"));
		const all = await as(
			org,
			"viewer",
			(ctx) => listAvailability(ctx, { locationIds: shops.map((s) => s.locationId), durationMinutes: 60, ...window }),
			NOW,
		);
		for (const shop of shops) {
			const alone = await as(org, "viewer", (ctx) => findAvailability(ctx, { ...shop, ...window }), NOW);
			expect(all.get(shop.locationId)!.slots).toEqual(alone.slots);
			expect(alone.slots.length).toBeGreaterThan(40);
		}
	});
});
