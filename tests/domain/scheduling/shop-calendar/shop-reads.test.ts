import { describe, expect, test } from "vitest";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { readShopAppointmentsJob } from "#app/domain/scheduling/jobs.ts";
import { appointmentsAt } from "#tests/domain/scheduling/shop.ts";
import { as, asActor, makeOrg, SYSTEM } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import {
	at,
	book,
	connectionId,
	freeTimes,
	NOW,
	openShopAndOurs,
	org,
	read,
	row,
	shop,
	shopBooks,
	shopRow,
	standin,
	tasks,
} from "./shop-and-ours.ts";

openShopAndOurs();

describe("the shop's calendar here", () => {
	test("LEAD-4 the shop's own appointments are busy time here, once however often they are read", async () => {
		shopBooks(at("09:00"), at("10:30"));
		await read(2);
		await read(2);
		const rows = await appointmentsAt(org, shop.locationId);
		expect(rows).toHaveLength(1);
		expect(rows[0]).toMatchObject({ origin: "shop", bay: 1, title: "Alignment", state: "booked" });
		expect(await freeTimes()).toEqual(["11:00", "13:00", "14:00", "15:00", "16:00"].map((time) => at(time).getTime()));
		await expect(book(at("10:00"))).rejects.toMatchObject({ status: 409 });
		const events = await as(org, "owner", (ctx) =>
			ctx.db.selectFrom("events").select("name").where("subject_id", "=", rows[0]!.id).execute(),
		);
		expect(events).toEqual([{ name: "appointment.added-by-shop" }]);
	});

	test("LEAD-4 what the shop moves, cancels or deletes is free here", async () => {
		const moved = shopBooks(at("09:00"), at("10:00"));
		const cancelled = shopBooks(at("13:00"), at("14:00"));
		const deleted = shopBooks(at("15:00"), at("16:00"));
		await read();
		Object.assign(shopRow(moved), { startDate: at("11:00").toISOString(), endDate: at("12:00").toISOString() });
		Object.assign(shopRow(cancelled), { cancellationNote: "no" });
		standin.state.appointments.splice(standin.state.appointments.indexOf(shopRow(deleted)), 1);
		await read(2);
		expect(await freeTimes()).toEqual(
			["09:00", "10:00", "13:00", "14:00", "15:00", "16:00"].map((time) => at(time).getTime()),
		);
	});

	test("LEAD-4 a shop's calendar is read as soon as it is connected", async () => {
		shopBooks(at("09:00"), at("10:00"));
		await as(org, "owner", (ctx) =>
			ctx.record({ name: "shop.connected", subject: { type: "shop", id: connectionId } }),
		);
		await runJobs(NOW, 2);
		expect(await appointmentsAt(org, shop.locationId)).toHaveLength(1);
	});

	test("LEAD-4 ours met in the shop's calendar stays one appointment", async () => {
		const { id } = await book(at("09:00"));
		await runJobs(NOW);
		await read(2);
		expect((await appointmentsAt(org, shop.locationId)).map((one) => one.id)).toEqual([id]);
		expect(await tasks()).toEqual([]);
	});

	test("LEAD-4 two bookings for one place are a conflict for a person, and settle themselves when one goes", async () => {
		const { id } = await book(at("09:00"));
		await runJobs(NOW);
		const external = shopBooks(at("09:30"), at("10:30"));
		await read(2);
		const theirs = (await appointmentsAt(org, shop.locationId)).find((one) => one.origin === "shop")!;
		expect(theirs).toMatchObject({ bay: null, external_id: external, state: "booked" });
		expect(await tasks()).toMatchObject([{ state: "open", subject_id: theirs.id }]);
		await as(org, "user", (ctx) => cancelAppointment(ctx, { appointmentId: id, reason: "" }), NOW);
		await read(2);
		expect(await row(theirs.id)).toMatchObject({ bay: 1 });
		expect(await tasks()).toMatchObject([{ state: "done" }]);
	});

	test("LEAD-4 ours that the shop moved is told to a person and stays as the customer knows it", async () => {
		const { id } = await book(at("09:00"));
		await runJobs(NOW);
		Object.assign(standin.state.appointments[0]!, {
			startDate: at("15:00").toISOString(),
			endDate: at("16:00").toISOString(),
		});
		await read(2);
		expect(await row(id)).toMatchObject({ sync_state: "conflict", starts_at: at("09:00") });
		expect(await tasks()).toHaveLength(1);
	});

	test("LEAD-4 a shop that cannot be asked leaves what was read, and harms no other organisation", async () => {
		shopBooks(at("09:00"), at("10:00"));
		await read();
		standin.setFault("500");
		await read();
		expect(await appointmentsAt(org, shop.locationId)).toHaveLength(1);
	});

	test("TENANT a job that names another organisation's appointment or connection does nothing", async () => {
		const other = await makeOrg("Another firm");
		const { id } = await book(at("09:00"));
		await runJobs(NOW);
		const before = await row(id);
		const asked = standin.requests.length;
		await asActor(other.id, SYSTEM, (ctx) => ctx.enqueue(readShopAppointmentsJob, { orgId: other.id, connectionId }));
		await runJobs(NOW);
		expect(standin.requests.length).toBe(asked);
		expect(await row(id)).toEqual(before);
	});
});
