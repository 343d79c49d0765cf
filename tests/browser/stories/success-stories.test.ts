import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { screenshot } from "#tests/support/browser.ts";
import { type DemoHouse, openDemoHouse } from "./demo-house.ts";

const SCRIPTS = [{ javaScript: true }, { javaScript: false }];

describe("a day with the queue", () => {
	let house: DemoHouse;
	beforeAll(async () => {
		house = await openDemoHouse();
	});
	const go = (page: Page, path: string) => page.goto(`${house.url}${path}`);

	test.each(SCRIPTS)(
		"SUCCESS-4 SUCCESS-5 SUCCESS-6 the first play is opened, led through with questions, snoozed and completed, JavaScript: $javaScript",
		async ({ javaScript }) => {
			const as = javaScript ? "manager" : "owner";
			const { page, close } = await house.signIn({ javaScript, as });
			await go(page, "/success");
			const rows = page.locator("table.table tbody tr");
			const before = await rows.count();
			expect(before).toBeGreaterThan(2);
			await screenshot(page, `success-queue-${javaScript}`);
			// All that a priority is made of can be read, on every screen.
			for (const width of [1280, 1920, 390]) {
				await page.setViewportSize({ width, height: 900 });
				const cut = await page.locator(".queue-parts").evaluateAll(
					(all) =>
						all.filter((one) => {
							const box = one.getBoundingClientRect();
							const cell = one.closest("td")!.getBoundingClientRect();
							return box.width === 0 || one.scrollWidth > one.clientWidth || box.right > cell.right + 1;
						}).length,
				);
				expect([width, cut]).toEqual([width, 0]);
				expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
			}
			await screenshot(page, `success-queue-phone-${javaScript}`);
			await page.setViewportSize({ width: 1280, height: 900 });
			const priorities = await page.locator("td strong.numbers").allTextContents();
			expect(priorities.map(Number)).toEqual([...priorities.map(Number)].sort((one, other) => other - one));
			await page.getByRole("button", { name: "Open first play" }).click();
			await page.getByRole("button", { name: "Complete step" }).waitFor();
			await page.getByRole("heading", { name: "Why this priority" }).waitFor();
			// Each head stands above its figures, at their end.
			const ends = await page
				.locator(".score-reasons:has(th.end)")
				.first()
				.evaluate((table) =>
					[1, 2].map((column) => {
						const right = (cell: Element) => {
							const words = document.createRange();
							words.selectNodeContents(cell);
							return Math.round(words.getBoundingClientRect().right);
						};
						return new Set([...table.querySelectorAll("tr")].map((row) => right(row.children[column]!))).size;
					}),
				);
			expect(ends).toEqual([1, 1]);
			await page.getByLabel("Your question").fill("What is their health and risk?");
			await page.getByRole("button", { name: "Ask", exact: true }).click();
			await page.getByText("By rules, without a model").waitFor();
			const fixed = page.locator("button[name=question]").first();
			const question = await fixed.textContent();
			await fixed.click();
			await page.getByText("fixed", { exact: true }).waitFor();
			expect(await page.getByRole("log").textContent()).toContain(question!.trim());
			await screenshot(page, `success-play-${javaScript}`);
			await fill(page);
			await page.getByRole("button", { name: "Complete step" }).click();
			await page.getByText("The step is done.").waitFor();
			expect(await page.locator(".play-steps li[aria-current=step]").count()).toBe(1);
			const play = new URL(page.url()).pathname;
			await page.getByText("Complete the play", { exact: true }).click();
			await page.getByLabel("What came of it").selectOption("renewed");
			await page.getByRole("button", { name: "Complete play" }).click();
			await page.getByText("The play is completed: renewed.").waitFor();
			expect(await rows.count()).toBe(before - 1);
			await go(page, play);
			await page.getByText("Completed: Renewed").waitFor();
			// Another is snoozed, and stands among what comes back.
			await go(page, "/success");
			await rows.nth(0).getByRole("link").click();
			await page.getByText("Snooze", { exact: true }).click();
			const name = (await page.getByRole("heading", { level: 1 }).textContent())!.trim();
			await page.locator("#snooze-day").fill(new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10));
			await page.getByRole("button", { name: "Snooze play" }).click();
			await page.getByText(/The play comes back on/).waitFor();
			await page.getByRole("link", { name: /^Snoozed/ }).click();
			await page
				.getByRole("row", { name: new RegExp(name) })
				.first()
				.waitFor();
			await close();
		},
		120_000,
	);

	test("SUCCESS-2 a manager previews critical from 60 to 45 days, and applies it", async () => {
		const { page, close } = await house.signIn({ javaScript: false, as: "manager" });
		await go(page, "/success/rules");
		await page.getByLabel("Critical, from days before").fill("45");
		await page.getByRole("button", { name: "Preview rules" }).click();
		await page.getByText("What these rules would do today").waitFor();
		await page.getByText("Nothing is saved yet.").waitFor();
		await screenshot(page, "success-rules");
		await page.getByRole("button", { name: "Apply rules" }).click();
		await page.getByText(/Applied\. \d+ plays were opened/).waitFor();
		expect(await page.getByLabel("Critical, from days before").inputValue()).toBe("45");
		await close();
	}, 60_000);

	test("SUCCESS-1 an account's figures are edited on its page, with their history", async () => {
		const { page, close } = await house.signIn({ javaScript: false, as: "manager" });
		await go(page, "/success?of=all");
		await page.locator("table.table tbody th a").first().click();
		await page.getByRole("link", { name: "Account's figures" }).click();
		await page.getByRole("link", { name: "Edit figures" }).click();
		await page.getByLabel("Health").fill("47");
		await page.getByRole("button", { name: "Save figures" }).click();
		await page.getByText("Saved. Plays follow within seconds.").waitFor();
		await page.getByRole("heading", { name: "Health: 47" }).waitFor();
		await screenshot(page, "success-account");
		await close();
	}, 60_000);
});

/** Whatever the step needs. */
async function fill(page: Page): Promise<void> {
	const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Complete step" }) });
	for (const select of await form.locator("select").all()) await select.selectOption({ index: 1 });
	for (const day of await form.locator("input[type=date]").all()) await day.fill("2030-01-31");
	for (const text of await form.locator("textarea, input[type=text]").all()) await text.fill("As agreed");
}
