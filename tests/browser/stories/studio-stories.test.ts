import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { checkAxe, screenshot } from "#tests/support/browser.ts";
import { type DemoHouse, openDemoHouse } from "./demo-house.ts";

describe("a workflow is built", () => {
	let house: DemoHouse;
	beforeAll(async () => {
		house = await openDemoHouse();
	});

	/** From the outline: the link that adds a step, the kind, its fields by their labels; back in the outline afterwards. */
	async function add(
		page: Page,
		link: string,
		kind: string,
		fields: Record<string, string>,
		more?: () => Promise<void>,
	) {
		const outline = page.url().split("#")[0]!;
		await page.getByRole("link", { name: link, exact: true }).click();
		await page.getByRole("button", { name: new RegExp(`^${kind}`) }).click();
		await page.getByText(`${kind} is added. Set it up here.`).waitFor();
		for (const [label, value] of Object.entries(fields)) {
			const field = page.getByRole("main").getByLabel(label, { exact: true });
			if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption({ label: value });
			else await field.fill(value);
		}
		await more?.();
		await page.getByRole("button", { name: "Save step" }).first().click();
		await page.getByText("is saved.").waitFor();
		await page.goto(outline);
	}

	test("FLOW-2 form, classify, branch, model, approval, email, reply or three days, task: all without a script", async () => {
		const { page, close } = await house.signIn({ javaScript: false, allow: /422/ });
		await page.goto(`${house.url}/studio`);
		await page.getByRole("link", { name: "New workflow" }).first().click();
		await page.getByLabel("Name").fill("Requests from the site");
		await page.getByRole("button", { name: "Add workflow" }).click();
		await page.getByRole("button", { name: /^Webhook or form/ }).click();
		await page.getByLabel("Name").fill("A form arrives");
		await page.getByRole("button", { name: "Save step" }).first().click();
		await page.getByText("A form arrives is saved.").waitFor();
		await page.getByRole("link", { name: "Requests from the site" }).click();

		await add(page, "Add step after A form arrives", "Classify", { Text: "{{ trigger.body.message }}" }, async () => {
			await page.getByLabel("Name 1", { exact: true }).fill("request");
			await page.getByLabel("Value 1", { exact: true }).fill("offer, price, quote");
			await page.getByRole("button", { name: "Add row: Labels" }).click();
			expect(await page.getByLabel("Text", { exact: true }).inputValue()).toBe("{{ trigger.body.message }}");
			await page.getByLabel("Name 2", { exact: true }).fill("complaint");
			await page.getByLabel("Value 2", { exact: true }).fill("angry, broken, refund");
		});
		await add(page, "Add step: Request, after Classify", "Branch", { If: "trigger.body.size > 100" });
		await add(page, "Add step: Yes, after Branch", "Ask a model", {
			"What it is asked": "Answer: {{ trigger.body.message }}",
		});
		await add(page, "Add step after Ask a model", "Approval", { "What is to be approved": "Send this answer?" });
		await add(page, "Add step: If approved, after Approval", "Send an email", {
			"Contact (optional)": "{{ trigger.body.contact }}",
			Subject: "Your request",
			Text: "{{ steps.ask_ai.answer }}",
		});
		await add(page, "Add step after Send an email", "Wait for a reply", { Contact: "{{ trigger.body.contact }}" });
		await screenshot(page, "studio-outline-unfinished");
		await add(page, "Add step: If time is up, after Wait for a reply", "Create a task", {
			"What is to be done": "Call them",
		});
		const outline = page.url();
		expect(await page.locator(".flow-step").count()).toBe(8);
		expect(await page.locator(".flow-problem").count()).toBe(0);

		await page.getByRole("link", { name: "Branch", exact: true }).click();
		await page.getByRole("main").getByLabel("If", { exact: true }).fill("trigger.body.size >");
		await page.getByRole("button", { name: "Save step" }).first().click();
		await page.getByRole("heading", { name: "One thing needs a change" }).waitFor();
		expect(await page.getByRole("main").getByLabel("If", { exact: true }).inputValue()).toBe("trigger.body.size >");
		await page.getByRole("main").getByLabel("If", { exact: true }).fill("trigger.body.size > 100");
		await page.getByRole("button", { name: "Save step" }).first().click();
		await page.getByRole("link", { name: "Try this step" }).click();
		await page.getByLabel("What began the run (trigger)").fill('{"body": {"size": 250}}');
		await page.getByRole("button", { name: "Try step" }).click();
		await page.getByText("It goes on by: Yes.").waitFor();
		await screenshot(page, "studio-trial");

		await page.getByRole("link", { name: "Requests from the site" }).click();
		await page.getByRole("link", { name: "Publish", exact: true }).click();
		await page.getByRole("button", { name: "Publish workflow" }).click();
		await page.getByRole("heading", { name: "Version 1 is published" }).waitFor();
		expect(await page.getByLabel("Its address").inputValue()).toMatch(/\/hooks\/workflows\/[\w-]{32}$/);
		await page.getByRole("link", { name: "Back to the workflow" }).click();
		await page.getByRole("button", { name: "Turn off" }).click();
		await page.getByText("The workflow is off.").waitFor();
		await page.getByRole("button", { name: "Turn on" }).click();
		await page.getByText("The workflow is on.").waitFor();
		await screenshot(page, "studio-outline");

		await page.getByRole("link", { name: "Run", exact: true }).click();
		await page
			.getByLabel("It begins with")
			.fill('{"body": {"message": "A price, please", "size": 250, "contact": "01900000-0000-7000-8000-000000000000"}}');
		await page.getByRole("button", { name: "Dry run" }).click();
		await page.waitForURL(/\/runs\/[\w-]{36}$/);
		await page.goto(`${house.url}/studio`);
		await page
			.getByRole("row", { name: /Requests from the site.*When a form or another system posts to its address.*On/ })
			.waitFor();
		const { page: seen, close: closeSeen } = await house.signIn();
		for (const path of [outline, `${outline}/nodes/classify`, `${house.url}/studio`]) {
			await seen.goto(path);
			expect(await checkAxe(seen), path).toEqual([]);
		}
		await closeSeen();
		await close();
	}, 500_000);
});
