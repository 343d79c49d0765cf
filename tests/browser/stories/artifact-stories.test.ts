import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { screenshot } from "#tests/support/browser.ts";
import { contractPdf } from "../made-contracts.ts";
import { type DemoHouse, openDemoHouse } from "./demo-house.ts";

const WAYS = [
	{ javaScript: true, as: "user", width: 1280, theme: "light", customer: "Tern Security Ltd" },
	{ javaScript: false, as: "manager", width: 390, theme: "dark", customer: "Summit Auto Group Ltd" },
] as const;

/** Kinds that begin in their editor. */
const EDITED = ["Assessment", "Open tasks", "Pricing", "Stakeholder map"];

describe("what is made in a play's step", () => {
	let house: DemoHouse;
	beforeAll(async () => {
		house = await openDemoHouse();
	});
	const go = (page: Page, path: string) => page.goto(`${house.url}${path}`);

	test.each(WAYS)(
		"SUCCESS-7 all six kinds are made in the step, shown by it, printed, and lead back to it, JavaScript: $javaScript, $width wide, $theme",
		async ({ as, customer, ...options }) => {
			const { page, close } = await house.signIn({ ...options, as });
			await go(page, "/success");
			await page.getByRole("button", { name: "Open first play" }).click();
			await page.getByRole("button", { name: "Complete step" }).waitFor();
			const play = new URL(page.url()).pathname;
			await page.locator(".play-step input[type=text], .play-step textarea").first().fill("Half a thought");
			await page.getByRole("button", { name: "Make an artifact in this step" }).click();
			await page.getByRole("link", { name: "Back to the play" }).waitFor();
			const begin = page.url().slice(house.url.length);
			for (const kind of EDITED) {
				await go(page, begin);
				await page.getByRole("link", { name: kind, exact: true }).first().click();
				await page.getByLabel("What changed").fill("As it began");
				await page.getByRole("button", { name: `Save ${kind.toLowerCase()}` }).click();
				await page.getByRole("link", { name: /^the play's step/ }).waitFor();
			}
			await go(page, begin);
			await page.getByRole("link", { name: "Recommendations", exact: true }).first().click();
			await page.getByRole("button", { name: "Suggest what to do" }).click();
			await page.getByRole("link", { name: /^the play's step/ }).waitFor();
			await go(page, begin);
			await page.getByRole("link", { name: "Contract analysis", exact: true }).first().click();
			const file = {
				name: "Their contract.pdf",
				mimeType: "application/pdf",
				buffer: Buffer.from(contractPdf(customer)),
			};
			await page.getByLabel("Contract", { exact: true }).setInputFiles(file);
			await page.getByRole("button", { name: "Upload contract" }).click();
			await page.getByRole("heading", { name: "Terms" }).waitFor();
			const artifact = new URL(page.url()).pathname;
			await page.getByText(customer, { exact: false }).first().waitFor();
			await screenshot(page, `artifact-contract-${options.javaScript}`);
			await page.getByRole("link", { name: /^the play's step/ }).click();
			expect(await page.locator(".play-step input[type=text], .play-step textarea").first().inputValue()).toBe(
				"Half a thought",
			);
			const step = page.locator(".play-steps li[aria-current=step] .play-made");
			const made = ["Their contract", "Recommendations", ...EDITED];
			for (const name of made) expect(await step.getByRole("link", { name, exact: true }).count(), name).toBe(1);
			expect(new URL(page.url()).pathname).toBe(play);
			await screenshot(page, `artifact-step-${options.javaScript}`);
			await go(page, `${artifact}/print`);
			if (options.javaScript) await page.getByRole("button", { name: "Print this page" }).waitFor();
			else await page.getByText("Print this page with your browser.").waitFor();
			await page.emulateMedia({ media: "print" });
			expect(await page.locator("button:visible, .btn:visible").count()).toBe(0);
			await go(page, artifact);
			expect(await page.locator("main :is(button, .btn):visible").count()).toBe(0);
			await page.emulateMedia({ media: "screen" });
			await go(page, `${artifact}/print`);
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(options.width);
			await close();
		},
		120_000,
	);

	test("SUCCESS-7 the price that waits leads from the manager's task to its approval, and the task is done by it", async () => {
		const { page, close } = await house.signIn({ as: "manager" });
		await go(page, "/tasks");
		await page.getByRole("link", { name: /^Approve version 2/ }).click();
		await page.getByRole("link", { name: "Open what is to be approved" }).click();
		await page.getByText("Waiting for approval.").waitFor();
		await page.getByRole("button", { name: "Approve version 2" }).click();
		await page.getByText("This version is approved.").waitFor();
		await go(page, "/tasks");
		expect(await page.getByRole("link", { name: /^Approve version 2/ }).count()).toBe(0);
		await close();
	}, 60_000);
});
