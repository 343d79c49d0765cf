import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { env } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { listShopPlaces, listShops } from "#app/domain/integrations/shops/shop-queries.ts";
import { readShopAppointmentsJob } from "#app/domain/scheduling/jobs.ts";
import { openProviders, setProviders } from "#app/providers/open.ts";
import { appointmentsAt } from "#tests/domain/scheduling/shop.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { type ConnectedShop, connectTestShop, forgetJobs } from "#tests/support/shop-house.ts";
import type { ShopFault } from "../../../../scripts/demo/shop-faults.ts";

const NOW = new Date("2027-07-05T15:00:00Z");
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe("a shop's calendar that cannot be read", () => {
	let org: TestOrg;
	let shop: ConnectedShop;
	let timeoutMs: number;

	beforeAll(async () => {
		await openTestHouse();
		const real = openProviders(env());
		// The same adapters; a shop that hangs is given up sooner than in life.
		setProviders({ ...real, shop: (settings) => real.shop({ ...settings, timeoutMs }) });
	});
	beforeEach(async () => {
		await forgetJobs();
		timeoutMs = 15_000;
		org = await makeOrg();
		shop = await connectTestShop(org, "http://127.0.0.1:9");
		visit("09:00", 0);
	});

	function visit(time: string, place: number): void {
		const start = new Date(`2027-07-06T${time}:00-07:00`);
		shop.standin.state.appointments.push({
			id: `visit-${newId()}`,
			name: "Alignment",
			locationId: shop.standin.state.locations[place]!.id,
			startDate: start.toISOString(),
			endDate: new Date(start.getTime() + 3_600_000).toISOString(),
			cancellationNote: null,
			updatedDate: NOW.toISOString(),
		});
	}
	const read = async (now: Date, times = 1) => {
		const { connectionId } = shop;
		await asActor(org.id, SYSTEM, (ctx) => ctx.enqueue(readShopAppointmentsJob, { orgId: org.id, connectionId }));
		return runJobs(now, times);
	};
	const places = async () => (await as(org, "admin", (ctx) => listShopPlaces(ctx, shop.connectionId))).places;
	const failing = async () => (await as(org, "admin", (ctx) => listShops(ctx)))[0]!.calendarFailing;
	const events = () =>
		as(org, "owner", (ctx) =>
			ctx.db.selectFrom("events").select("name").where("name", "like", "shop.calendar-%").orderBy("id").execute(),
		);

	test.each<[ShopFault, RegExp]>([
		["hang", /did not answer in time/],
		["403", /API key may not be used for the appointments/],
		["redirect", /leads elsewhere/],
		["huge", /far too large/],
		["cut-off", /could not be reached/],
	])("LEAD-4 %s: keeps what was read, says why and since when, and recovers by itself", async (fault, reason) => {
		await read(NOW);
		expect(await appointmentsAt(org, shop.locationIds[0]!)).toHaveLength(1);
		visit("13:00", 0);
		if (fault === "hang") timeoutMs = 400;
		shop.standin.setFault(fault);
		expect((await read(later(5), 2)).filter(({ error }) => error)).toEqual([]);
		await read(later(10));
		expect(await appointmentsAt(org, shop.locationIds[0]!)).toHaveLength(1);
		for (const place of await places()) {
			expect(place).toMatchObject({ calendarError: expect.stringMatching(reason), calendarFailingSince: later(5) });
		}
		expect(await failing()).toBe(true);
		shop.standin.setFault(null);
		timeoutMs = 15_000;
		await read(later(15), 2);
		expect(await appointmentsAt(org, shop.locationIds[0]!)).toHaveLength(2);
		for (const place of await places()) {
			expect(place).toMatchObject({ calendarError: null, calendarFailingSince: null });
		}
		expect(await failing()).toBe(false);
		const names = (await events()).map(({ name }) => name);
		expect(names.filter((name) => name === "shop.calendar-recovered")).toHaveLength(3);
		expect(names.length).toBeLessThanOrEqual(6);
	});

	test("LEAD-4 a shop that hangs is asked once, not once for each of its calendars", async () => {
		shop.standin.setFault("hang");
		timeoutMs = 400;
		const asked = shop.standin.requests.length;
		await read(NOW);
		expect(shop.standin.requests.length - asked).toBe(1);
		expect((await places()).every((place) => place.calendarFailingSince)).toBe(true);
	});

	test("LEAD-4 one calendar that cannot be read keeps no other from being read", async () => {
		visit("10:00", 1);
		visit("11:00", 2);
		shop.standin.setFault("not-json", 1);
		await read(NOW);
		const rows = await Promise.all(shop.locationIds.map((id) => appointmentsAt(org, id)));
		expect(rows.map((found) => found.length).sort()).toEqual([0, 1, 1]);
		expect((await places()).filter((place) => place.calendarFailingSince)).toHaveLength(1);
	});

	test("LEAD-4 an answer to an earlier question does not undo a later one", async () => {
		await read(later(5));
		shop.standin.state.appointments.length = 0;
		await read(NOW);
		expect(await appointmentsAt(org, shop.locationIds[0]!)).toMatchObject([{ state: "booked" }]);
		await read(later(6));
		expect(await appointmentsAt(org, shop.locationIds[0]!)).toMatchObject([{ state: "cancelled" }]);
	});
});
