import { describe, expect, test } from "vitest";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { settleAppointment } from "#app/domain/scheduling/appointments/settle-appointment.ts";
import { appointmentsAt, eventsOf, makeContact, makeShop } from "#tests/domain/scheduling/shop.ts";
import { as } from "#tests/support/house.ts";
import { at, book, NOW, openJuly, org } from "./july.ts";

openJuly();

describe("changing an appointment", () => {
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
});
