import { sql } from "kysely";
import { createElement } from "react";
import { beforeAll, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getToday } from "#app/domain/analytics/today-queries.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { moveDeal } from "#app/domain/crm/pipelines/move-deal.ts";
import { listPipelines } from "#app/domain/crm/pipelines/pipeline-queries.ts";
import { listComing } from "#app/domain/scheduling/calendar/coming-queries.ts";
import { loader as outbox } from "#app/routes/messaging/outbox.tsx";
import { loader as landing } from "#app/routes/public/landing.tsx";
import { loader as calendar } from "#app/routes/scheduling/calendar/calendar.tsx";
import { loader as coming } from "#app/routes/scheduling/calendar/calendar-coming.tsx";
import { Side } from "#app/routes/today/day-figures.tsx";
import { listAt } from "#tests/domain/crm/lists/places.ts";
import { makeShop } from "#tests/domain/scheduling/shop.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { render, tags } from "#tests/ui/render.tsx";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

async function makeAppointments(days: readonly number[], state = "booked"): Promise<void> {
	const { locationId } = await makeShop(org);
	await as(org, "owner", async (ctx) => {
		for (const day of days) {
			const startsAt = new Date(ctx.now.getTime() + day * 86_400_000);
			const endsAt = new Date(startsAt.getTime() + 3_600_000);
			await ctx.db
				.insertInto("appointments")
				.values({
					...{
						org_id: ctx.org,
						id: newId(),
						location_id: locationId,
						title: "Tint",
						origin: "shop",
						state,
						time_zone: "UTC",
					},
					...{ starts_at: startsAt, ends_at: endsAt },
					during: sql`tstzrange(${startsAt}, ${endsAt})`,
				} as never)
				.execute();
		}
	});
}

test("DASH-1: every figure of Today leads to a list of exactly what it counts", async () => {
	const stages = await as(org, "user", async (ctx) => (await listPipelines(ctx))[0]!.stages);
	const won = stages.find(({ outcome }) => outcome === "won")!;
	for (const name of ["A", "B", "C"]) await as(org, "user", (ctx) => createDeal(ctx, { name }));
	const { id } = await as(org, "user", (ctx) => createDeal(ctx, { name: "Won" }));
	await as(org, "user", (ctx) => moveDeal(ctx, { id, stageId: won.id }));
	await makeAppointments([1, 9, 40, -3]);
	await makeAppointments([2], "cancelled");
	const { figures } = await as(org, "user", (ctx) => getToday(ctx));
	expect(figures).toMatchObject({ deals: { count: 3 }, events: { upcoming: 3 } });

	const links = tags(await render(createElement(Side, { figures, activity: [], currency: "USD" }), "/today"), "a");
	const deals = links.find(({ href }) => href?.startsWith("/deals?"))!.href!.replaceAll("&amp;", "&");
	expect((await listAt(org, "deal", deals.split("?")[1]!)).count.value).toBe(3);
	expect(links.map(({ href }) => href)).toContain("/calendar/coming");
	const first = await as(org, "viewer", (ctx) => listComing(ctx));
	expect(first).toMatchObject({ count: { value: 3, over: false }, next: null });
	expect(first.data).toHaveLength(3);
	expect(first.data.map(({ startsAt }) => startsAt)).toEqual(first.data.map(({ startsAt }) => startsAt).sort());
	const second = await as(org, "viewer", (ctx) => listComing(ctx, `${first.data[0]!.startsAt}_${first.data[0]!.id}`));
	expect(second.data.map(({ id }) => id)).toEqual(first.data.slice(1).map(({ id }) => id));
	const other = await makeOrg();
	expect(await as(other, "owner", (ctx) => listComing(ctx))).toEqual({
		data: [],
		count: { value: 0, over: false },
		next: null,
	});
	const cookie = await cookieOf(org, "viewer");
	expect(await coming(argsFor({ cookie, path: "/calendar/coming?after=nonsense" }))).toMatchObject({
		count: { value: 3 },
	});
});

test("SCHED-1 MSG-2: a viewer is not offered what a viewer may not do, and who is signed in has a way on from the first page", async () => {
	for (const [role, may] of [
		["viewer", false],
		["manager", true],
	] as const) {
		const cookie = await cookieOf(org, role);
		expect(await calendar(argsFor({ cookie, path: "/calendar" }))).toMatchObject({ mayBook: may });
		expect(await outbox(argsFor({ cookie, path: "/outbox" }))).toMatchObject({ canRelease: may });
		expect(await landing(argsFor({ cookie, path: "/" }))).toEqual({ isSignedIn: true });
	}
	expect(await landing(argsFor({ cookie: "", path: "/" }))).toEqual({ isSignedIn: false });
});
