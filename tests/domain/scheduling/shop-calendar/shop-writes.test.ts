import { describe, expect, test } from "vitest";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { sweepShopCalendars } from "#app/domain/scheduling/shop-calendar/sweep-shop-calendars.ts";
import { as } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { at, book, connectionId, later, NOW, openShopAndOurs, org, row, standin, tasks } from "./shop-and-ours.ts";

openShopAndOurs();

describe("our appointments in the shop's calendar", () => {
	test("LEAD-4 a booking is written to the shop once, moved and cancelled there, also when jobs run twice", async () => {
		const { id } = await book(at("09:00"));
		expect((await row(id)).sync_state).toBe("pending");
		await runJobs(NOW, 2);
		expect(standin.state.appointments).toHaveLength(1);
		expect(standin.state.appointments[0]).toMatchObject({
			startDate: at("09:00").toISOString(),
			metadata: { perigee: id },
		});
		expect(await row(id)).toMatchObject({ sync_state: "synced", source: connectionId, synced_sequence: 0 });
		await as(org, "user", (ctx) => moveAppointment(ctx, { appointmentId: id, startsAt: at("10:00") }), NOW);
		await runJobs(NOW, 2);
		expect(standin.state.appointments).toHaveLength(1);
		expect(standin.state.appointments[0]!.startDate).toBe(at("10:00").toISOString());
		await as(org, "user", (ctx) => cancelAppointment(ctx, { appointmentId: id, reason: "ill" }), NOW);
		await runJobs(NOW, 2);
		expect(standin.state.appointments[0]!.cancellationNote).toBe("ill");
		expect(await row(id)).toMatchObject({ sync_state: "synced", synced_sequence: 2 });
	});

	test.each(["500", "429", "cut-off", "not-json", "nonsense"] as const)(
		"LEAD-4 while the shop answers %s the reason stands on the appointment, and the sweep writes it later",
		async (fault) => {
			standin.setFault(fault);
			const { id } = await book(at("09:00"));
			await runJobs(NOW);
			const failed = await row(id);
			expect(failed.sync_state).toBe("failed");
			expect(failed.sync_error).toBeTruthy();
			standin.setFault(null);
			expect((await sweepShopCalendars(later(5))).writes).toBe(0);
			expect((await sweepShopCalendars(later(20))).writes).toBe(1);
			await runJobs(later(20));
			expect(await row(id)).toMatchObject({ sync_state: "synced", sync_error: null });
			expect(standin.state.appointments).toHaveLength(1);
		},
	);

	test("LEAD-4 a worker that died after writing and before saying so makes no second appointment", async () => {
		const { id } = await book(at("09:00"));
		await runJobs(NOW);
		await as(org, "owner", (ctx) =>
			ctx.db
				.updateTable("appointments")
				.set({ sync_state: "pending", synced_sequence: null, external_id: null, source: null })
				.where("id", "=", id)
				.execute(),
		);
		await sweepShopCalendars(later(20));
		await runJobs(later(20));
		expect(standin.state.appointments).toHaveLength(1);
		expect(await row(id)).toMatchObject({ sync_state: "synced", external_id: standin.state.appointments[0]!.id });
	});

	test("LEAD-4 what the shop refuses goes to a person, once", async () => {
		await as(org, "owner", (ctx) =>
			ctx.db
				.updateTable("shop_locations")
				.set({ external_id: "gone" })
				.where("connection_id", "=", connectionId)
				.execute(),
		);
		const { id } = await book(at("09:00"));
		await runJobs(NOW, 2);
		expect((await row(id)).sync_state).toBe("conflict");
		const found = await tasks();
		expect(found).toHaveLength(1);
		expect(found[0]).toMatchObject({ state: "open", subject_id: id });
	});
});
