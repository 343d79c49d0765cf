import { setTimeout as wait } from "node:timers/promises";
import { type KyselyPlugin, sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { removeMember } from "#app/domain/identity/members/remove-member.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { moveAppointment } from "#app/domain/scheduling/appointments/move-appointment.ts";
import { findAvailability, listAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import { lockPlace } from "#app/domain/scheduling/availability/place-lock.ts";
import { house } from "#db/context.ts";
import { giveHours } from "#tests/domain/scheduling/members.ts";
import { appointmentsAt, makeContact, makeShop, type Shop } from "#tests/domain/scheduling/shop.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

/** Monday, 6 July 2026, 8 am in Los Angeles. */
const NOW = new Date("2026-07-06T15:00:00Z");
const at = (time: string) => new Date(`2026-07-07T${time}:00-07:00`);

describe("booking over several connections", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openNativeHouse(20);
		org = await makeOrg();
	});

	const book = (shop: Shop, startsAt: Date, contactId: string) =>
		as(org, "user", (ctx) => bookAppointment(ctx, { ...shop, contactId, startsAt, origin: "page" }), NOW);
	const people = (count: number) => Promise.all(Array.from({ length: count }, () => makeContact(org)));

	test("LEAD-7 fifty people want one slot: one has it, 49 get other slots, nobody an error of ours", async () => {
		const shop = await makeShop(org);
		const answers = await Promise.allSettled((await people(50)).map((one) => book(shop, at("11:00"), one)));
		const refused = answers.filter((answer) => answer.status === "rejected").map((answer) => answer.reason);
		expect(refused).toHaveLength(49);
		for (const reason of refused) {
			expect(reason).toMatchObject({ status: 409 });
			expect(reason.data.alternatives.length).toBeGreaterThanOrEqual(3);
		}
		expect(await appointmentsAt(org, shop.locationId)).toHaveLength(1);
	});

	test("SCHED-1 fifty people want one member's hour: one has it, 49 get other times, and the next hour is free", async () => {
		const memberId = await giveHours(org, "manager");
		const wish = { memberId, title: "Site visit", durationMinutes: 60, startsAt: at("11:00"), origin: "page" as const };
		const answers = await Promise.allSettled(
			(await people(50)).map((contactId) =>
				as(org, "user", (ctx) => bookAppointment(ctx, { ...wish, contactId }), NOW),
			),
		);
		const refused = answers.filter((answer) => answer.status === "rejected").map((answer) => answer.reason);
		expect(refused).toHaveLength(49);
		for (const reason of refused) expect(reason).toMatchObject({ status: 409 });
		const [next] = await people(1);
		const later = { ...wish, contactId: next!, startsAt: at("13:00") };
		expect((await as(org, "user", (ctx) => bookAppointment(ctx, later), NOW)).memberId).toBe(memberId);
	});

	test("SCHED-1 a member who is removed while somebody waits for their slot is not booked any more", async () => {
		const memberId = await giveHours(org, "admin");
		const [contactId] = await people(1);
		const wish = { memberId, title: "Site visit", durationMinutes: 60, startsAt: at("11:00"), contactId: contactId! };
		const { promise: isOver, resolve: end } = Promise.withResolvers<void>();
		const holder = as(org, "user", async (ctx) => {
			await lockPlace(ctx, memberId, at("11:00").getTime(), at("12:00").getTime());
			await isOver;
		});
		await wait(100);
		const booking = as(org, "user", (ctx) => bookAppointment(ctx, { ...wish, origin: "page" }), NOW);
		const outcome = booking.catch((error: unknown) => error);
		await wait(200);
		await as(org, "owner", (ctx) => removeMember(ctx, memberId));
		end();
		await holder;
		expect(await outcome).toMatchObject({ status: 404 });
	});

	test("LEAD-7 fifty people who take what is offered fill the day exactly, bay by bay", async () => {
		const shop = await makeShop(org, { capacity: 3 });
		const answers = await Promise.allSettled(
			(await people(50)).map(async (one, index) => {
				const hours = ["09:00", "10:00", "11:00", "13:00", "14:00", "15:00", "16:00"];
				return book(shop, at(hours[index % hours.length]!), one);
			}),
		);
		expect(answers.filter((answer) => answer.status === "fulfilled")).toHaveLength(21);
		expect(await appointmentsAt(org, shop.locationId)).toHaveLength(21);
	});

	test("LEAD-7 a hundred double clicks of one person are one appointment", async () => {
		const shop = await makeShop(org, { capacity: 5 });
		const all = await Promise.all(Array.from({ length: 100 }, () => book(shop, at("09:00"), shop.contactId)));
		expect(new Set(all.map((one) => one.id)).size).toBe(1);
	});

	test("LEAD-7 movers and bookers who cross each other neither hang nor double", async () => {
		const shop = await makeShop(org, { step: 30, duration: 30 });
		const first = await book(shop, at("09:00"), (await people(1))[0]!);
		const second = await book(shop, at("10:00"), (await people(1))[0]!);
		const move = (id: string, startsAt: Date) =>
			as(org, "user", (ctx) => moveAppointment(ctx, { appointmentId: id, startsAt }), NOW);
		const more = await people(20);
		await Promise.allSettled([
			...more.map((one, index) => book(shop, at(index % 2 ? "09:00" : "10:00"), one)),
			...Array.from({ length: 10 }, () => [move(first.id, at("10:00")), move(second.id, at("09:00"))]).flat(),
		]);
		const starts = (await appointmentsAt(org, shop.locationId)).map((row) => row.starts_at.getTime());
		expect(new Set(starts).size).toBe(starts.length);
	});

	test("SCHED-1 the busy time of a place is read by its index, as the application role under its policies", async () => {
		const shop = await makeShop(org);
		await as(org, "owner", async (ctx) => {
			await sql`insert into appointments (org_id, id, location_id, bay, title, starts_at, ends_at, during, time_zone, origin)
				select ${ctx.org}, uuidv7(), ${shop.locationId}, 1, 'Old', t, t + interval '1 hour', tstzrange(t, t + interval '1 hour'), 'UTC', 'page'
				from generate_series('2023-01-01'::timestamptz, '2026-01-01'::timestamptz, interval '2 hours') t`.execute(
				ctx.db,
			);
		});
		await house().database.owner.query("analyze appointments");
		const plan = await as(org, "viewer", async (ctx) => {
			const { rows } = await sql<{
				"QUERY PLAN": string;
			}>`explain select bay, lower(during), upper(during) from appointments
				where resource_id in (${shop.locationId}) and state = 'booked'
				and ends_at > ${at("00:00")} and starts_at < ${at("23:00")}`.execute(ctx.db);
			return rows.map((row) => row["QUERY PLAN"]).join("\n");
		});
		expect(plan).toMatch(/appointments_(busy|calendar)/);
		expect(plan).toMatch(/Index Cond: .*org_id.*resource_id.*ends_at/);
		expect(plan).not.toMatch(/Seq Scan/);
		const week = await as(org, "viewer", async (ctx) => {
			const { rows } = await sql<{
				"QUERY PLAN": string;
			}>`explain select id, title, starts_at, ends_at from appointments
				where resource_id in (${shop.locationId}) and ends_at > ${at("00:00")} and starts_at < ${at("23:00")}
				and state <> 'cancelled' order by starts_at, id limit 2000`.execute(ctx.db);
			return rows.map((row) => row["QUERY PLAN"]).join("\n");
		});
		expect(week).toMatch(/appointments_calendar/);
		expect(week).not.toMatch(/Seq Scan/);
		const found = await as(org, "viewer", (ctx) => findAvailability(ctx, { ...shop, from: NOW, to: at("23:00") }), NOW);
		expect(found.slots.length).toBeGreaterThan(0);
	});

	test("SCHED-1 thirty days of two hundred locations are answered in two queries", async () => {
		const ids = await as(org, "owner", async (ctx) => {
			const { rows } = await sql<{ id: string }>`insert into locations (org_id, id, name, slug, time_zone)
				select ${ctx.org}, uuidv7(), 'Branch ' || n, 'branch-' || n, 'America/Chicago' from generate_series(1, 200) n returning id`.execute(
				ctx.db,
			);
			await sql`insert into schedules (org_id, id, location_id, time_zone, weekly_hours)
				select org_id, uuidv7(), id, time_zone, '[{"weekday":1,"opens":"09:00","closes":"17:00"},{"weekday":2,"opens":"09:00","closes":"17:00"}]'::jsonb
				from locations where slug like 'branch-%'`.execute(ctx.db);
			return rows.map((row) => row.id);
		});
		const to = new Date(NOW.getTime() + 30 * 86_400_000);
		let queries = 0;
		const counter: KyselyPlugin = {
			transformQuery: ({ node }) => {
				queries++;
				return node;
			},
			transformResult: async ({ result }) => result,
		};
		const found = await as(
			org,
			"viewer",
			(ctx) =>
				listAvailability(
					{ ...ctx, db: ctx.db.withPlugin(counter) },
					{ locationIds: ids, durationMinutes: 60, from: NOW, to },
				),
			NOW,
		);
		expect(queries).toBe(2);
		expect(found.size).toBe(200);
		expect([...found.values()].every((one) => one.slots.length > 50)).toBe(true);
	});
});
