import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { screenshot } from "#tests/support/browser.ts";
import { postFigures } from "../made-hooks.ts";
import { type DemoHouse, openDemoHouse } from "./demo-house.ts";

const SCRIPTS = [{ javaScript: true }, { javaScript: false }];

describe("what is known of accounts comes from elsewhere", () => {
	let house: DemoHouse;
	beforeAll(async () => {
		house = await openDemoHouse();
	});
	const go = (page: Page, path: string) => page.goto(`${house.url}${path}`);

	test.each(SCRIPTS)(
		"SUCCESS-1 a file of accounts' scores is mapped, previewed, taken in, and taken back, JavaScript: $javaScript",
		async ({ javaScript }) => {
			const { page, close } = await house.signIn({ javaScript, as: "manager" });
			await go(page, "/accounts");
			const name = (await page.locator("table.table tbody th a").first().textContent())!.trim();
			const text = `Customer;Health score;Risk;Seats;MAU;Renewal;Puls\n"${name}";93;7;400;100;2027-06-30;x\nNobody Ltd;50;;;;;\n"${name}";1000;;;;;\n`;
			await page.getByRole("link", { name: "Import" }).click();
			const file = { name: "scores.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
			await page.getByLabel("CSV file").setInputFiles(file);
			await page.getByRole("button", { name: "Upload file" }).click();
			expect(await page.getByLabel("Health score").inputValue()).toBe("health");
			expect(await page.getByLabel("MAU").inputValue()).toBe("active_users");
			expect(await page.getByLabel("Puls").inputValue()).toBe("none");
			expect(await page.getByLabel("Overwrite the account with what the file has").isChecked()).toBe(true);
			await page.getByLabel("Refuse the row").check();
			await screenshot(page, `figures-mapping-${javaScript}`);
			await page.getByRole("button", { name: "Preview import" }).click();
			await page.getByRole("button", { name: "Begin import" }).waitFor();
			await page.getByText("“1000” is no whole number from 0 to 100.").first().waitFor();
			await page.getByText("There is no such account here, and this import is to create none.").first().waitFor();
			await page.getByRole("button", { name: "Begin import" }).click();
			const undo = page.getByRole("link", { name: "Undo import" });
			await undo.waitFor({ timeout: 60_000 });
			await page.getByRole("link", { name: "Download 2 refused rows" }).waitFor();
			const imported = new URL(page.url()).pathname;
			await go(page, "/accounts");
			await page.getByRole("link", { name, exact: true }).first().click();
			await page.getByRole("link", { name: "Success: plays, scores" }).click();
			await page.getByRole("heading", { name: "Health: 93" }).waitFor();
			await page.getByRole("heading", { name: "Utilisation, %: 25" }).waitFor();
			await page
				.getByText("1 value")
				.or(page.getByText(/\d+ values/))
				.first()
				.click();
			await page
				.getByText(/, by import/)
				.first()
				.waitFor();
			await screenshot(page, `figures-account-${javaScript}`);
			const figures = new URL(page.url()).pathname;
			await go(page, imported);
			await undo.click();
			await page.getByRole("button", { name: "Undo the whole import" }).click();
			await page
				.getByText(/were undone|was undone|Undone/)
				.first()
				.waitFor({ timeout: 60_000 });
			await expect
				.poll(
					async () => {
						await go(page, figures);
						return page.getByRole("heading", { name: "Health: 93" }).count();
					},
					{ timeout: 30_000 },
				)
				.toBe(0);
			await close();
		},
		120_000,
	);

	test.each(SCRIPTS)(
		"SUCCESS-1 an owner lets a system post, which tells of accounts and sees what was refused, JavaScript: $javaScript",
		async ({ javaScript }) => {
			const { page, close } = await house.signIn({ javaScript });
			await go(page, "/settings");
			await page.getByRole("link", { name: "Account figures" }).click();
			const system = javaScript ? "Billing" : "Usage";
			await page.getByLabel("Name", { exact: true }).fill(system);
			await page.getByRole("button", { name: "Make secret" }).click();
			const secret = await page.getByLabel("Secret", { exact: true }).inputValue();
			expect(secret).toMatch(/^whsec_/);
			await screenshot(page, `account-hook-made-${javaScript}`);
			await page.getByRole("link", { name: "See how it sends, with an example" }).click();
			await page.getByText("Nothing has arrived yet").waitFor();
			const { pathname } = new URL(page.url());
			const accounts = await (await page.request.get(`${house.url}/api/crm/accounts?limit=1`)).json();
			const known = { account: { id: accounts.data[0].id }, health: javaScript ? 11 : 12 };
			await postFigures(house.url, { path: pathname, secret }, [known, { account: "Nobody Ltd", health: 1 }]);
			if (javaScript) await page.getByText(/1 refused/).waitFor();
			else await reloadUntil(page, /1 refused/);
			await page.getByText("1 account changed, 1 refused").waitFor();
			await screenshot(page, `account-hook-${javaScript}`);
			await page.getByRole("link", { name: /^Delivery/ }).click();
			await page.getByText("There is no account with the name “Nobody Ltd” here.").waitFor();
			await screenshot(page, `account-delivery-${javaScript}`);
			await go(page, pathname);
			await page.getByRole("button", { name: "Change secret" }).click();
			await page.getByText("The new secret holds.").waitFor();
			expect(await page.getByLabel("Secret", { exact: true }).inputValue()).not.toBe(secret);
			await postFigures(house.url, { path: pathname, secret }, { account: "Nobody Ltd", health: 2 });
			await go(page, pathname);
			await page.getByRole("button", { name: "Remove former secret" }).click();
			await page.getByText("Only the newest secret holds now.").waitFor();
			await page.getByRole("link", { name: "Remove", exact: true }).click();
			await page.getByRole("button", { name: "Remove system" }).click();
			await page.getByText(`${system} can post no longer.`).waitFor();
			await close();
		},
		120_000,
	);
});

/** Without a script one looks again oneself. */
async function reloadUntil(page: Page, words: RegExp): Promise<void> {
	const look = async () => {
		await page.reload();
		return page.getByText(words).count();
	};
	await expect.poll(look, { timeout: 20_000, interval: 300 }).toBe(1);
}
