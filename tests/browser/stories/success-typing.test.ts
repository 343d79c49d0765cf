import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { extractPages } from "#app/domain/knowledge/extraction/extract-pages.ts";
import { screenshot } from "#tests/support/browser.ts";
import { comeAlive, type DemoHouse, openDemoHouse } from "./demo-house.ts";

const SCRIPTS = [{ javaScript: true }, { javaScript: false }];

let house: DemoHouse;
beforeAll(async () => {
	house = await openDemoHouse();
});
const go = async (page: Page, path: string, javaScript = true) => {
	await page.goto(`${house.url}${path}`);
	if (javaScript) await comeAlive(page);
};
const day = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);

/** A play of the queue with its first step open. */
async function openPlay(page: Page, at: number, javaScript: boolean): Promise<string> {
	await go(page, "/success?of=all", javaScript);
	await page.locator("table.table tbody tr").nth(at).getByRole("link").first().click();
	const begin = page.getByRole("button", { name: /Begin the play|Go on with the play/ });
	const step = page.getByRole("button", { name: "Complete step" });
	await begin.or(step).waitFor();
	if (await begin.isVisible()) await begin.click();
	await step.waitFor();
	if (javaScript) await comeAlive(page);
	return new URL(page.url()).pathname;
}

describe("what is typed in a play", () => {
	test.each(SCRIPTS)(
		"SUCCESS-5 is there again after Snooze, JavaScript: $javaScript",
		async ({ javaScript }) => {
			const { page, close } = await house.signIn({ javaScript, as: "manager", allow: /409/ });
			const play = await openPlay(page, javaScript ? 1 : 2, javaScript);
			await page.locator("#ask-text").fill("Who signs there?");
			await page.getByText("Snooze", { exact: true }).click();
			await page.locator("#snooze-day").fill(day);
			await screenshot(page, `success-play-${javaScript}`);
			// With a script Enter in a field of the act is the act; without, the server asks which button was meant.
			await page.locator("#snooze-reason").press("Enter");
			if (!javaScript) {
				await page.getByText("Press the button of what you mean").waitFor();
				expect(await page.locator("#ask-text").inputValue()).toBe("Who signs there?");
				expect(await page.locator("#snooze-day").inputValue()).toBe(day);
				await page.getByText("Snooze", { exact: true }).click();
				await page.getByRole("button", { name: "Snooze play" }).click();
			}
			await page.getByText(/The play comes back on/).waitFor();
			await go(page, play, javaScript);
			await page.getByRole("button", { name: "Go on with the play" }).click();
			await page.getByRole("button", { name: "Complete step" }).waitFor();
			expect(await page.locator("#ask-text").inputValue()).toBe("Who signs there?");
			await close();
		},
		60_000,
	);

	test("SUCCESS-5 stays in the page where another closes the play meanwhile", async () => {
		const { page, close } = await house.signIn({ as: "owner" });
		const play = await openPlay(page, 3, true);
		await page.locator("#ask-text").fill("Half a thought");
		const other = await house.signIn({ as: "manager" });
		await go(other.page, play);
		await other.page.getByText("Skip the play", { exact: true }).click();
		await other.page.locator("#skip-reason").fill("No need");
		await other.page.getByRole("button", { name: "Skip play" }).click();
		await other.page.getByText("The play is skipped.").waitFor();
		await page.getByText("The step ended while you were typing.").waitFor();
		expect(await page.locator("#left-over").inputValue()).toBe("A question: Half a thought");
		await screenshot(page, "success-left-over");
		await other.close();
		await close();
	}, 60_000);
});

describe("artifacts of many rows", () => {
	test("SUCCESS-7 twelve people are one save, the sum of a price is there as one types", async () => {
		const { page, close } = await house.signIn({ as: "manager" });
		await go(page, "/success?of=all");
		const link = await page.locator("table.table tbody tr").nth(4).getByRole("link").first().getAttribute("href");
		await go(page, link!);
		const artifacts = await page.getByRole("link", { name: "Artifacts" }).getAttribute("href");
		const account = artifacts!.split("?")[0]!;
		await go(page, `${account}/new?kind=stakeholder_map`);
		const names = page.locator("input[name$='.name'][name^='content.people']");
		const had = (await names.count()) - 2;
		for (let at = 0; at < 12; at++) {
			if ((await names.count()) <= had + at) await page.getByRole("button", { name: "More rows" }).first().click();
			await names.nth(had + at).fill(["Zed Last", "Kim", "Close One", "Close Two"][at] ?? `Person number ${at}`);
			const place = [
				["100", "0"],
				["0", "100"],
				["50", "50"],
				["50", "50"],
			][at] ?? [String(at * 8), String((at * 37) % 100)];
			await page.locator(`input[name="content.people[${had + at}].influence"]`).fill(place[0]!);
			await page.locator(`input[name="content.people[${had + at}].sentiment"]`).fill(place[1]!);
		}
		await screenshot(page, "success-map-edit");
		await page.getByRole("button", { name: "Save stakeholder map" }).click();
		await page.getByText("Saved.").waitFor();
		for (const name of ["Zed Last", "Person number 11"]) await page.getByRole("rowheader", { name }).waitFor();
		await screenshot(page, "success-map");
		const map = new URL(page.url()).pathname;
		await page.setViewportSize({ width: 390, height: 844 });
		await screenshot(page, "success-map-phone");
		await page.setViewportSize({ width: 1280, height: 900 });
		await page.emulateMedia({ colorScheme: "dark" });
		await screenshot(page, "success-map-dark");
		await page.emulateMedia({ colorScheme: "light" });
		await go(page, `${map}/print`);
		// On paper the table begins below the map, on the same sheet.
		const { pages } = await extractPages(await page.pdf({ format: "A4" }), "map.pdf");
		expect(pages[0]!.text).toContain("Against us, 0");
		await go(page, `${account}/new?kind=pricing`);
		await page.locator("input[name='content.lines[1].name']").fill("Seats");
		await page.locator("input[name='content.lines[1].current']").fill("1200");
		await page.locator("select[name='content.years']").selectOption("2");
		await page.getByRole("button", { name: "More rows" }).click();
		expect(await page.locator("input[name='content.lines[1].name']").inputValue()).toBe("Seats");
		await page.getByText(/Together .* over 2 years/).waitFor();
		await screenshot(page, "success-pricing-edit");
		await close();
	}, 90_000);
});
