import { describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getAppointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { settleAppointment } from "#app/domain/scheduling/appointments/settle-appointment.ts";
import { findAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import type { Actor } from "#db/context.ts";
import { makeContact, makeShop } from "#tests/domain/scheduling/shop.ts";
import { as, asActor } from "#tests/support/house.ts";
import { at, book, NOW, openJuly, org, other } from "./july.ts";

openJuly();

describe("who may do what with an appointment", () => {
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
});
