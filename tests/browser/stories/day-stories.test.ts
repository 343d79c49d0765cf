import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { checkAxe, screenshot } from "#tests/support/browser.ts";
import { comeAlive, type DemoHouse, isKept, keep, openDemoHouse } from "./demo-house.ts";

describe("a day at the desk", () => {
	let house: DemoHouse;
	beforeAll(async () => {
		house = await openDemoHouse();
	});
	const go = (page: Page, path: string) => page.goto(`${house.url}${path}`);

	test("SCHED-1 the week at 1280 px shows whose each appointment is, whole", async () => {
		const { page, close } = await house.signIn();
		// The week after: full, whatever the weekday.
		await go(page, "/calendar?view=week");
		await page.getByRole("link", { name: "Next week" }).click();
		await page.locator(".cal-block strong").first().waitFor();
		const names = await page.locator(".cal-block:not(.cal-over) a").evaluateAll((links) =>
			links.map((link) => {
				const name = link.querySelector("strong")!;
				const [inner, outer] = [name.getBoundingClientRect(), link.getBoundingClientRect()];
				return {
					text: name.textContent!,
					beyond: Math.round(inner.bottom - outer.bottom),
					over: name.scrollWidth - name.clientWidth,
				};
			}),
		);
		expect(names.length).toBeGreaterThan(10);
		expect(names.filter(({ beyond, over }) => beyond > 1 || over > 0)).toEqual([]);
		await screenshot(page, "calendar-week");
		expect(await checkAxe(page)).toEqual([]);
		await close();
	});

	test("ID-3 Today's appointments stand on the reader's own clock, in its order, and say the place's where that differs", async () => {
		const { page, close } = await house.signIn();
		await go(page, "/settings/profile");
		await page.getByLabel("Time zone").selectOption("America/New_York");
		await page
			.locator("form", { has: page.getByLabel("Time zone") })
			.getByRole("button")
			.first()
			.click();
		await go(page, "/today");
		const cells = page.getByRole("table", { name: "Next appointments" }).locator("tbody td:last-child");
		const times = await cells.locator("time").allTextContents();
		expect(times.length).toBeGreaterThan(1);
		for (const time of times) expect(time).toMatch(/ E[SD]T$/);
		const instants = await cells
			.locator("time")
			.evaluateAll((all) => all.map((time) => time.getAttribute("datetime")!));
		expect(instants).toEqual(instants.toSorted());
		// The demo's places are further west.
		expect(await cells.locator("small").first().textContent()).toMatch(/^\s*\d+:\d\d [ap]m [CPM][SD]T there$/);
		await close();
	});

	test("UI-1 members, the audit log and the log of sign-ins hear of what others do", async () => {
		const { page, context, close } = await house.signIn();
		const [audit, security] = [await context.newPage(), await context.newPage()];
		for (const [each, path] of [
			[page, "/settings/members"],
			[audit, "/audit"],
			[security, "/audit/security"],
		] as const) {
			await go(each, path);
			await comeAlive(each);
			await keep(each);
		}
		const invited = audit.getByRole("row", { name: /invited/ });
		const [before, invitedBefore] = [await security.locator("tbody tr").count(), await invited.count()];
		const other = await house.signIn({ as: "manager" });
		await security.bringToFront();
		await expect.poll(() => security.locator("tbody tr").count()).toBeGreaterThan(before);
		const asked = await context.newPage();
		await go(asked, "/settings/members");
		await asked.getByLabel("Email").fill("newcomer@perigee.test");
		await asked.getByRole("button", { name: "Invite member" }).click();
		await asked.getByText("newcomer@perigee.test is invited.").waitFor();
		await page.bringToFront();
		await page.getByRole("rowheader", { name: "newcomer@perigee.test" }).waitFor();
		await audit.bringToFront();
		await expect.poll(() => invited.count()).toBe(invitedBefore + 1);
		for (const each of [page, audit, security]) expect(await isKept(each)).toBe(true);
		await other.close();
		await close();
	});
});
