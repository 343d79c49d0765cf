import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkAxe, openBrowser, screenshot } from "#tests/support/browser.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

describe("UI-1 what a newcomer trips over", () => {
	const folder = mkdtempSync(join(tmpdir(), "perigee-small-"));
	let app: AppProcess;
	beforeAll(async () => {
		app = await startApp({ env: { DATA_DIR: folder, DEMO_DATA: "true", LOG_LEVEL: "error" } });
	});
	afterAll(async () => {
		await app.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	async function signedIn(options: Parameters<typeof openBrowser>[0] = {}) {
		const window = await openBrowser(options);
		await window.page.goto(`${app.url}/sign-in`);
		await window.page.getByLabel("Email").fill("owner@demo.perigee.test");
		await window.page.getByLabel("Password").fill("perigee-demo");
		await window.page.getByRole("button", { name: "Sign in" }).click();
		await window.page.waitForURL(/today/);
		return window;
	}

	test("UI-1 at 320 pixels no label of the bottom bar reaches over its neighbour", async () => {
		const { page, close } = await signedIn({ width: 320 });
		const links = page.locator(".frame-bar .bar-link");
		await links.first().waitFor();
		const places = await links.evaluateAll((all) =>
			all.map((link) => {
				const words = document.createRange();
				words.selectNodeContents(link.querySelector(".bar-label")!);
				const label = link.querySelector(".bar-label")!.getBoundingClientRect();
				const cell = link.getBoundingClientRect();
				return {
					fits: label.left >= cell.left - 0.5 && label.right <= cell.right + 0.5,
					cut: words.getBoundingClientRect().width > label.width + 0.5,
				};
			}),
		);
		expect(places).toEqual(Array(6).fill({ fits: true, cut: false }));
		await screenshot(page, "bar-320");
		await close();
	});

	test("TASK-1 without a script a finished task is taken back from the message; agents are marked as such", async () => {
		const { page, close } = await signedIn({ javaScript: false });
		await page.goto(`${app.url}/tasks`);
		await page.locator("tr", { hasText: "Opal" }).getByText("agent", { exact: true }).waitFor();
		const first = page.locator("tbody tr").first();
		const title = (await first.locator("th a").textContent())!;
		await first.getByRole("button", { name: /^Done/ }).click();
		await page.getByText(`Done: ${title}`).waitFor();
		await screenshot(page, "task-undo");
		await page.getByRole("button", { name: "Undo" }).click();
		await page.getByText(`Open again: ${title}`).waitFor();
		await page.locator("tbody tr th a", { hasText: title }).first().waitFor();
		await close();
	});

	test("MSG-2 releasing what stays held says so without a tick, and where to change it", async () => {
		const { page, close } = await signedIn();
		await page.goto(`${app.url}/outbox/held`);
		await page.locator("tbody input[type=checkbox]").first().check();
		await page.getByRole("button", { name: "Release ticked messages" }).click();
		const note = page.locator(".flash");
		await note.getByText("still held").waitFor();
		expect(await note.getAttribute("class")).toContain("tone-info");
		await screenshot(page, "release-note");
		await note.getByRole("link", { name: "Settings, Sending" }).click();
		await page.waitForURL(/settings\/sending/);
		expect(await page.getByLabel("Keep quiet hours").isChecked()).toBe(true);
		await close();
	});

	test("LEAD-8 UI-3 the command menu offers the leads of a name and opens one by keys", async () => {
		const { page, close } = await signedIn();
		await page.goto(`${app.url}/leads`);
		const name = (await page.locator("a[href^='/leads/0']").first().textContent())!.trim();
		await page.keyboard.press("Control+k");
		await page.getByRole("combobox").pressSequentially(name.toLowerCase());
		const option = page.getByRole("option", { name }).first();
		await option.waitFor();
		expect(await checkAxe(page)).toEqual([]);
		await screenshot(page, "menu-leads");
		while ((await option.getAttribute("aria-selected")) !== "true") await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { level: 1, name }).waitFor();
		await close();
	});
});
