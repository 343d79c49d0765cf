import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkAxe, openBrowser, screenshot } from "#tests/support/browser.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

// The newcomer's story, from the shop's order to the booked, moved, cancelled and booked again appointment, on the
// embedded database, with the process killed in between.

const folder = mkdtempSync(path.join(tmpdir(), "perigee-story-"));
let app: AppProcess;

/** What a browser says of its open stream when the server is killed. */
const CUT_OFF = /ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_REFUSED/;

beforeAll(async () => {
	app = await startApp({ env: { DATA_DIR: folder } });
});
afterAll(async () => {
	await app.stop();
	rmSync(folder, { recursive: true, force: true });
});

describe.each([{ javaScript: true }, { javaScript: false }])("with JavaScript $javaScript", ({ javaScript }) => {
	test("LEAD-2 LEAD-5 LEAD-6 LEAD-7 an order becomes a lead, a held message, a chat and a booking", async () => {
		const member = await openBrowser({ allow: CUT_OFF });
		await signIn(member.page);
		await member.page.goto(`${app.url}/leads`);
		const before = await member.page.locator("tbody tr").count();
		const order = placeOrder();
		// Without a reload: the board hears of it.
		await member.page.getByRole("link", { name: order.customer }).first().waitFor({ timeout: 15_000 });
		expect(await member.page.locator("tbody tr").count()).toBeGreaterThan(Math.min(before, 49));

		await member.page.getByRole("link", { name: order.customer }).first().click();
		await member.page.getByRole("heading", { name: "Touches" }).waitFor();
		await expect.poll(() => member.page.locator("table tbody tr").count()).toBe(13);
		expect(await checkAxe(member.page)).toEqual([]);
		await screenshot(member.page, `story-lead-${javaScript}`);

		const chatUrl = await heldChatLink(member.page, order.customer);
		const customer = await openBrowser({ javaScript, width: 390, timezone: "America/New_York", allow: CUT_OFF });
		customer.page.setDefaultTimeout(8_000);
		await customer.page.goto(chatUrl);
		await say(customer.page, "What does window tint cost?");
		await answered(customer.page, /\$\d/);
		await say(customer.page, "Do you have time next Thursday afternoon for sunroof tint?");
		await pressSlot(customer.page);
		await customer.page
			.getByRole("button", { name: /^(book|yes|confirm)/i })
			.last()
			.click();
		await answered(customer.page, /booked|see you|confirmed/i);
		await screenshot(customer.page, `story-chat-${javaScript}`);
		// axe itself is a script that waits on timers, which stand still where scripts are off.
		if (javaScript) expect(await checkAxe(customer.page)).toEqual([]);

		// Stop it hard in the middle of the day, start it again: nothing is lost, nothing happens twice.
		await app.kill("SIGKILL");
		app = await startApp({ env: { DATA_DIR: folder } });
		await customer.page.goto(onApp(chatUrl));
		await answered(customer.page, /booked|see you|confirmed/i);

		await say(customer.page, "Please move it to Friday morning");
		await pressSlot(customer.page);
		await customer.page
			.getByRole("button", { name: /^(move|yes|confirm)/i })
			.last()
			.click();
		await answered(customer.page, /moved/i);
		await say(customer.page, "I have to cancel");
		await customer.page
			.getByRole("button", { name: /^(cancel|yes)/i })
			.last()
			.click();
		await answered(customer.page, /cancelled/i);
		await say(customer.page, "Book me next Thursday for sunroof tint again");
		await pressSlot(customer.page);
		await customer.page
			.getByRole("button", { name: /^(book|yes|confirm)/i })
			.last()
			.click();
		await expect
			.poll(async () => (await customer.page.locator("main").innerText()).match(/booked/gi)?.length ?? 0)
			.toBeGreaterThan(1);

		const later = await openBrowser();
		await signIn(later.page);
		await later.page.goto(`${app.url}/leads?q=${encodeURIComponent(order.customer.split(" ")[1]!)}`);
		await later.page.getByRole("link", { name: order.customer }).first().click();
		await later.page.getByRole("heading", { name: "Touches" }).waitFor();
		// The rest of the touches stopped with the booking.
		const waiting = later.page.locator("tbody tr", { hasText: "Scheduled" });
		await expect.poll(() => waiting.count(), { timeout: 15_000 }).toBe(0);
		await later.page.goto(`${app.url}/audit`);
		const story = await later.page.locator("main").innerText();
		for (const event of ["appointment booked", "appointment cancelled", "appointment moved"])
			expect(story).toContain(event);
		await later.close();
		await customer.close();
		await member.close();
	});
});

async function signIn(page: Page): Promise<void> {
	await page.goto(`${app.url}/sign-in`);
	await page.getByLabel("Email").fill("owner@demo.perigee.test");
	await page.getByLabel("Password").fill("perigee-demo");
	await page.getByRole("button", { name: "Sign in" }).click();
	await page.waitForURL(/today/);
}

/** `npm run demo:order`, as a person types it in a second terminal. */
function placeOrder(): { customer: string } {
	const run = spawnSync(process.execPath, ["scripts/demo-order.ts"], {
		env: { ...process.env, DATA_DIR: folder },
		encoding: "utf8",
	});
	const customer = /order of ([^:]+):/.exec(run.stdout)?.[1];
	if (run.status !== 0 || !customer) throw new Error(`demo:order failed: ${run.stdout}${run.stderr}`);
	return { customer };
}

/** The chat link in the first held message to a customer, read in the outbox as a member reads it. */
async function heldChatLink(page: Page, customer: string): Promise<string> {
	await page.goto(`${app.url}/outbox?state=held`);
	await page.locator("tbody tr", { hasText: customer }).last().locator("th a").click();
	await page.getByRole("heading", { name: "Plain text" }).waitFor();
	const link = /https?:\/\/[^\s"<]+\/chat\/[\w-]{43}/.exec(await page.locator("main").innerText())?.[0];
	if (!link) throw new Error("the held message has no chat link");
	return onApp(link);
}

const onApp = (url: string) => app.url + new URL(url).pathname;

async function say(page: Page, text: string): Promise<void> {
	await page.getByLabel("Your message").fill(text);
	await page.getByRole("button", { name: /send/i }).click();
	await page.getByText(text).last().waitFor();
}

async function answered(page: Page, pattern: RegExp): Promise<void> {
	await expect.poll(() => page.locator("main").innerText(), { timeout: 10_000 }).toMatch(pattern);
}

/** Takes the first time on offer in the newest answer. */
async function pressSlot(page: Page): Promise<void> {
	// Earlier offers stay in the thread, switched off.
	const slots = page.locator("button.slot:not([disabled])");
	await slots.first().waitFor({ timeout: 10_000 });
	await slots.first().click();
	await page
		.getByRole("button", { name: /^(book|move|yes|confirm)/i })
		.last()
		.waitFor({ timeout: 10_000 });
}
