import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkAxe, openBrowser, screenshot } from "#tests/support/browser.ts";
import { type ChatHouse, openChatHouse } from "./chat-house.ts";

describe("the customer's chat in a browser", () => {
	let house: ChatHouse;
	const chat = (index: number) => house.chats[index]!;
	const address = (index: number) => `${house.app.url}${chat(index).path}`;
	beforeAll(async () => {
		house = await openChatHouse(["Ann", "Ben", "Cleo", "Dora", "Eve"]);
	});

	test("LEAD-6 LEAD-7 without JavaScript: a price, free times, a booking, its calendar file, and cancelling", async () => {
		const { page, close } = await openBrowser({ javaScript: false, width: 390 });
		await page.goto(address(0));
		await write(page, "How much is ceramic tint for the whole car?");
		await page.getByText("$549.00").last().waitFor();
		expect(await page.getByText("Automatic answer").count()).toBe(1);
		await write(page, "Thursday afternoon");
		await page.locator("button.slot").first().click();
		await page.getByRole("button", { name: "Book it" }).click();
		await page.getByText("Booked. Here is your appointment").waitFor();
		await screenshot(page, "chat-plain-booked");
		const calendar = await page.getByRole("link", { name: "Add to calendar" }).getAttribute("href");
		const file = await page.request.get(`${house.app.url}${calendar}`);
		expect(file.status()).toBe(200);
		expect(await file.text()).toContain("BEGIN:VEVENT");
		await write(page, "cancel my appointment");
		await page.getByRole("button", { name: "Cancel it" }).click();
		await page.getByText("is cancelled.").waitFor();
		await close();
	});

	test("LEAD-6 with JavaScript: nothing reloads, and less than 50 kB of script", async () => {
		const { page, close } = await openBrowser({ width: 390, timezone: "Europe/Paris" });
		let script = 0;
		page.on("response", async (response) => {
			if (response.request().resourceType() === "script") script += (await response.body()).length;
		});
		await page.goto(address(1));
		await page.evaluate(() => Object.assign(window, { kept: true }));
		await page.getByLabel("Your message").fill("book chrome delete on Thursday");
		await page.keyboard.press("Enter");
		const slot = page.locator("button.slot").first();
		await slot.waitFor();
		expect(await slot.textContent()).toContain("CET");
		await screenshot(page, "chat-slots-phone");
		await slot.click();
		await page.getByText("on your clock").waitFor();
		const book = page.getByRole("button", { name: "Book it" });
		await book.dblclick();
		await page.getByText("Booked. Here is your appointment").waitFor();
		expect(await page.getByText("Yes, book it").count()).toBe(1);
		expect(await page.evaluate(() => "kept" in window)).toBe(true);
		expect(script).toBeGreaterThan(0);
		expect(script).toBeLessThan(15_000);
		await close();
	});

	test("LEAD-6 a member watches live, takes over, writes, sees typing and hands back", async () => {
		const customer = await openBrowser({ width: 390 });
		const member = await openBrowser();
		await customer.page.goto(address(2));
		await signIn(member.page, house.app.url);
		await member.page.goto(`${house.app.url}/conversations/${chat(2).conversationId}`);
		await member.page.waitForLoadState("networkidle");
		await customer.page.getByLabel("Your message").fill("are you open tomorrow?");
		await customer.page.getByRole("button", { name: "Send message" }).click();
		await member.page.getByText("are you open tomorrow?").waitFor({ timeout: 10_000 });
		await member.page.getByRole("button", { name: "Take over conversation" }).click();
		await customer.page.getByText("has joined").waitFor({ timeout: 10_000 });
		await customer.page.getByLabel("Your message").pressSequentially("hm");
		await member.page.getByText("Cleo Reader is writing").waitFor({ timeout: 10_000 });
		await member.page.getByLabel("Your answer").fill("Hello, this is Olive. How can I help?");
		await screenshot(member.page, "conversation-taken-over");
		await member.page.getByRole("button", { name: "Send answer" }).click();
		await customer.page.getByText("this is Olive").waitFor({ timeout: 10_000 });
		await customer.page.getByRole("button", { name: "Send message" }).click();
		await member.page.getByText("Read", { exact: true }).last().waitFor({ timeout: 10_000 });
		expect(await customer.page.getByText("Automatic answer").count()).toBe(1);
		await member.page.getByRole("button", { name: "Hand back to the assistant" }).click();
		await customer.page.getByText("The automatic assistant answers again.").waitFor({ timeout: 10_000 });
		await member.page.goto(`${house.app.url}/conversations`);
		await member.page.getByRole("link", { name: "Cleo Reader" }).waitFor();
		expect(await checkAxe(member.page)).toEqual([]);
		await screenshot(member.page, "conversations");
		await customer.close();
		await member.close();
	});

	test("LEAD-6 what is too long is refused with the text kept, with and without JavaScript", async () => {
		for (const javaScript of [false, true]) {
			const { page, close } = await openBrowser({ javaScript, allow: /422/ });
			await page.goto(address(3));
			const long = "a".repeat(2_001);
			await write(page, long);
			await page.getByText("Write 2,000 characters or fewer").waitFor();
			expect(await page.getByLabel("Your message").inputValue()).toBe(long);
			await close();
		}
	});

	test.each(["light", "dark"] as const)("LEAD-6 axe finds nothing in the %s theme", async (theme) => {
		const { page, close } = await openBrowser({ theme, width: 390 });
		await page.goto(address(3));
		await page.getByLabel("Your message").fill("book interior detail on Thursday");
		await page.keyboard.press("Enter");
		await page.locator("button.slot").first().waitFor();
		expect(await checkAxe(page)).toEqual([]);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
		expect(wide).toBe(false);
		await screenshot(page, `chat-${theme}`);
		await close();
	});

	test("LEAD-6 a revoked link says so, and a made-up one opens nothing", async () => {
		const { page, close } = await openBrowser({ javaScript: false, allow: /4(04|10)/ });
		expect((await page.goto(`${house.app.url}${house.revoked}`))?.status()).toBe(410);
		await page.getByText("no longer valid").first().waitFor();
		await screenshot(page, "chat-gone");
		expect((await page.goto(`${house.app.url}/chat/${"x".repeat(43)}`))?.status()).toBe(404);
		await close();
	});

	test("Tenants a link's stream and signs are for its own conversation", async () => {
		const post = { method: "POST", body: new URLSearchParams({ sign: "seen" }) };
		expect((await fetch(`${address(4)}/signs`, post)).status).toBe(204);
		expect((await fetch(`${house.app.url}/chat/${"y".repeat(43)}/signs`, post)).status).toBe(404);
		expect((await fetch(`${house.app.url}/chat/${"y".repeat(43)}/stream`)).status).toBe(404);
		expect((await fetch(`${house.app.url}${house.revoked}/signs`, post)).status).toBe(410);
	});
});

describe("the chat while a model hangs", () => {
	const silent = createServer(() => undefined);
	afterAll(() => void silent.close());

	test("LEAD-6 without JavaScript the post waits 8 s, then says still writing, and the page looks again by itself", async () => {
		await new Promise<void>((ready) => silent.listen(0, "127.0.0.1", ready));
		const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
		const house = await openChatHouse(["Finn"], { OLLAMA_URL: url, AI_TIMEOUT_MS: "11000" });
		const { page, close } = await openBrowser({ javaScript: false, width: 390 });
		await page.goto(`${house.app.url}${house.chats[0]!.path}`);
		const started = Date.now();
		await write(page, "how much is chrome delete?");
		await page.getByText("still being written").waitFor({ timeout: 15_000 });
		expect(Date.now() - started).toBeGreaterThan(7_500);
		expect(Date.now() - started).toBeLessThan(10_500);
		await page.getByText("$499.00").waitFor({ timeout: 15_000 });
		await page.getByText("Automatic answer").waitFor();
		silent.closeAllConnections();
		await close();
	});
});

async function write(page: Page, text: string): Promise<void> {
	await page.getByLabel("Your message").fill(text);
	await page.getByRole("button", { name: "Send message" }).click();
}

async function signIn(page: Page, url: string): Promise<void> {
	await page.goto(`${url}/sign-in`);
	await page.getByLabel("Email").fill("owner@demo.perigee.test");
	await page.getByLabel("Password").fill("perigee-demo");
	await page.getByRole("button", { name: "Sign in" }).click();
	await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
}
