import { afterAll, beforeAll, beforeEach } from "vitest";
import { newId } from "#app/base/ids.ts";
import { seal } from "#app/base/seal.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { findAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import { readShopAppointmentsJob } from "#app/domain/scheduling/jobs.ts";
import { appointmentsAt, makeShop, type Shop } from "#tests/domain/scheduling/shop.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { type ShopStandin, startShopStandin } from "../../../../scripts/demo/shop-standin.ts";

// A shop with a calendar and a location of ours that is connected to it, fresh for each test of the file that imports this.

/** Monday, 5 July 2027, 8 am in Los Angeles. */
export const NOW = new Date("2027-07-05T15:00:00Z");
export const at = (time: string, date = "2027-07-06") => new Date(`${date}T${time}:00-07:00`);
export const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

export let org: TestOrg;
export let standin: ShopStandin;
export let shop: Shop;
export let connectionId: string;

/** Call it once at the top of a file: what it opens is that file's own. */
export function openShopAndOurs(): void {
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
}

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
export const book = (startsAt: Date, contactId = shop.contactId) =>
	as(org, "user", (ctx) => bookAppointment(ctx, { ...shop, contactId, startsAt, origin: "page" }), NOW);
export const row = async (id: string) => (await appointmentsAt(org, shop.locationId)).find((one) => one.id === id)!;
export const read = async (times = 1, now = NOW) => {
	await asActor(org.id, SYSTEM, (ctx) => ctx.enqueue(readShopAppointmentsJob, { orgId: org.id, connectionId }));
	return runJobs(now, times);
};
export const tasks = () =>
	as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("tasks").select(["title", "detail", "state", "subject_id"]).orderBy("id").execute(),
	);
export const shopBooks = (start: Date, end: Date, more: Record<string, unknown> = {}) => {
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
export const shopRow = (id: string) => standin.state.appointments.find((one) => one.id === id)!;
export const freeTimes = async () => {
	const window = { from: at("00:00"), to: at("23:59") };
	const found = await as(org, "viewer", (ctx) => findAvailability(ctx, { ...shop, ...window }), NOW);
	return found.slots.map((slot) => slot.startsAt.getTime());
};
