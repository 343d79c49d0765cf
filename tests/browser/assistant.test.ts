import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ModelStandIn } from "#tests/standins/model-server.ts";
import { OPENAI_KEY, startOpenAi } from "#tests/standins/openai.ts";
import { openBrowser, screenshot } from "#tests/support/browser.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";

describe("the assistant in a browser", () => {
	const folder = mkdtempSync(join(tmpdir(), "perigee-assistant-"));
	let app: AppProcess;
	let standIn: ModelStandIn;
	beforeAll(async () => {
		standIn = await startOpenAi();
		const model = { OPENAI_API_KEY: OPENAI_KEY, OPENAI_BASE_URL: `${standIn.url}/v1` };
		app = await startApp({ env: { DATA_DIR: folder, DEMO_DATA: "true", LOG_LEVEL: "error", ...model } });
	});
	afterAll(async () => {
		await app.stop();
		await standIn.stop();
		rmSync(folder, { recursive: true, force: true });
	});

	async function signedIn(options: Parameters<typeof openBrowser>[0] = {}, before = "") {
		const window = await openBrowser(options);
		if (before) await window.page.addInitScript(before);
		await window.page.goto(`${app.url}/sign-in`);
		await window.page.getByLabel("Email").fill("owner@demo.perigee.test");
		await window.page.getByLabel("Password").fill("perigee-demo");
		await window.page.getByRole("button", { name: "Sign in" }).click();
		await window.page.waitForURL(/today/);
		await window.page.goto(`${app.url}/assistant`);
		return window;
	}

	test("CHAT-1 words stand on the page while the model still writes, by one stream; stop keeps them", async () => {
		standIn.otherwise = { fault: "hang-half" };
		const { page, close } = await signedIn();
		const streams: string[] = [];
		page.on("request", (request) => {
			if (/\/answers\/[\w-]+\/stream$/.test(request.url())) streams.push(request.url());
		});
		await page.locator("#ask-text").fill("Why is the sky blue?");
		await page.getByRole("button", { name: "Ask", exact: true }).click();
		await page.locator(".answer-text", { hasText: "Half of" }).waitFor();
		await page.getByText("Still writing.").waitFor();
		await expect.poll(() => streams.length).toBe(1);
		await page.getByRole("button", { name: "Stop" }).click();
		await page.locator(".answer-foot", { hasText: "stopped" }).waitFor();
		expect(await page.locator(".answer-text").textContent()).toContain("Half of");
		await screenshot(page, "assistant-stopped");
		await close();
	});

	test("CHAT-2 without a script: asked, proposed, confirmed by a word", async () => {
		standIn.otherwise = { fault: "500" };
		const { page, close } = await signedIn({ javaScript: false });
		const ask = async (text: string) => {
			await page.locator("#ask-text").fill(text);
			await page.getByRole("button", { name: "Ask", exact: true }).click();
		};
		await ask("remind me to order film");
		await page.getByText("Create the task “Order film”").waitFor();
		await ask("yes");
		await page.getByText("The task “Order film” is created.").first().waitFor();
		await close();
	});

	test("CHAT-3 buttons to speak and to be read to are there exactly where the browser has them", async () => {
		standIn.otherwise = { fault: "500" };
		const none =
			"delete window.SpeechRecognition; delete window.webkitSpeechRecognition; delete window.speechSynthesis;";
		const without = await signedIn({}, none);
		await without.page.locator("#ask-text").fill("show pending intakes");
		await without.page.getByRole("button", { name: "Ask", exact: true }).click();
		await without.page.locator(".answer-foot").waitFor();
		expect(await without.page.getByRole("button", { name: /Speak|Read aloud/ }).count()).toBe(0);
		await without.close();
		// A recogniser that hears one sentence, and a voice that says nothing.
		const heard = `window.SpeechRecognition = class { start() { this.onresult({ results: [[{ transcript: "show pending intakes" }]] }); this.onend(); } stop() {} };`;
		const { page, close } = await signedIn({}, heard);
		await page.getByRole("button", { name: "Speak" }).click();
		expect(await page.locator("#ask-text").inputValue()).toBe("show pending intakes");
		await page.getByRole("button", { name: "Ask", exact: true }).click();
		await page.locator(".answer", { hasText: "pending intakes" }).waitFor();
		expect(await page.getByRole("button", { name: "Read aloud" }).count()).toBe(1);
		await close();
	});
});
