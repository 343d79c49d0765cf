import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenDatabase, openDatabase } from "#db/client.ts";
import { checkAxe, type OpenBrowser, openBrowser } from "#tests/support/browser.ts";
import { nativeDatabase } from "#tests/support/native.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

// Pages that nobody wants to see, as a browser shows them: what they say, what they do not, and where Tab leads.

describe("error pages", () => {
	let app: AppProcess;
	let database: OpenDatabase;
	let chat: string;
	beforeAll(async () => {
		const url = await nativeDatabase();
		const env = { DATABASE_URL: url, SECRET_KEY: "native-error-secret-key-0123456789", LOG_LEVEL: "error" };
		app = await startApp({ env: { ...env, DEMO_DATA: "true" }, readyWithin: 120_000 });
		database = openDatabase({ url });
		const [row] = await database.owner.query<{ path: string }>(
			"select substring(body_text from '/chat/[A-Za-z0-9_-]{43}') as path from messages where body_text like '%/chat/%' limit 1",
		);
		chat = row!.path;
		await database.owner.query("update public_links set expires_at = now() - interval '1 day' where kind = 'chat'");
		await database.owner.exec("alter table leads rename to leads_out_of_reach");
	});
	afterAll(async () => {
		await database?.close();
		await app?.stop().catch(() => undefined);
	});

	test("LEAD-6 an expired chat link says so to the customer, who is not led into the product", async () => {
		const { page, close } = await openBrowser({ allow: /status of 410/, width: 390 });
		const answer = await page.goto(app.url + chat);
		expect(answer?.status()).toBe(410);
		expect(await page.title()).toContain("No longer valid");
		expect(await page.locator("h1").allTextContents()).toEqual(["No longer valid"]);
		expect(await page.getByText(/today|sign in/i).count()).toBe(0);
		expect(await checkAxe(page)).toEqual([]);
		expect(await tabStops({ page })).toEqual(["Skip to the page", "Perigee"]);
		await close();
	});

	test("a fault is told without its cause, with the request's id, inside the frame, and Tab reaches the way out", async () => {
		const { page, context, close } = await openBrowser({ allow: /status of 500/ });
		await page.goto(`${app.url}/sign-in`);
		await page.getByLabel("Email").fill("owner@demo.perigee.test");
		await page.locator("input[name=password]").fill("perigee-demo");
		await page.keyboard.press("Enter");
		await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));
		const answer = await page.goto(`${app.url}/leads`);
		expect(answer?.status()).toBe(500);
		expect(await page.locator("h1").allTextContents()).toEqual(["Something went wrong"]);
		const text = (await page.locator("body").innerText()).toLowerCase();
		for (const cause of ["relation", "leads_out", "does not exist", "stack", "kysely", ".ts"])
			expect(text).not.toContain(cause);
		expect(text).toContain(answer!.headers()["x-request-id"]);
		expect(await checkAxe(page)).toEqual([]);
		const stops = await tabStops({ page });
		expect(stops[0]).toBe("Skip to the page");
		expect(stops).toContain("Back to Today");
		// What the page says comes after the frame around it, so that the skip link leads straight to it.
		await page.keyboard.press("Home");
		await page.locator("body").press("Tab");
		await page.keyboard.press("Enter");
		expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
		// The page's own header holds the search over everything; the way out is next.
		await page.keyboard.press("Tab");
		await page.keyboard.press("Tab");
		expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe("Back to Today");
		await context.clearCookies();
		await close();
	});
});

/** What Tab comes to from the top of the page on, by its words, until it comes round. */
async function tabStops({ page }: Pick<OpenBrowser, "page">): Promise<string[]> {
	const stops: string[] = [];
	await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
	for (let step = 0; step < 40; step++) {
		await page.keyboard.press("Tab");
		const words = await page.evaluate(() => {
			const element = document.activeElement;
			return element && element !== document.body
				? (element.getAttribute("aria-label") ?? element.textContent ?? "").trim()
				: "";
		});
		if (words === "" || (step > 0 && words === stops[0])) break;
		stops.push(words);
	}
	return stops;
}
