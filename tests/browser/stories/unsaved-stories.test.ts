import { beforeAll, describe, expect, test } from "vitest";
import { type DemoHouse, openDemoHouse } from "./demo-house.ts";

describe("what is typed and not sent", () => {
	let house: DemoHouse;
	beforeAll(async () => {
		house = await openDemoHouse();
	});

	test("SUCCESS-5 is asked about before its page is left by a link or by going back, and not once it is sent", async () => {
		const { page, close } = await house.signIn({ as: "user" });
		const asked: string[] = [];
		let answer = false;
		page.on("dialog", (dialog) => {
			asked.push(dialog.message());
			return answer ? dialog.accept() : dialog.dismiss();
		});
		await page.goto(`${house.url}/success`);
		await page.getByRole("button", { name: "Open first play" }).click();
		const field = page.locator(".play-step input[type=text], .play-step textarea").first();
		await field.waitFor();
		const play = new URL(page.url()).pathname;
		await field.fill("Half a thought");
		await page.getByRole("link", { name: "Leads", exact: true }).first().click();
		await expect.poll(() => asked.length).toBe(1);
		expect(asked[0]).toContain("not saved");
		expect([new URL(page.url()).pathname, await field.inputValue()]).toEqual([play, "Half a thought"]);
		await page.goBack();
		await expect.poll(() => asked.length).toBe(2);
		expect(await field.inputValue()).toBe("Half a thought");
		// Kept with the fixed answer, so that nothing is lost then.
		await page.locator("button[name=question]").first().click();
		await page.getByText("fixed", { exact: true }).waitFor();
		await page.getByRole("link", { name: "Leads", exact: true }).first().click();
		await page.waitForURL(/\/leads/);
		expect(asked).toHaveLength(2);
		await page.goto(`${house.url}${play}`);
		expect(await field.inputValue()).toBe("Half a thought");
		await field.fill("Another");
		answer = true;
		await page.getByRole("link", { name: "Leads", exact: true }).first().click();
		await page.waitForURL(/\/leads/);
		expect(asked).toHaveLength(3);
		await close();
	}, 60_000);

	test("CRM-1 a note that is sent to an address of its own is saved at the first press, and is asked about before", async () => {
		const { page, close } = await house.signIn({ as: "user" });
		const asked: string[] = [];
		page.on("dialog", (dialog) => {
			asked.push(dialog.message());
			return dialog.dismiss();
		});
		await page.goto(`${house.url}/contacts`);
		await page.locator("tbody th a").first().click();
		const note = page.getByLabel("Write something down");
		for (const words of ["Asked for a call on Monday", "Called: wants two vans"]) {
			await note.fill(words);
			await page.getByRole("button", { name: "Save note" }).click();
			await page.locator(".note-body", { hasText: words }).waitFor();
		}
		expect(asked).toEqual([]);
		await note.fill("Half a thought");
		await page.getByRole("link", { name: "Leads", exact: true }).first().click();
		await expect.poll(() => asked.length).toBe(1);
		expect(await note.inputValue()).toBe("Half a thought");
		await close();
	}, 60_000);

	test.each(["/success/rules", "/success/actions", "/studio/import", "/settings/profile"])(
		"UI-1 %s is not left with something typed and not sent, without being asked about",
		async (path) => {
			const { page, close } = await house.signIn({ as: "owner" });
			const asked: string[] = [];
			page.on("dialog", (dialog) => {
				asked.push(dialog.message());
				return dialog.dismiss();
			});
			await page.goto(house.url + path);
			const field = page.locator("main form[data-unsaved] :is(input[type=text], input[type=number], textarea)").first();
			await field.fill("61");
			await page.getByRole("link", { name: "Leads", exact: true }).first().click();
			await expect.poll(() => asked.length).toBe(1);
			expect([new URL(page.url()).pathname, await field.inputValue()]).toEqual([path, "61"]);
			await close();
		},
		60_000,
	);
});
