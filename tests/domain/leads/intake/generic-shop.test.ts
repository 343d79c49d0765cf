import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ConnectShop } from "#app/domain/integrations/schema.ts";
import { connectShop } from "#app/domain/integrations/shops/connect-shop.ts";
import { mapShopLocations } from "#app/domain/integrations/shops/map-shop-locations.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { findAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { deliveriesOf, leadsOf, openHookServer, soon } from "#tests/support/shop-house.ts";
import {
	GENERIC_KEY,
	GENERIC_MAPPING,
	GENERIC_SECRET,
	type GenericData,
	type GenericRow,
	seconds,
	startGenericShop,
	tellGeneric,
} from "../../../standins/generic-shop.ts";
import { appointmentsAt, makeShop } from "../../scheduling/shop.ts";

const made = seconds(Date.now() - 60_000);
const job: GenericRow = {
	id: "j1",
	branch: "K1",
	state: "asked",
	sum: "249.50",
	lines: [{ what: "Film" }],
	person: "p1",
	car: "c1",
	made,
	touched: made,
};
const data: GenericData = {
	jobs: [],
	people: [
		{
			id: "p1",
			name: { given: "Ines", family: "Sommer" },
			mail: { work: "", home: "ines@example.test" },
			phone: "0431 5501000",
			sms: true,
			touched: made,
		},
	],
	cars: [{ id: "c1", built: "2019", brand: "Opel", type: "Astra", plate: "KI A 1", touched: made }],
	menu: [
		{ id: "m1", name: "Film", price: "249.50", hours: 1 },
		{ id: "m2", name: "Wash", price: 19.99, hours: 0.5 },
	],
	visits: [],
};

/** The first Tuesday that lies two days ahead at least. */
const tuesday = new Date(Date.now() + 2 * 86_400_000);
while (tuesday.getUTCDay() !== 2) tuesday.setUTCDate(tuesday.getUTCDate() + 1);
const at = (time: string) => new Date(`${tuesday.toISOString().slice(0, 10)}T${time}:00Z`);

describe("a shop system that is described by a mapping", () => {
	let org: TestOrg;
	let url: string;
	let connectionId: string;
	let place: { locationId: string; serviceId: string };

	beforeAll(async () => {
		await openTestHouse();
		const hooks = await openHookServer();
		const standin = await startGenericShop(data);
		afterAll(standin.stop);
		org = await makeOrg();
		const { locationId } = await makeShop(org, { zone: "UTC" });
		const input = ConnectShop.parse({
			kind: "generic",
			name: "Garage",
			baseUrl: standin.url,
			apiKey: GENERIC_KEY,
			webhookSecret: GENERIC_SECRET,
			leadStatuses: "asked",
			wonStatuses: "done",
			mapping: JSON.stringify(GENERIC_MAPPING),
		});
		connectionId = (await as(org, "admin", (ctx) => connectShop(ctx, input))).id;
		url = `${hooks}/hooks/shop/${connectionId}`;
		await runJobs(soon());
		await as(org, "admin", (ctx) =>
			mapShopLocations(ctx, { connectionId, places: [{ externalId: "K1", locationId }] }),
		);
		place = { locationId, serviceId: "" };
	});

	test("LEAD-4 brings its catalogue: prices in cents, durations in minutes, its currency", async () => {
		expect((await runJobs(soon(), 2)).filter(({ error }) => error)).toEqual([]);
		const services = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("services").selectAll().where("source", "=", connectionId).orderBy("name").execute(),
		);
		expect(services).toMatchObject([
			{ name: "Film", price_cents: 24_950, duration_minutes: 60, currency: "EUR", active: true },
			{ name: "Wash", price_cents: 1_999, duration_minutes: 30, currency: "EUR", active: true },
		]);
		place.serviceId = services[0]!.id;
	});

	test("LEAD-2 an order told by a signed webhook and by polling is one lead with customer, vehicle and touches", async () => {
		data.jobs.push(job);
		expect(await tellGeneric(url, "job.saved", job, "another-secret-altogether")).toBe(401);
		expect(await tellGeneric(url, "job.saved", job)).toBe(202);
		expect((await runJobs(soon(), 2)).filter(({ error }) => error)).toEqual([]);
		expect(await deliveriesOf(org)).toMatchObject([{ via: "webhook", state: "processed", reason: null }]);
		expect(await leadsOf(org)).toMatchObject([
			{
				external_order_id: "j1",
				external_status: "asked",
				services: ["Film"],
				value_cents: 24_950,
				currency: "EUR",
				first_name: "Ines",
				email: "ines@example.test",
				phone: "+494315501000",
				make: "Opel",
				year: 2019,
				enrich_error: null,
			},
		]);
		expect((await runJobs(new Date(Date.now() + 40_000), 2)).filter(({ error }) => error)).toEqual([]);
		expect(await leadsOf(org)).toHaveLength(1);
		const touches = await as(org, "viewer", (ctx) => ctx.db.selectFrom("touches").select("status").execute());
		expect(touches).toHaveLength(13);
	});

	test("LEAD-4 a changed customer and car change here", async () => {
		const touched = seconds(Date.now());
		Object.assign(data.people[0]!, { mail: { work: "ines@work.test" }, touched });
		Object.assign(data.cars[0]!, { plate: "KI B 2", touched });
		expect(await tellGeneric(url, "person.saved", data.people[0]!)).toBe(202);
		expect(await tellGeneric(url, "car.saved", data.cars[0]!)).toBe(202);
		await runJobs(soon(), 2);
		expect(await leadsOf(org)).toMatchObject([{ email: "ines@work.test" }]);
		const cars = await as(org, "viewer", (ctx) => ctx.db.selectFrom("vehicles").select("plate").execute());
		expect(cars).toEqual([{ plate: "KI B 2" }]);
	});

	test("LEAD-4 an appointment told by a webhook is busy time at once, and free again when it is off", async () => {
		const free = async () => {
			const window = { from: at("00:00"), to: at("23:00") };
			const found = await as(org, "viewer", (ctx) => findAvailability(ctx, { ...place, ...window }));
			return found.slots.some((slot) => slot.startsAt.getTime() === at("09:00").getTime());
		};
		expect(await free()).toBe(true);
		const visit = {
			id: "v0",
			branch: "K1",
			what: "Tyres",
			begin: seconds(at("09:00")),
			end: seconds(at("10:00")),
			state: "on",
		};
		data.visits.push(visit);
		expect(await tellGeneric(url, "visit.saved", visit)).toBe(202);
		await runJobs(soon(), 2);
		expect(await free()).toBe(false);
		expect((await deliveriesOf(org)).at(-1)).toMatchObject({ state: "processed", reason: null });
		Object.assign(visit, { state: "off" });
		expect(await tellGeneric(url, "visit.saved", visit)).toBe(202);
		await runJobs(soon(), 2);
		expect(await free()).toBe(true);
		expect(await tellGeneric(url, "visit.saved", { ...visit, branch: "elsewhere" })).toBe(202);
		expect((await deliveriesOf(org)).at(-1)).toMatchObject({ state: "ignored" });
	});

	test("LEAD-4 a booking is written back once with its customer and order, and cancelled there", async () => {
		const [lead] = await leadsOf(org);
		const { id } = await as(org, "user", (ctx) =>
			bookAppointment(ctx, {
				...place,
				startsAt: at("11:00"),
				contactId: lead!.contact_id,
				leadId: lead!.id,
				origin: "page",
			}),
		);
		await runJobs(soon(), 2);
		const mine = () => data.visits.filter((visit) => visit.ref === id);
		expect(mine()).toMatchObject([{ begin: seconds(at("11:00")), end: seconds(at("12:00")), person: "p1", job: "j1" }]);
		const row = async () => (await appointmentsAt(org, place.locationId)).find((one) => one.id === id);
		expect(await row()).toMatchObject({ sync_state: "synced", external_id: mine()[0]!.id });
		await as(org, "user", (ctx) => cancelAppointment(ctx, { appointmentId: id, reason: "ill" }));
		await runJobs(soon(), 2);
		expect(mine()).toMatchObject([{ state: "off" }]);
	});

	test("LEAD-2 done there is won here, also when only polling tells", async () => {
		Object.assign(job, { state: "done", touched: seconds(Date.now()) + 5 });
		await runJobs(new Date(Date.now() + 200_000));
		expect(await leadsOf(org)).toMatchObject([{ state: "won", external_status: "done" }]);
	});
});
