import { spawnSync } from "node:child_process";
import type { Page } from "playwright-core";
import { expect } from "vitest";
import { checkAxe, openBrowser, screenshot } from "#tests/support/browser.ts";

/** What the story needs of a running product: where it answers, where its shop stand-in is reached, how to crash it. */
export type Stage = {
	url(): string;
	/** DATA_DIR of the demo shop's socket. */
	folder: string;
	/** Kills every process hard and starts them again. */
	crash(): Promise<void>;
};

/** What a browser says of its open stream when the server is killed. */
const CUT_OFF = /ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET/;

/**
 * The newcomer's story: an order comes in, the lead appears by itself, the first message is held and readable, its
 * chat answers prices and times, a time is booked, everything is killed and started again, the appointment is moved,
 * cancelled and booked again, the other touches stop, and the audit log tells it all.
 */
export async function tellStory(stage: Stage, javaScript: boolean, name: string): Promise<void> {
	const member = await openBrowser({ allow: CUT_OFF });
	await signIn(stage, member.page);
	await member.page.goto(`${stage.url()}/leads`);
	const order = placeOrder(stage);
	// Without a reload: the board hears of it.
	await member.page.getByRole("link", { name: order.customer }).first().waitFor({ timeout: 15_000 });
	await member.page.getByRole("link", { name: order.customer }).first().click();
	await member.page.getByRole("heading", { name: "Touches" }).waitFor();
	await expect.poll(() => member.page.locator("table tbody tr").count()).toBe(13);
	expect(await checkAxe(member.page)).toEqual([]);
	await screenshot(member.page, `${name}-lead`);

	const chat = await heldChatPath(stage, member.page, order.customer);
	const customer = await openBrowser({ javaScript, width: 390, timezone: "America/New_York", allow: CUT_OFF });
	customer.page.setDefaultTimeout(10_000);
	await customer.page.goto(stage.url() + chat);
	await askAndBook(customer.page);
	await screenshot(customer.page, `${name}-chat`);
	// axe itself is a script that waits on timers, which stand still where scripts are off.
	if (javaScript) expect(await checkAxe(customer.page)).toEqual([]);

	await stage.crash();
	await customer.page.goto(stage.url() + chat);
	await answered(customer.page, /booked|see you|confirmed/i);
	await moveCancelBookAgain(customer.page);

	const later = await openBrowser();
	await signIn(stage, later.page);
	await later.page.goto(`${stage.url()}/leads?q=${encodeURIComponent(order.customer.split(" ")[1]!)}`);
	await later.page.getByRole("link", { name: order.customer }).first().click();
	await later.page.getByRole("heading", { name: "Touches" }).waitFor();
	const waiting = later.page.locator("tbody tr", { hasText: "Scheduled" });
	await expect.poll(() => waiting.count(), { timeout: 15_000 }).toBe(0);
	await later.page.goto(`${stage.url()}/audit`);
	const audit = await later.page.locator("main").innerText();
	for (const act of ["booked", "moved", "cancelled"]) expect(audit).toContain(`${order.customer} ${act}`);
	await later.close();
	await customer.close();
	await member.close();
}

async function askAndBook(page: Page): Promise<void> {
	await say(page, "What does window tint cost?");
	await answered(page, /\$\d/);
	await say(page, "Do you have time next Thursday afternoon for sunroof tint?");
	await pressSlot(page);
	await press(page, /^(book|yes|confirm)/i);
	await answered(page, /booked|see you|confirmed/i);
}

async function moveCancelBookAgain(page: Page): Promise<void> {
	await say(page, "Please move it to Friday morning");
	await pressSlot(page);
	await press(page, /^(move|yes|confirm)/i);
	await answered(page, /moved/i);
	await say(page, "I have to cancel");
	await press(page, /^(cancel|yes)/i);
	await answered(page, /cancelled/i);
	await say(page, "Book me next Thursday for sunroof tint again");
	await pressSlot(page);
	await press(page, /^(book|yes|confirm)/i);
	const bookings = async () => (await page.locator("main").innerText()).match(/booked/gi)?.length ?? 0;
	await expect.poll(bookings).toBeGreaterThan(1);
}

async function signIn(stage: Stage, page: Page): Promise<void> {
	await page.goto(`${stage.url()}/sign-in`);
	await page.getByLabel("Email").fill("owner@demo.perigee.test");
	await page.getByLabel("Password").fill("perigee-demo");
	await page.getByRole("button", { name: "Sign in" }).click();
	await page.waitForURL(/today/);
}

/** `npm run demo:order`, as a person types it in a second terminal. */
function placeOrder(stage: Stage): { customer: string } {
	const run = spawnSync(process.execPath, ["scripts/demo-order.ts"], {
		env: { ...process.env, DATA_DIR: stage.folder },
		encoding: "utf8",
	});
	const customer = /order of ([^:]+):/.exec(run.stdout)?.[1];
	if (run.status !== 0 || !customer) throw new Error(`demo:order failed: ${run.stdout}${run.stderr}`);
	return { customer };
}

/** The chat link's path in the first held message to a customer, read in the outbox as a member reads it. */
async function heldChatPath(stage: Stage, page: Page, customer: string): Promise<string> {
	await page.goto(`${stage.url()}/outbox?state=held`);
	await page.locator("tbody tr", { hasText: customer }).last().locator("th a").click();
	await page.getByRole("heading", { name: "Plain text" }).waitFor();
	const link = /https?:\/\/[^\s"<]+\/chat\/[\w-]{43}/.exec(await page.locator("main").innerText())?.[0];
	if (!link) throw new Error("the held message has no chat link");
	return new URL(link).pathname;
}

async function say(page: Page, text: string): Promise<void> {
	await page.getByLabel("Your message").fill(text);
	await page.getByRole("button", { name: /send/i }).click();
	await page.getByText(text).last().waitFor();
}

const press = (page: Page, name: RegExp) => page.getByRole("button", { name }).last().click();

async function answered(page: Page, pattern: RegExp): Promise<void> {
	await expect.poll(() => page.locator("main").innerText(), { timeout: 10_000 }).toMatch(pattern);
}

/** Takes the first time on offer in the newest answer; earlier offers stay in the thread, switched off. */
async function pressSlot(page: Page): Promise<void> {
	const slots = page.locator("button.slot:not([disabled])");
	await slots.first().waitFor();
	await slots.first().click();
	await page
		.getByRole("button", { name: /^(book|move|yes|confirm)/i })
		.last()
		.waitFor();
}
