import { beforeAll, describe, expect, test } from "vitest";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { cancelAppointment } from "#app/domain/scheduling/appointments/cancel-appointment.ts";
import { type CalendarQuery, getCalendar } from "#app/domain/scheduling/calendar/calendar-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { giveHours } from "./members.ts";
import { makeContact, makeShop } from "./shop.ts";

/** Monday, 6 July 2026, 8 am in Los Angeles. */
const NOW = new Date("2026-07-06T15:00:00Z");
const at = (time: string, date = "2026-07-07") => new Date(`${date}T${time}:00-07:00`);

describe("the calendar", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});
	const see = (more: Partial<CalendarQuery> = {}, of = org, now = NOW) =>
		as(of, "viewer", (ctx) => getCalendar(ctx, { view: "week", cancelled: false, ...more }), now);

	test("SCHED-1 a week begins on Monday and holds each location's and member's appointments on its day", async () => {
		const shop = await makeShop(org, { capacity: 2 });
		const memberId = await giveHours(org, "manager");
		const book = (more: object, startsAt: Date) =>
			as(
				org,
				"user",
				async (ctx) =>
					bookAppointment(ctx, { ...shop, startsAt, origin: "member", ...more } as Parameters<
						typeof bookAppointment
					>[1]),
				NOW,
			);
		const first = await book({}, at("09:00"));
		const second = await book({ contactId: await makeContact(org) }, at("09:00"));
		const visit = { locationId: undefined, serviceId: undefined, memberId, title: "Visit", durationMinutes: 30 };
		const third = await book(visit, at("09:00", "2026-07-08"));
		const week = await see({ date: "2026-07-12" });
		expect(week.days.map(({ date }) => date)).toEqual(
			["06", "07", "08", "09", "10", "11", "12"].map((day) => `2026-07-${day}`),
		);
		expect([week.before, week.after, week.today]).toEqual(["2026-06-29", "2026-07-13", "2026-07-06"]);
		const found = week.days[1]!.entries.filter(({ id }) => id === first.id || id === second.id);
		expect(found.map(({ from, to, lane, lanes, host }) => [from, to, lane, lanes, host])).toEqual([
			[12, 24, 0, 2, "Main Street"],
			[12, 24, 1, 2, "Main Street"],
		]);
		expect(week.days[2]!.entries).toMatchObject([{ id: third.id, host: "The manager", title: "Visit" }]);
		const own = await see({ memberId });
		expect(own.days.flatMap(({ entries }) => entries.map(({ id }) => id))).toEqual([third.id]);
		const day = await see({ locationId: shop.locationId, view: "day", date: "2026-07-07" });
		expect([day.days.length, day.before, day.after]).toEqual([1, "2026-07-06", "2026-07-08"]);
		expect(day.days[0]!.entries).toHaveLength(2);
	});

	test("SCHED-1 the line of now stands on the clocks shown, and nowhere when they differ or the hour is not shown", async () => {
		const firm = await makeOrg("One clock");
		const { locationId } = await makeShop(firm, { zone: "America/Los_Angeles" });
		expect((await see({}, firm)).now).toBe(0);
		expect((await see({}, firm, at("10:30", "2026-07-06"))).now).toBe(30);
		expect((await see({}, firm, at("23:00", "2026-07-06"))).now).toBeNull();
		await makeShop(firm, { zone: "Asia/Kolkata" });
		expect(await see({}, firm)).toMatchObject({ now: null, zone: null });
		expect(await see({ locationId }, firm)).toMatchObject({ now: 0, zone: "America/Los_Angeles" });
	});

	test("SCHED-1 cancelled ones appear when asked for", async () => {
		const firm = await makeOrg("Cancelling");
		const shop = await makeShop(firm);
		const run = <T>(fn: Parameters<typeof as<T>>[2]) => as(firm, "user", fn, NOW);
		const { id } = await run((ctx) => bookAppointment(ctx, { ...shop, startsAt: at("10:00"), origin: "member" }));
		await run((ctx) => cancelAppointment(ctx, { appointmentId: id, reason: "" }));
		expect((await see({}, firm)).days.flatMap(({ entries }) => entries)).toEqual([]);
		const all = (await see({ cancelled: true }, firm)).days.flatMap(({ entries }) => entries);
		expect(all).toMatchObject([{ id, state: "cancelled" }]);
	});

	test("TENANT another organisation's location, member and appointments are not shown, whatever is asked", async () => {
		const other = await makeOrg("Another firm");
		const memberId = org.members.manager.id;
		for (const query of [{}, { memberId }, { locationId: memberId }]) {
			const seen = await see({ ...query, cancelled: true }, other);
			expect(seen.hosts).toEqual([]);
			expect(seen.days.flatMap(({ entries }) => entries)).toEqual([]);
		}
	});
});
