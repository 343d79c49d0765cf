import { beforeAll, describe, expect, test } from "vitest";
import { checkAxe, openBrowser, screenshot } from "#tests/support/browser.ts";
import { type ChatHouse, openChatHouse } from "./chat-house.ts";

describe("what a customer meets when something is amiss", () => {
	let house: ChatHouse;
	beforeAll(async () => {
		house = await openChatHouse(["Ann"]);
	}, 120_000);

	test("LEAD-6 a link that leads nowhere says what may have happened and what to do, alike for every kind", async () => {
		const { page, close } = await openBrowser({ width: 390, allow: /4(04|10)/ });
		const said = new Set<string>();
		for (const path of [
			"/chat/cut-in-tw",
			"/appointment/cut-in-tw",
			"/unsubscribe/cut-in-tw",
			"/chat",
			house.revoked,
		]) {
			await page.goto(house.app.url + path);
			said.add(
				(await page.locator("main p").allInnerTexts()).filter((text) => !/^Request|^Perigee/.test(text)).join("\n"),
			);
			expect(await page.getByText("Open the newest message").count(), path).toBe(1);
			expect(await page.getByRole("link", { name: "start page" }).count(), path).toBe(0);
		}
		expect([...said]).toHaveLength(1);
		for (const path of ["/book/nobody-here", "/book/northlight/nowhere", "/book"]) {
			expect((await page.goto(house.app.url + path))?.status(), path).toBe(404);
			expect(await page.locator("h1").allTextContents(), path).toEqual(["No booking page here"]);
			expect(await page.getByText("call the firm").count(), path).toBe(1);
		}
		expect(await checkAxe(page)).toEqual([]);
		await screenshot(page, "dead-link");
		await close();
	});

	test("LEAD-7 a booking that reaches nobody keeps what was typed, says so, and goes through once the server is back", async () => {
		const { page, context, close } = await openBrowser({ width: 390, allow: /ERR_INTERNET_DISCONNECTED/ });
		await page.goto(`${house.app.url}/book/northlight/lakeside`);
		await page.locator("select[name=service]").selectOption({ index: 1 });
		await page.getByRole("button", { name: "Show free times" }).click();
		await page.locator("a.slot").first().click();
		await page.getByLabel("Name").fill("Bea Long");
		await page.getByLabel("Email").fill("bea.long@example.com");
		await context.setOffline(true);
		await page.getByRole("button", { name: "Book appointment" }).click();
		await page.getByText("This was not sent").waitFor();
		expect(await page.getByLabel("Name").inputValue()).toBe("Bea Long");
		expect(await checkAxe(page)).toEqual([]);
		await screenshot(page, "booking-not-sent");
		await context.setOffline(false);
		await page.getByRole("button", { name: "Book appointment" }).click();
		await page.getByText("Your appointment is booked").waitFor();
		await close();
	});
});
