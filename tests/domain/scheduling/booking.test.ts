import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import type { AppError } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { getAppointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { settleAppointment } from "#app/domain/scheduling/appointments/settle-appointment.ts";
import { findAvailability, listAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import type { Actor } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { appointmentsAt, eventsOf, makeContact, makeShop, type Shop } from "./shop.ts";

/** Monday, 6 July 2026, 8 am in Los Angeles. */
const NOW = new Date("2026-07-06T15:00:00Z");
const at = (time: string, date = "2026-07-07") => new Date(`${date}T${time}:00-07:00`);

describe("booking", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});

	const book = (shop: Shop, startsAt: Date, more: { contactId?: string; outsideHours?: boolean } = {}, now = NOW) =>
		as(org, "user", (ctx) => bookAppointment(ctx, { ...shop, startsAt, origin: "member", ...more }), now);
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

	test("LEAD-7 moving frees the old slot at once, raises the sequence, and twice makes 2", async () => {
		const shop = await makeShop(org);
		const booked = await book(shop, at("09:00"));
		const move = (startsAt: Date, version?: number) =>
			as(
				org,
				"user",
				(ctx) => moveAppointment(ctx, { appointmentId: booked.id, startsAt, ...(version ? { version } : {}) }),
				NOW,
			);
		const moved = await move(at("10:00"), 1);
		expect(moved).toMatchObject({ startsAt: at("10:00"), sequence: 1, version: 2 });
		expect((await move(at("10:00"), 1)).sequence).toBe(1);
		await expect(move(at("11:00"), 1)).rejects.toMatchObject({ status: 409, data: { current: { version: 2 } } });
		expect((await move(at("09:00"))).sequence).toBe(2);
		expect(await eventsOf(org, booked.id)).toEqual(["appointment.booked", "appointment.moved", "appointment.moved"]);
	});

	test("LEAD-7 twenty appointments cannot move to one slot, and those refused stay where they were", async () => {
		const shop = await makeShop(org, { capacity: 2, step: 30, duration: 30 });
		const starts = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30", "13:00", "13:30"];
		const all = await Promise.all(starts.map(async (t) => book(shop, at(t), { contactId: await makeContact(org) })));
		const answers = await Promise.allSettled(
			all.map((one) =>
				as(org, "user", (ctx) => moveAppointment(ctx, { appointmentId: one.id, startsAt: at("16:00") }), NOW),
			),
		);
		expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(2);
		const rows = await appointmentsAt(org, shop.locationId);
		expect(rows.filter((row) => row.starts_at.getTime() === at("16:00").getTime())).toHaveLength(2);
		expect(rows.filter((row) => row.sequence === 0)).toHaveLength(6);
	});

	test("LEAD-7 cancelling twice is cancelling once, and the slot is free", async () => {
		const shop = await makeShop(org);
		const booked = await book(shop, at("09:00"));
		const cancel = () =>
			as(org, "user", (ctx) => cancelAppointment(ctx, { appointmentId: booked.id, reason: "ill" }), NOW);
		const [first, second] = await Promise.all([cancel(), cancel()]);
		expect(first).toMatchObject({ state: "cancelled", sequence: 1 });
		expect(second).toMatchObject({ state: "cancelled", sequence: 1 });
		expect(await eventsOf(org, booked.id)).toEqual(["appointment.booked", "appointment.cancelled"]);
		expect((await book(shop, at("09:00"))).id).not.toBe(booked.id);
		const move = as(
			org,
			"user",
			(ctx) => moveAppointment(ctx, { appointmentId: booked.id, startsAt: at("13:00") }),
			NOW,
		);
		await expect(move).rejects.toMatchObject({ status: 409 });
	});

	test("LEAD-7 a member says who came, once the time has begun", async () => {
		const shop = await makeShop(org);
		const booked = await book(shop, at("09:00"));
		const settle = (now: Date) =>
			as(org, "user", (ctx) => settleAppointment(ctx, { appointmentId: booked.id, outcome: "no-show" }), now);
		await expect(settle(NOW)).rejects.toMatchObject({ status: 409 });
		expect((await settle(at("09:20"))).state).toBe("no-show");
	});

	test("TENANT another organisation's appointment, location, service and contact are absent, and nothing changes", async () => {
		const shop = await makeShop(org);
		const theirs = await makeShop(other);
		const booked = await book(shop, at("09:00"));
		const stranger = <T>(fn: Parameters<typeof as<T>>[2]) => as(other, "owner", fn, NOW);
		const notThere = { status: 404 };
		await expect(stranger((ctx) => getAppointment(ctx, booked.id))).rejects.toMatchObject(notThere);
		await expect(
			stranger((ctx) => moveAppointment(ctx, { appointmentId: booked.id, startsAt: at("10:00") })),
		).rejects.toMatchObject(notThere);
		await expect(
			stranger((ctx) => cancelAppointment(ctx, { appointmentId: booked.id, reason: "" })),
		).rejects.toMatchObject(notThere);
		await expect(
			stranger((ctx) => settleAppointment(ctx, { appointmentId: booked.id, outcome: "completed" })),
		).rejects.toMatchObject(notThere);
		for (const mixed of [
			{ ...theirs, locationId: shop.locationId },
			{ ...theirs, serviceId: shop.serviceId },
			{ ...theirs, contactId: shop.contactId },
			{ ...theirs, leadId: newId() },
			{ ...theirs, conversationId: newId() },
		]) {
			await expect(
				stranger((ctx) => bookAppointment(ctx, { ...mixed, startsAt: at("10:00"), origin: "member" })),
			).rejects.toMatchObject(notThere);
		}
		const slots = stranger((ctx) => findAvailability(ctx, { ...shop, from: NOW, to: at("20:00") }));
		await expect(slots).rejects.toMatchObject(notThere);
		expect(await as(org, "viewer", (ctx) => getAppointment(ctx, booked.id))).toEqual(booked);
	});

	test("a viewer sees and changes nothing", async () => {
		const shop = await makeShop(org);
		const booked = await book(shop, at("09:00"));
		const refused = { status: 403 };
		const look = <T>(fn: Parameters<typeof as<T>>[2]) => as(org, "viewer", fn, NOW);
		await expect(
			look((ctx) => bookAppointment(ctx, { ...shop, startsAt: at("10:00"), origin: "member" })),
		).rejects.toMatchObject(refused);
		await expect(
			look((ctx) => moveAppointment(ctx, { appointmentId: booked.id, startsAt: at("10:00") })),
		).rejects.toMatchObject(refused);
		await expect(look((ctx) => cancelAppointment(ctx, { appointmentId: booked.id, reason: "" }))).rejects.toMatchObject(
			refused,
		);
		await expect(
			look((ctx) => settleAppointment(ctx, { appointmentId: booked.id, outcome: "completed" })),
		).rejects.toMatchObject(refused);
		expect((await look((ctx) => getAppointment(ctx, booked.id))).title).toBe("Window tint");
	});

	test("a customer sees, moves and cancels their own appointment and no other", async () => {
		const shop = await makeShop(org);
		const booked = await book(shop, at("09:00"));
		const customer = (id: string): Actor => ({ kind: "customer", id, name: "Ann" });
		const others = customer(await makeContact(org));
		const run = <T>(actor: Actor, fn: Parameters<typeof as<T>>[2], now = NOW) => asActor(org.id, actor, fn, now);
		await expect(
			run(others, (ctx) => cancelAppointment(ctx, { appointmentId: booked.id, reason: "" })),
		).rejects.toMatchObject({ status: 404 });
		await expect(
			run(others, (ctx) => bookAppointment(ctx, { ...shop, startsAt: at("10:00"), origin: "page" })),
		).rejects.toMatchObject({ status: 404 });
		const own = customer(shop.contactId);
		expect(
			(await run(own, (ctx) => moveAppointment(ctx, { appointmentId: booked.id, startsAt: at("10:00") }))).sequence,
		).toBe(1);
		const tooLate = run(own, (ctx) => cancelAppointment(ctx, { appointmentId: booked.id, reason: "" }), at("10:05"));
		await expect(tooLate).rejects.toMatchObject({ status: 409 });
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
