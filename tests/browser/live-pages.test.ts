import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { openBrowser, screenshot } from "#tests/support/browser.ts";
import { freePort, startApp } from "#tests/support/process.ts";
import { type ChatHouse, openChatHouse } from "./chat-house.ts";

const LOST = "No connection; trying again";
const UNSENT = "What you typed is still here; send it again";

describe("LIVE-1 an open page while things happen", () => {
	let house: ChatHouse;
	beforeAll(async () => {
		house = await openChatHouse(["Gwen", "Hugo"], { PORT: String(await freePort()) });
	});

	test("what a member types stays, with focus and selection, while the customer writes, types and reads", async () => {
		const customer = await openBrowser({ width: 390 });
		const { page, close } = await openBrowser();
		await takeOver(page, 0);
		await customer.page.goto(chatOf(0));
		let loads = 0;
		page.on("request", (request) => {
			if (request.url().includes(".data")) loads++;
		});
		const field = page.getByLabel("Your answer");
		await page.waitForTimeout(1_500);
		loads = 0;
		await field.click();
		await page.keyboard.type("Hello Gwen, ", { delay: 150 });
		await page.waitForTimeout(2_000);
		expect(loads).toBe(0);
		const typing = page.keyboard.type("I am looking it up for you, one moment.", { delay: 120 });
		await customer.page.getByLabel("Your message").pressSequentially("Are you there?", { delay: 50 });
		await customer.page.keyboard.press("Enter");
		await typing;
		await page.getByText("Are you there?").waitFor();
		expect(loads).toBeGreaterThan(0);
		const written = "Hello Gwen, I am looking it up for you, one moment.";
		expect(await field.inputValue()).toBe(written);
		expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
		await field.evaluate((element: HTMLTextAreaElement) => element.setSelectionRange(6, 10));
		await customer.page.getByLabel("Your message").fill("Still there?");
		await customer.page.keyboard.press("Enter");
		await page.getByText("Still there?").waitFor();
		await page.waitForTimeout(500);
		expect(await selected(page)).toBe("Gwen");
		await page.getByRole("button", { name: "Send answer" }).click();
		await customer.page.getByText(written).waitFor();
		await expect.poll(() => field.inputValue()).toBe("");
		await field.fill("And a second one.");
		await page.getByRole("button", { name: "Send answer" }).click();
		await customer.page.getByText("And a second one.").waitFor();
		await customer.close();
		await close();
	});

	test("what changes while another task is being loaded is shown, though the page did not follow it then", async () => {
		const { page, context, close } = await openBrowser();
		await signIn(page);
		const send = { headers: { "Sec-Fetch-Site": "same-origin" } };
		const tasks = `${house.app.url}/api/workflows/tasks`;
		const make = async (title: string) =>
			(await (await context.request.post(tasks, { ...send, data: { title } })).json()).id;
		const [one, other] = [await make("Call Ada"), await make("Call Bob")];
		await page.goto(`${house.app.url}/tasks/${one}`);
		await page.getByRole("heading", { name: "Call Ada" }).waitFor();
		let change: Promise<void> | undefined;
		let isRead = false;
		const rename = async () => {
			const renamed = await context.request.patch(`${tasks}/${other}`, { ...send, data: { title: "Bob has called" } });
			expect(renamed.ok(), await renamed.text()).toBe(true);
			await page.waitForTimeout(1_500);
		};
		// What the page is given was read before the change, and reaches it after the change was told.
		await page.route(`**/tasks/${other}.data*`, async (route) => {
			if (isRead) return route.continue();
			const response = await route.fetch();
			change ??= rename();
			await change;
			isRead = true;
			await route.fulfill({ response });
		});
		await page.evaluate((path) => {
			(globalThis as unknown as { __remixRouter: { navigate(to: string): void } }).__remixRouter.navigate(path);
		}, `/tasks/${other}`);
		await page.getByRole("heading", { name: "Bob has called" }).waitFor({ timeout: 10_000 });
		await close();
	});

	test("without the server the page stays and says so, and it goes on by itself when the server is back", async () => {
		const { page, context, close } = await openBrowser({ allow: /Failed to load resource|ERR_|EventSource/ });
		await takeOver(page, 1);
		const board = await context.newPage();
		await board.goto(`${house.app.url}/leads`);
		await page.getByLabel("Your answer").pressSequentially("Half an answer");
		await house.app.kill("SIGKILL");
		await page.getByText(LOST).waitFor({ timeout: 15_000 });
		await board.getByText(LOST).waitFor({ timeout: 15_000 });
		// A change that was announced just before: the page wants to load again while nobody answers.
		await board.evaluate(() => new BroadcastChannel("perigee-live").postMessage({ topics: null }));
		await page.waitForTimeout(3_000);
		await screenshot(page, "conversation-no-connection");
		expect(await page.getByText("Something went wrong").count()).toBe(0);
		expect(await page.getByLabel("Your answer").inputValue()).toBe("Half an answer");
		house.app = await startApp({ env: house.env });
		await page.getByText(LOST).waitFor({ state: "detached", timeout: 30_000 });
		await board.getByText(LOST).waitFor({ state: "detached", timeout: 30_000 });
		expect(await page.getByText("Something went wrong").count()).toBe(0);
		expect(await page.getByLabel("Your answer").inputValue()).toBe("Half an answer");
		const customer = await openBrowser({ width: 390 });
		await customer.page.goto(chatOf(1));
		await customer.page.getByLabel("Your message").fill("Back again?");
		await customer.page.keyboard.press("Enter");
		await page.getByText("Back again?").waitFor({ timeout: 15_000 });
		await page.getByRole("button", { name: "Send answer" }).click();
		await customer.page.getByText("Half an answer").waitFor();
		await customer.close();
		await close();
	});

	test("UI-1 without the server a form that is sent leaves the page as it was typed, and a link is followed when it is back", async () => {
		const { page, close } = await openBrowser({ allow: /Failed to load resource|ERR_|EventSource|dynamically/ });
		await signIn(page);
		page.on("dialog", (dialog) => dialog.accept());
		await page.goto(`${house.app.url}/settings/profile`);
		await comeAlive(page);
		const name = page.getByLabel("Your name");
		const save = page.locator("form", { has: name }).getByRole("button");
		await page.route("**/settings/profile.data", (route) => route.fulfill({ status: 502, body: "Bad gateway" }));
		await name.fill("Olive the Second");
		await save.click();
		await page.getByText(UNSENT).waitFor();
		expect(await name.inputValue()).toBe("Olive the Second");
		await page.unroute("**/settings/profile.data");
		await house.app.kill("SIGKILL");
		await save.click();
		await page.getByText(UNSENT).waitFor();
		await expect.poll(() => page.locator("[data-busy]").count()).toBe(0);
		await screenshot(page, "form-not-sent");
		house.app = await startApp({ env: house.env });
		await save.click();
		await page.getByText("Your name is changed.").waitFor({ timeout: 15_000 });
		expect(await page.getByText(UNSENT).count()).toBe(0);
		await house.app.kill("SIGKILL");
		await name.fill("Olive the Third");
		await page.getByRole("navigation", { name: "Areas" }).getByRole("link", { name: "Leads" }).click();
		await page.getByText(LOST).waitFor();
		await page.waitForTimeout(2_000);
		expect(new URL(page.url()).pathname).toBe("/settings/profile");
		expect(await name.inputValue()).toBe("Olive the Third");
		expect(await page.getByText("Something went wrong").count()).toBe(0);
		house.app = await startApp({ env: house.env });
		await page.waitForURL(/leads/);
		await page.getByRole("link", { name: "New lead" }).first().waitFor();
		await close();
	});

	test("UI-1 what an earlier try was refused for stays beside what was typed, and a page with an id stays too", async () => {
		const { page, close } = await openBrowser({ allow: /Failed to load resource|ERR_|EventSource/ });
		await page.goto(`${house.app.url}/sign-in`);
		await page.getByLabel("Email").fill("owner@demo.perigee.test");
		await comeAlive(page);
		await page.getByLabel("Password").fill("not-the-password");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByRole("alert").first().waitFor();
		await page.route("**/sign-in.data", (route) => route.fulfill({ status: 503, body: "Not now" }));
		await page.getByLabel("Password").fill("perigee-demo");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.getByText(UNSENT).waitFor();
		expect(await page.getByLabel("Email").inputValue()).toBe("owner@demo.perigee.test");
		expect(await page.getByLabel("Password").inputValue()).toBe("perigee-demo");
		await page.unroute("**/sign-in.data");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
		await page.goto(`${house.app.url}/conversations/${house.chats[1]!.conversationId}`);
		await comeAlive(page);
		await page.getByLabel("Your answer").fill("Written while it was away");
		await page.route("**/*.data", (route) => route.abort());
		await page.route("**/__manifest*", (route) => route.abort());
		await page.getByRole("button", { name: "Send answer" }).click();
		await page.getByText(UNSENT).waitFor();
		expect(await page.getByLabel("Your answer").inputValue()).toBe("Written while it was away");
		await page.unrouteAll();
		await page.getByRole("button", { name: "Send answer" }).click();
		await expect.poll(() => page.getByLabel("Your answer").inputValue()).toBe("");
		expect(await page.getByText("Written while it was away").count()).toBe(1);
		await close();
	});

	const chatOf = (index: number) => `${house.app.url}${house.chats[index]!.path}`;

	async function takeOver(page: Page, index: number): Promise<void> {
		await signIn(page);
		await page.goto(`${house.app.url}/conversations/${house.chats[index]!.conversationId}`);
		await page.waitForLoadState("load");
		await page.getByRole("button", { name: "Take over conversation" }).click();
		await page.getByLabel("Your answer").waitFor();
	}

	async function signIn(page: Page): Promise<void> {
		await page.goto(`${house.app.url}/sign-in`);
		await page.getByLabel("Email").fill("owner@demo.perigee.test");
		await page.getByLabel("Password").fill("perigee-demo");
		await page.getByRole("button", { name: "Sign in" }).click();
		await page.waitForURL((address) => !address.pathname.startsWith("/sign-in"));
	}
});

/** Until React has taken the page over, a form is the browser's own. */
async function comeAlive(page: Page): Promise<void> {
	await page.waitForFunction(() =>
		Object.keys(document.querySelector("form")!).some((key) => key.startsWith("__react")),
	);
}

function selected(page: Page): Promise<string> {
	return page.getByLabel("Your answer").evaluate((element: HTMLTextAreaElement) => {
		if (element !== document.activeElement) return "no focus";
		return element.value.slice(element.selectionStart, element.selectionEnd);
	});
}
