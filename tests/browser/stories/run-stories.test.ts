import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkAxe, screenshot } from "#tests/support/browser.ts";
import { type DemoHouse, openDemoHouse } from "./demo-house.ts";

/** Another system: its old address takes nothing any more. */
function openOtherSystem(): { server: Server; asked: string[] } {
	const asked: string[] = [];
	const server = createServer((request, response) => {
		asked.push(request.url ?? "");
		const isKnown = request.url?.startsWith("/v2") === true;
		response.writeHead(isKnown ? 200 : 410, { "content-type": "application/json" });
		response.end(JSON.stringify(isKnown ? { level: "gold" } : { error: "Version 1 is gone." }));
	});
	return { server, asked };
}

const graph = (url: string) => ({
	nodes: [
		{ id: "start", type: "manual", name: "Start" },
		{ id: "ask", type: "http", name: "Ask the other system", settings: { url } },
		{
			id: "may",
			type: "approval",
			name: "May we",
			settings: { title: "Give {{ trigger.who }} a discount?", role: "user" },
		},
		{
			...{ id: "call", type: "guided", name: "Call" },
			settings: {
				title: "Call {{ trigger.who }}",
				instructions: "Tell them the good news.",
				fields: [
					{ name: "How was it", value: "glad|cool*" },
					{ name: "Notes", value: "lines" },
				],
			},
		},
		{
			id: "end",
			type: "end",
			name: "End",
			settings: { result: 'steps.call.values["How was it"] + " " + steps.ask.body.level' },
		},
	],
	edges: [
		{ from: "start", port: "next", to: "ask" },
		{ from: "ask", port: "next", to: "may" },
		{ from: "may", port: "approved", to: "call" },
		{ from: "call", port: "next", to: "end" },
	],
});

describe("a run that fails is set right", () => {
	let house: DemoHouse;
	let other: ReturnType<typeof openOtherSystem>;
	let address: string;
	beforeAll(async () => {
		other = openOtherSystem();
		other.server.listen(0, "127.0.0.1");
		await once(other.server, "listening");
		address = `http://127.0.0.1:${(other.server.address() as AddressInfo).port}`;
		house = await openDemoHouse({ ALLOW_PRIVATE_TARGETS: "true" });
	});
	afterAll(() => other.server.close());

	/** One call of the API as the person who is signed in. */
	async function call(page: Page, method: "GET" | "POST" | "PUT", path: string, data?: object) {
		const headers = { "sec-fetch-site": "same-origin" };
		const answer = await page.request.fetch(`${house.url}/api/workflows${path}`, { method, headers, data });
		expect(answer.status(), await answer.text()).toBeLessThan(300);
		return answer.json();
	}

	/** Without a script a person looks again. */
	async function comes(page: Page, words: string | RegExp, javaScript: boolean): Promise<void> {
		const there = page.locator("main").getByText(words).filter({ visible: true }).first();
		if (javaScript) return there.waitFor();
		await expect
			.poll(
				async () => {
					await page.reload();
					return there.isVisible();
				},
				{ timeout: 20_000, interval: 500 },
			)
			.toBe(true);
	}

	test.each([
		["with a script", true],
		["without a script", false],
	])(
		"FLOW-3 FLOW-5 %s a member sees why a run failed, replays it from there, approves and does the guided step",
		async (name, javaScript) => {
			const { page, close } = await house.signIn({ as: "manager", javaScript });
			const before = other.asked.length;
			const title = `Discount ${name} by ${address.split(":").at(-1)}`;
			const { id } = await call(page, "POST", "", {
				name: title,
				graph: graph(`${address}/v1`),
				publish: true,
			});
			// The stream of changes is open before anything changes.
			const stream = javaScript && page.waitForResponse(/\/events\/stream/);
			await page.goto(`${house.url}/runs`);
			await stream;
			await call(page, "POST", `/${id}/execute`, { input: { who: "Ada" } });
			// With a script the run appears by itself.
			await comes(page, title, javaScript);
			await comes(page, /answered 410/, javaScript);
			await page.getByRole("link", { name: title }).click();
			const main = page.locator("main");
			await main.getByText("“Ask the other system” could not be done.").waitFor();
			expect(await main.innerText()).toMatch(/Version 1 is gone.*Look whether the other system is well/s);
			if (javaScript) expect(await checkAxe(page)).toEqual([]);
			await screenshot(page, `run-failed-${javaScript}`);

			await call(page, "PUT", `/${id}`, { graph: graph(`${address}/v2`), version: 1, publish: true });
			await page.getByRole("link", { name: "Replay from “Ask the other system”" }).click();
			await page.getByText("The newest, version 2").waitFor();
			if (javaScript) expect(await checkAxe(page)).toEqual([]);
			await screenshot(page, `run-replay-${javaScript}`);
			await page.getByRole("button", { name: "Replay run" }).click();
			await page.getByText("This is the replay.").waitFor();
			await comes(page, "Open approval", javaScript);

			await page.getByRole("link", { name: "Open approval" }).click();
			await page.getByRole("heading", { name: "Give Ada a discount?" }).waitFor();
			await page.getByLabel("Reason").fill("She pays early");
			if (javaScript) expect(await checkAxe(page)).toEqual([]);
			await screenshot(page, `run-approval-${javaScript}`);
			await page.getByRole("button", { name: "Approve" }).click();
			await page.getByText("It is approved, and the run goes on.").waitFor();
			expect(await main.innerText()).toContain("She pays early");

			await page.goto(`${house.url}/guided`);
			await comes(page, "Call Ada", javaScript);
			await page.getByRole("link", { name: "Call Ada" }).click();
			await page.getByText("Tell them the good news.").waitFor();
			await page.getByLabel("glad").check();
			await page.getByLabel("Notes").fill("She laughed");
			if (javaScript) expect(await checkAxe(page)).toEqual([]);
			await screenshot(page, `run-guided-${javaScript}`);
			await page.getByRole("button", { name: "Step is done" }).click();
			await page.waitForURL(/\/runs\//);
			await comes(page, "Succeeded", javaScript);
			expect(await main.innerText()).toContain("glad gold");
			await screenshot(page, `run-done-${javaScript}`);
			// What failed was asked once, what was corrected once.
			expect(other.asked.slice(before)).toEqual(["/v1", "/v2"]);

			await page.goto(`${house.url}/studio/${id}/figures`);
			await page.getByText("1 run failed at “Ask the other system”.").waitFor();
			await screenshot(page, `run-figures-${javaScript}`);
			await close();
		},
		120_000,
	);
});
