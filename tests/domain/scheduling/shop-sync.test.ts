import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { seal } from "#app/base/seal.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { findAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import { readShopAppointmentsJob } from "#app/domain/scheduling/jobs.ts";
import { sweepShopCalendars } from "#app/domain/scheduling/shop-calendar/sweep-shop-calendars.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { type ShopStandin, startShopStandin } from "../../../scripts/demo/shop-standin.ts";
import { appointmentsAt, makeShop, type Shop } from "./shop.ts";

/** Monday, 5 July 2027, 8 am in Los Angeles. */
const NOW = new Date("2027-07-05T15:00:00Z");
const at = (time: string, date = "2027-07-06") => new Date(`${date}T${time}:00-07:00`);
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe("the shop's calendar and ours", () => {
	let org: TestOrg;
	let standin: ShopStandin;
	let shop: Shop;
	let connectionId: string;

	beforeAll(async () => {
		await openTestHouse();
		standin = await startShopStandin({ apiKey: "key-1", webhookSecret: "whsec_c2VjcmV0", orders: 0, now: () => NOW });
	});
	afterAll(() => standin.stop());
	beforeEach(async () => {
		standin.setFault(null);
		standin.state.appointments.length = 0;
		org = await makeOrg();
		shop = await makeShop(org);
		connectionId = await connect(org, shop.locationId);
	});

	const externalLocation = () => standin.state.locations[0]!.id as string;
	async function connect(of: TestOrg, locationId: string): Promise<string> {
		const id = newId();
		await as(of, "owner", async ({ db, org: org_id }) => {
			await db
				.insertInto("shop_connections")
				.values({
					org_id,
					id,
					kind: "shopmonkey",
					name: "Shop",
					base_url: standin.url,
					api_key_sealed: seal("key-1", `shop-key:${id}`),
					webhook_secret_sealed: seal("whsec_c2VjcmV0", `shop-secret:${id}`),
				})
				.execute();
			await db
				.insertInto("shop_locations")
				.values({ org_id, connection_id: id, external_id: externalLocation(), location_id: locationId })
				.execute();
		});
		return id;
	}
	const book = (startsAt: Date, contactId = shop.contactId) =>
		as(org, "user", (ctx) => bookAppointment(ctx, { ...shop, contactId, startsAt, origin: "page" }), NOW);
	const row = async (id: string) => (await appointmentsAt(org, shop.locationId)).find((one) => one.id === id)!;
	const read = async (times = 1, now = NOW) => {
		await asActor(org.id, SYSTEM, (ctx) => ctx.enqueue(readShopAppointmentsJob, { orgId: org.id, connectionId }));
		return runJobs(now, times);
	};
	const tasks = () =>
		as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("tasks").select(["title", "detail", "state", "subject_id"]).orderBy("id").execute(),
		);
	const shopBooks = (start: Date, end: Date, more: Record<string, unknown> = {}) => {
		const id = `shop-${newId()}`;
		standin.state.appointments.push({
			id,
			name: "Alignment",
			locationId: externalLocation(),
			startDate: start.toISOString(),
			endDate: end.toISOString(),
			allDay: false,
			note: "",
			cancellationNote: null,
			metadata: null,
			createdDate: NOW.toISOString(),
			updatedDate: NOW.toISOString(),
			...more,
		});
		return id;
	};
	const shopRow = (id: string) => standin.state.appointments.find((one) => one.id === id)!;
	const freeTimes = async () => {
		const window = { from: at("00:00"), to: at("23:59") };
		const found = await as(org, "viewer", (ctx) => findAvailability(ctx, { ...shop, ...window }), NOW);
		return found.slots.map((slot) => slot.startsAt.getTime());
	};

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
