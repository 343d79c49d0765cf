import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkAxe, openBrowser, screenshot } from "#tests/support/browser.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

describe("LEAD-5 the page of a lead", () => {
	const folder = mkdtempSync(join(tmpdir(), "perigee-lead-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	let app: AppProcess;
	beforeAll(async () => {
		app = await startApp({ env: { DATA_DIR: folder, DEMO_DATA: "true", LOG_LEVEL: "error" } });
	});

	test("on a phone its state, number and next step come first; paused, its touches keep the days they were planned for", async () => {
		const { page, close } = await openBrowser({ width: 390 });
		await page.goto(`${app.url}/sign-in`);
		await page.getByLabel("Email").fill("owner@demo.perigee.test");
		await page.getByLabel("Password").fill("perigee-demo");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
		await page.goto(`${app.url}/leads/${await runningLead(page.request)}`);
		const top = async (selector: string) => (await page.locator(selector).first().boundingBox())!.y;
		const touches = await top("h2:text-is('Touches')");
		for (const first of [".gist .status", ".gist a[href^='tel:']", "h2:text-is('Next')"])
			expect(await top(first), first).toBeLessThan(touches);
		expect(await top(".gist a[href^='tel:']")).toBeLessThan(400);
		const planned = await page.locator("tr:has(.status:text-matches('Scheduled|Held')) td > time").allTextContents();
		expect(planned.length).toBeGreaterThan(0);
		await page.getByRole("button", { name: "Pause sequence" }).click();
		await page.getByText("The sequence is paused.").first().waitFor();
		const held = page.locator("tr:has(td small:has-text('Paused')) td > time");
		await expect.poll(() => held.allTextContents()).toEqual(planned);
		expect(await checkAxe(page)).toEqual([]);
		expect(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)).toBe(false);
		await screenshot(page, "lead-phone-paused");
		await page.setViewportSize({ width: 1280, height: 900 });
		expect(await page.locator(".gist").isVisible()).toBe(false);
		await screenshot(page, "lead-paused");
		await page.goto(`${app.url}/audit`);
		await screenshot(page, "audit-clock");
		await page.emulateMedia({ colorScheme: "dark" });
		expect(await page.locator("td small").first().textContent()).toMatch(/^\d{1,2}:\d\d [ap]m \S+$/);
		await screenshot(page, "audit-clock-dark");
		await close();
	});

	/** A lead whose sequence runs and whose contact has a phone, by the list's own pages. */
	async function runningLead(request: import("playwright-core").APIRequestContext): Promise<string> {
		const list = await (await request.get(`${app.url}/leads`)).text();
		for (const [, id] of list.matchAll(/href="\/leads\/([0-9a-f-]{36})"/g)) {
			const lead = await (await request.get(`${app.url}/leads/${id}`)).text();
			if (lead.includes("Pause sequence") && lead.includes("tel:")) return id!;
		}
		throw new Error("no lead of the demo has a sequence that runs");
	}
});
