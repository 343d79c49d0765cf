import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll } from "vitest";
import { type BrowserOptions, type OpenBrowser, openBrowser } from "#tests/support/browser.ts";
import { startApp } from "#tests/support/process.ts";

export type DemoHouse = {
	url: string;
	/** A window in which somebody of the demo firm is signed in, the owner unless said otherwise. */
	signIn(options?: BrowserOptions & { as?: "owner" | "manager" | "user" }): Promise<OpenBrowser>;
};

/** The built product with demo data, in a folder of its own, for one test file; `env` is added to what it is told. */
export async function openDemoHouse(env: Record<string, string> = {}): Promise<DemoHouse> {
	const folder = mkdtempSync(join(tmpdir(), "perigee-stories-"));
	afterAll(() => rmSync(folder, { recursive: true, force: true }));
	const { url } = await startApp({ env: { DATA_DIR: folder, DEMO_DATA: "true", LOG_LEVEL: "error", ...env } });
	return {
		url,
		async signIn({ as = "owner", ...options } = {}) {
			const window = await openBrowser(options);
			const { page } = window;
			// A step that does not come fails as itself, long before the test's own time is up.
			page.setDefaultTimeout(20_000);
			await page.goto(`${url}/sign-in`);
			await page.getByLabel("Email").fill(`${as}@demo.perigee.test`);
			await page.getByLabel("Password").fill("perigee-demo");
			await page.getByRole("button", { name: "Sign in" }).click();
			await page.waitForURL(/today/);
			return window;
		},
	};
}

/** Until React has taken the page over, a form is the browser's own. */
export async function comeAlive(page: Page): Promise<void> {
	await page.waitForFunction(() =>
		Object.keys(document.querySelector("main")!).some((key) => key.startsWith("__react")),
	);
}

/** Marks the page: while `isKept`, the browser has not loaded another one. */
export const keep = (page: Page) => page.evaluate(() => Object.assign(window, { kept: true }));
export const isKept = (page: Page) => page.evaluate(() => "kept" in window);
