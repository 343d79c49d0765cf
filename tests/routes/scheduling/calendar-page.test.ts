import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { loader } from "#app/routes/scheduling/calendar/calendar.tsx";
import { numberClasses } from "#app/routes/scheduling/calendar/grid-classes.ts";
import { house } from "#db/context.ts";
import { giveHours } from "#tests/domain/scheduling/members.ts";
import { makeShop } from "#tests/domain/scheduling/shop.ts";
import { makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { argsFor, cookieOf } from "./signed-in.ts";

describe("the calendar page", () => {
	let org: TestOrg;
	let cookie: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookie = await cookieOf(org, "viewer");
	});
	const see = (query: string, userAgent?: string) => {
		const args = argsFor({ cookie, path: `/calendar${query}` }) as { request: Request };
		if (userAgent) args.request.headers.set("user-agent", userAgent);
		return loader(args as never);
	};

	test("SCHED-1 shows the week, on a phone the day, and whichever is asked for", async () => {
		await makeShop(org);
		const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1";
		expect((await see("")).days).toHaveLength(7);
		expect((await see("", phone)).days).toHaveLength(1);
		expect((await see("?view=week", phone)).days).toHaveLength(7);
		expect((await see("?view=day")).days).toHaveLength(1);
	});

	test("SCHED-1 its filter takes a location or a member from one list, and nonsense shows nothing rather than breaking", async () => {
		const { locationId } = await makeShop(org);
		const memberId = await giveHours(org, "manager", { zone: "Asia/Kolkata" });
		expect(await see(`?with=member+${memberId}`)).toMatchObject({ filter: { memberId }, zone: "Asia/Kolkata" });
		expect(await see(`?with=location+${locationId}`)).toMatchObject({ filter: { locationId } });
		const nothing = await see("?location=nonsense&date=2026-02-31&view=month&with=somebody");
		expect(nothing).toMatchObject({ zone: null, now: null });
		expect(nothing.days.flatMap(({ entries }) => entries)).toEqual([]);
	});

	test("SCHED-1 asks the database three things, however many locations and members there are", async () => {
		for (let index = 0; index < 5; index++) await makeShop(org);
		await giveHours(org, "user");
		const asked = vi.spyOn(house().database.embedded!, "rawQuery");
		await see("?view=week");
		const ours = asked.mock.calls.filter(([text]) => /from "(appointments|locations|memberships)" /.test(String(text)));
		asked.mockRestore();
		expect(ours).toHaveLength(3);
	});

	test("SCHED-1 every place in the grid is a sum of classes that the stylesheet knows", () => {
		const css = readFileSync("app/ui/styles/areas/calendar-numbers.css", "utf8");
		const most = { at: 288, for: 288, lane: 11, of: 12, hours: 24 };
		for (const [name, limit] of Object.entries(most))
			for (let value = 0; value <= limit; value++) {
				const classes = numberClasses(name as keyof typeof most, value)
					.split(" ")
					.filter(Boolean);
				const sum = classes.reduce((total, one) => {
					const [, number] = new RegExp(`\\.${one} \\{\\s*--${one}: (\\d+);`).exec(css) ?? [];
					return total + Number(number);
				}, 0);
				expect(sum, `${name} ${value}`).toBe(value);
			}
	});
});
