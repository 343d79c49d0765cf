import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { checkAxe, openBrowser } from "#tests/support/browser.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";
import { askSocket } from "../../scripts/ask-socket.ts";

// People and their organisations, as a person without JavaScript meets them.

const dataDir = mkdtempSync(path.join(tmpdir(), "perigee-identity-"));
const PASSWORD = "a rather long sentence";
let app: AppProcess;

beforeAll(async () => {
	app = await startApp({ env: { DATA_DIR: dataDir, LOG_LEVEL: "warn" } });
});

describe("without JavaScript", () => {
	test("ID-1 ID-2 sign up, confirm, invite, accept, change role, sign out and reset", async () => {
		const { page, close } = await openBrowser({ javaScript: false, allow: /status of 4/ });
		const [ann, bo] = ["ann@new.perigee.test", "bo@new.perigee.test"];
		await page.goto(`${app.url}/sign-up`);
		await fill(page, { "Your name": "Ann", Organisation: "Ann's tyres", Email: ann, Password: PASSWORD });
		await page.getByRole("button", { name: "Sign up" }).click();
		await expectTitle(page, "Confirm your address");

		const link = await mailedLink(ann, "verify-email");
		for (let scan = 0; scan < 3; scan++) expect((await fetch(link)).status).toBe(200);
		await page.goto(link);
		await page.getByRole("button", { name: "Confirm address" }).click();
		await expectTitle(page, "Sign in");
		expect(await page.getByRole("status").filter({ hasText: "confirmed" }).count()).toBe(1);
		expect((await page.goto(link))?.status()).toBe(410);

		await signIn(page, ann, PASSWORD);
		await page.goto(`${app.url}/settings/members`);
		await fill(page, { Email: bo });
		await page.getByLabel("Role").selectOption("admin");
		await page.getByRole("button", { name: "Invite member" }).click();
		await expectText(page, "is invited");

		const invited = await openBrowser({ javaScript: false });
		await invited.page.goto(await mailedLink(bo, "invitation"));
		await expectTitle(invited.page, "Join Ann's tyres");
		await fill(invited.page, { "Your name": "Bo", "Choose a password": PASSWORD });
		await invited.page.getByRole("button", { name: "Accept invitation" }).click();
		await invited.page.waitForURL(/\/today/);
		await invited.close();

		await page.goto(`${app.url}/settings/members`);
		await page.getByRole("link", { name: "Bo", exact: true }).click();
		await page.getByLabel("Viewer").check();
		await page.getByRole("button", { name: "Change role" }).click();
		await expectText(page, "The role is changed.");

		await page.goto(`${app.url}/settings`);
		await page.getByRole("button", { name: /Sign out/ }).click();
		await page.getByRole("link", { name: "Forgot your password?" }).click();
		await fill(page, { Email: ann });
		await page.getByRole("button", { name: "Send link" }).click();
		await expectText(page, "Check your mail");
		await page.goto(await mailedLink(ann, "reset-password"));
		await fill(page, { "New password": "another long sentence" });
		await page.getByRole("button", { name: "Change password" }).click();
		await expectText(page, "Your password is changed");
		await signIn(page, ann, "another long sentence");
		await close();
	});

	test("ID-3 ID-5 change preferences, make and revoke a key, see it in the audit log", async () => {
		const { page, close } = await openBrowser({ javaScript: false });
		await signIn(page, "owner@demo.perigee.test", "perigee-demo");
		await page.goto(`${app.url}/settings/profile`);
		await page.getByLabel("Appearance").selectOption("dark");
		await page.getByLabel("Time zone").selectOption("Europe/Berlin");
		await page.getByRole("button", { name: "Save preferences" }).click();
		await expectText(page, "Your preferences are saved.");
		expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");
		expect(await page.getByLabel("Time zone").inputValue()).toBe("Europe/Berlin");

		await page.goto(`${app.url}/settings/api-keys`);
		await fill(page, { Name: "Website" });
		await page.getByLabel("Read leads").check();
		await page.getByRole("button", { name: "Make key" }).click();
		const key = await page.getByLabel("New key").inputValue();
		const asked = () => fetch(`${app.url}/api/leads`, { headers: { Authorization: `Bearer ${key}` } });
		expect((await asked()).status).toBe(200);
		await page.getByRole("button", { name: "Revoke Website" }).click();
		await expectText(page, "The key is revoked");
		expect((await asked()).status).toBe(401);

		await page.goto(`${app.url}/audit?name=api-key.revoked`);
		await expectText(page, "revoked the API key “Website”");
		const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
		expect(file.suggestedFilename()).toBe("audit.csv");
		await close();
	});
});

describe.each(["light", "dark"] as const)("in %s", (theme) => {
	test.each([1280, 320])("the pages fit %i pixels and axe finds nothing", async (width) => {
		const { page, close } = await openBrowser({ theme, width });
		await checked(page, "/sign-up");
		await checked(page, "/reset-password");
		await signIn(page, "admin@demo.perigee.test", "perigee-demo");
		for (const url of [
			"/settings",
			"/settings/profile",
			"/settings/sessions",
			"/settings/organisation",
			"/settings/members",
			"/settings/api-keys",
			"/organisations",
			"/audit",
			"/audit/security",
			"/jobs",
		]) {
			await checked(page, url);
		}
		await close();
	});
});

async function checked(page: Page, url: string): Promise<void> {
	const answer = await page.goto(`${app.url}${url}`);
	expect(answer?.status(), url).toBe(200);
	expect(answer?.headers()["cache-control"], url).toBe("no-store");
	expect(await checkAxe(page), url).toEqual([]);
	const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
	expect(overflow, url).toBeLessThanOrEqual(0);
	if (process.env.SHOTS) {
		const name = `${url.replaceAll("/", "_")}-${page.viewportSize()?.width}.png`;
		await page.screenshot({ path: path.join(process.env.SHOTS, name), fullPage: true });
	}
}

async function signIn(page: Page, email: string, password: string): Promise<void> {
	await page.goto(`${app.url}/sign-in`);
	await fill(page, { Email: email, Password: password });
	await page.getByRole("button", { name: "Sign in" }).click();
	await page.waitForURL(/\/today/);
}

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
	for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
}

async function expectTitle(page: Page, title: string): Promise<void> {
	await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

async function expectText(page: Page, text: string): Promise<void> {
	await page.getByText(text).first().waitFor();
}

/** What the operator reads from the command line; links bear the public URL. */
async function mailedLink(recipient: string, kind: string): Promise<string> {
	const { output } = await askSocket(path.join(dataDir, "control.sock"), "/mail-links", []);
	const lines = String(output).split("\n");
	const line = lines.findIndex((text) => text.includes(recipient) && text.includes(kind));
	const { origin, pathname } = new URL((lines[line + 1] ?? "").trim());
	expect(origin).toBe(app.url.replace("127.0.0.1", "localhost"));
	return `${app.url}${pathname}`;
}
