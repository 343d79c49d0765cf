import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { screenshot } from "#tests/support/browser.ts";
import { comeAlive, type DemoHouse, isKept, keep, openDemoHouse } from "./demo-house.ts";

const SCRIPTS = [{ javaScript: true }, { javaScript: false }];

describe("a day with the customers' records", () => {
	let house: DemoHouse;
	beforeAll(async () => {
		house = await openDemoHouse();
	});
	const go = (page: Page, path: string) => page.goto(`${house.url}${path}`);

	test.each(SCRIPTS)(
		"CRM-3 a file of odd headings is mapped, previewed, imported, and taken back, JavaScript: $javaScript",
		async ({ javaScript }) => {
			const { page, close } = await house.signIn({ javaScript });
			// With a script the count is seen to move, so that file is long enough to be watched.
			const heading = javaScript ? "Was er macht" : "Beruflich so";
			const file = oddFile(javaScript ? "Scripted" : "Plain", heading, javaScript ? 4_000 : 60);
			await go(page, "/contacts");
			await page.getByRole("link", { name: "Import" }).click();
			await page.getByLabel("CSV file").setInputFiles({ name: "kunden.csv", mimeType: "text/csv", buffer: file.bytes });
			await page.getByRole("button", { name: "Upload file" }).click();
			expect(await page.getByLabel("Vorname").inputValue()).toBe("first_name");
			expect(await page.getByLabel("E-Mail Adresse").inputValue()).toBe("email");
			expect(await page.getByLabel(heading).inputValue()).toBe("none");
			await page.getByLabel(heading).selectOption({ label: "Job title" });
			await page.getByLabel("Overwrite the contact with what the file has").check();
			await page.getByRole("button", { name: "Preview import" }).click();
			await page.getByRole("button", { name: "Begin import" }).waitFor();
			expect(await counts(page)).toEqual([
				"To be created",
				file.fresh,
				"To be updated",
				1,
				"To be skipped",
				0,
				"To be refused",
				5,
			]);
			await page
				.getByRole("row", { name: /Is refused.*nobody at nowhere/ })
				.first()
				.waitFor();
			await screenshot(page, `import-preview-${javaScript}`);
			await page.getByRole("button", { name: "Begin import" }).click();
			if (javaScript) {
				await keep(page);
				await page.getByRole("progressbar", { name: "Importing" }).waitFor();
			}
			await page.getByRole("link", { name: "Undo import" }).waitFor({ timeout: 60_000 });
			if (javaScript) expect(await isKept(page)).toBe(true);
			expect(await counts(page)).toEqual(["Created", file.fresh, "Updated", 1, "Skipped", 0, "Refused", 5]);
			const [download] = await Promise.all([
				page.waitForEvent("download"),
				page.getByRole("link", { name: "Download 5 refused rows" }).click(),
			]);
			const refused = readFileSync(await download.path(), "utf8")
				.trim()
				.split(/\r?\n/);
			expect(refused).toHaveLength(6);
			expect(refused[1]).toContain("nobody at nowhere");
			const found = await page.context().newPage();
			await go(found, `/contacts?q=${file.first}`);
			await found.getByRole("link", { name: file.first }).waitFor();
			await go(found, "/contacts?q=tobias.grant@grantroofing.example");
			await found.getByRole("row", { name: "Dachdecker" }).waitFor();
			await page.getByRole("link", { name: "Undo import" }).click();
			await page.getByRole("button", { name: "Undo the whole import" }).click();
			await page.getByText(`${(file.fresh + 1).toLocaleString("en")} changes taken back.`).waitFor({ timeout: 60_000 });
			await found.reload();
			await found.getByRole("row", { name: /Tobias Grant.*Owner/ }).waitFor();
			await go(found, `/contacts?q=${file.first}`);
			await found.getByText("Nothing matches").waitFor();
			await close();
		},
	);

	test.each(SCRIPTS)(
		"CRM-4 two who are one are found, merged and taken apart, JavaScript: $javaScript",
		async ({ javaScript }) => {
			const { page, close } = await house.signIn({ javaScript });
			const family = javaScript ? "Quast" : "Zander";
			await addContact(page, { first: "Nora", last: family, city: "Reno" });
			await addContact(page, { first: "Norah", last: family, city: "Boise" });
			// Found by a job: with a script the open page hears of it, without one it is looked at again.
			const compare = page.getByRole("link", { name: new RegExp(`Compare and merge.*${family}`) });
			await go(page, "/duplicates");
			if (javaScript) await compare.waitFor();
			else await expect.poll(async () => (await page.reload()) && compare.count(), { timeout: 20_000 }).toBe(1);
			await compare.click();
			await page.getByRole("heading", { name: "Merge contacts" }).waitFor();
			const survivor = (await page.locator("form strong").first().textContent())!;
			const [kept, given] = survivor === `Nora ${family}` ? ["Reno", "Boise"] : ["Boise", "Reno"];
			await page.getByRole("row", { name: /City/ }).getByText(given).click();
			await page.getByRole("button", { name: `Merge into ${survivor}` }).click();
			await page.getByText("The two contacts are one now.").waitFor();
			await page.locator("#fact-city").getByText(given).waitFor();
			// From the banner, or as long as it can be from the page itself.
			await page.getByRole("button", { name: javaScript ? "Undo" : "Undo the merge", exact: true }).click();
			await page.getByText("The two contacts are apart again.").waitFor();
			await page.getByRole("link", { name: "Open contact" }).click();
			await page.locator("#fact-city").waitFor();
			await go(page, `/contacts?q=${family}&columns=city`);
			await page.getByRole("row", { name: new RegExp(`${survivor}.*${kept}`) }).waitFor();
			expect(await page.locator("tbody tr").count()).toBe(2);
			await close();
		},
	);

	test.each(SCRIPTS)(
		"CRM-1 two edit one contact at once in place, and neither loses a word, JavaScript: $javaScript",
		async ({ javaScript }) => {
			const mine = await house.signIn({ javaScript, allow: /409/ });
			const theirs = await house.signIn({ javaScript, as: "manager" });
			const path = await pathOf(mine.page, javaScript ? "Whitaker" : "Collins");
			const line = (page: Page) => page.getByRole("region", { name: "Facts" }).getByRole("textbox");
			const edit = async (page: Page, field: string) => {
				await go(page, path);
				if (javaScript) await comeAlive(page);
				await page.getByRole("link", { name: new RegExp(`^(Edit|Add) ${field}$`, "i") }).click();
				return line(page);
			};
			const write = async (page: Page, field: string, text: string) => (await edit(page, field)).fill(text);
			const save = (page: Page, name = "Save") => page.getByRole("button", { name, exact: true }).click();
			await write(mine.page, "Job title", "Head of the farm");
			await write(theirs.page, "City", "Spokane");
			await save(theirs.page);
			await theirs.page.locator("#fact-city", { hasText: "Spokane" }).waitFor();
			// With a script the open page hears of it, and what is being written stays.
			if (javaScript) await mine.page.locator("#fact-city", { hasText: "Spokane" }).waitFor();
			expect(await line(mine.page).inputValue()).toBe("Head of the farm");
			await save(mine.page);
			await mine.page.getByText("Milo Brandt changed the city meanwhile; both sides are kept.").waitFor();
			await mine.page.locator("#fact-jobTitle", { hasText: "Head of the farm" }).waitFor();
			await mine.page.locator("#fact-city", { hasText: "Spokane" }).waitFor();
			// The same field: both texts stand side by side until somebody decides.
			await write(mine.page, "Job title", "Founder");
			await write(theirs.page, "Job title", "Managing director");
			await save(theirs.page);
			await theirs.page.locator("#fact-jobTitle", { hasText: "Managing director" }).waitFor();
			const told = mine.page.getByRole("list", { name: "What happened" }).getByText("Managing director").first();
			// With a script the page is refreshed around the form, which has to stay of the version it began from.
			if (javaScript) await told.waitFor();
			await save(mine.page);
			await mine.page.getByText("Milo Brandt changed this while you were editing.").waitFor();
			await mine.page.locator(".versions", { hasText: "Managing director" }).waitFor();
			expect(await line(mine.page).inputValue()).toBe("Founder");
			await screenshot(mine.page, `edit-conflict-${javaScript}`);
			await save(mine.page, "Save mine");
			await mine.page.locator("#fact-jobTitle", { hasText: "Founder" }).waitFor();
			await go(mine.page, `${path}?kind=changes`);
			await told.waitFor();
			await mine.close();
			await theirs.close();
		},
	);

	test.each(SCRIPTS)(
		"CRM-2 a filtered view is saved, its rows are tagged, and that is undone, JavaScript: $javaScript",
		async ({ javaScript }) => {
			const { page, close } = await house.signIn({ javaScript });
			const name = javaScript ? "Prospects at hand" : "Prospects on paper";
			await go(page, "/contacts?q=example");
			if (javaScript) await comeAlive(page);
			await page.getByText("Add filter").click();
			await page.locator(".filter-columns").getByRole("link", { name: "Stage" }).click();
			await page.getByLabel("Prospect", { exact: true }).check();
			await page.getByRole("button", { name: "Apply filter" }).click();
			await page.getByRole("link", { name: "Remove filter Stage: Prospect" }).waitFor();
			await page.getByRole("link", { name: "Save this view" }).click();
			await page.getByLabel("Name").fill(name);
			await page.getByLabel("Share it with everybody").check();
			await page.getByRole("button", { name: "Save view" }).click();
			await page.getByRole("link", { name: `${name} (shared)` }).waitFor();
			const view = page.url().slice(house.url.length);
			const rows = page.locator("tbody tr");
			const people = [await rows.nth(0).locator("th a").textContent(), await rows.nth(1).locator("th a").textContent()];
			expect(await page.getByRole("button", { name: "Tag", exact: true }).isVisible()).toBe(false);
			await rows.nth(0).getByRole("checkbox").check();
			if (javaScript) {
				await rows.nth(0).getByRole("link").first().focus();
				await page.keyboard.press("j");
				await page.keyboard.press("x");
			} else await rows.nth(1).getByRole("checkbox").check();
			await page.getByRole("button", { name: "Tag", exact: true }).click();
			const tag = javaScript ? "Trade fair" : "Open day";
			await page.getByRole("combobox", { name: "Tag" }).fill(tag);
			await page.getByRole("button", { name: "Tag 2 contacts" }).click();
			await page.getByText("Tagged 2 contacts.").waitFor();
			const list = await page.context().newPage();
			await go(list, `${view}&columns=tags`);
			expect(await list.getByRole("row", { name: tag }).count()).toBe(2);
			for (const person of people) await list.getByRole("row", { name: new RegExp(`${person}.*${tag}`) }).waitFor();
			await page.getByRole("button", { name: "Undo" }).click();
			await page.getByText("Undone: 2 contacts.").waitFor();
			await list.reload();
			await expect.poll(() => list.getByRole("row", { name: tag }).count()).toBe(0);
			await close();
		},
	);

	test("CRM-2 a deal moves on the board by drag and by keyboard, and by its buttons without a script", async () => {
		const { page, close } = await house.signIn();
		await go(page, "/deals?view=board");
		await comeAlive(page);
		await keep(page);
		const card = page.locator(".board-card", { hasText: "Lettering for two farm trucks" });
		await card.dragTo(column(page, "Meeting"));
		await page.getByText("Moved Lettering for two farm trucks from Qualified to Meeting.").waitFor();
		await column(page, "Meeting").getByText("Lettering for two farm trucks").waitFor();
		await page.getByLabel("Move Lettering for two farm trucks").focus();
		await page.keyboard.press("Enter");
		// Qualified, then Proposal: a column's own button is left out.
		await page.keyboard.press("Tab");
		await page.keyboard.press("Tab");
		await page.keyboard.press("Enter");
		await page.getByText("Moved Lettering for two farm trucks from Meeting to Proposal.").waitFor();
		await column(page, "Proposal").getByText("Lettering for two farm trucks").waitFor();
		expect(await isKept(page)).toBe(true);
		// The next press moves it on: the focus has gone with the card, and the board stands where it stood.
		await expect
			.poll(() => page.evaluate(() => document.activeElement?.getAttribute("aria-label")))
			.toBe("Move Lettering for two farm trucks");
		const top = () => page.locator(".board").evaluate((board) => board.getBoundingClientRect().top + window.scrollY);
		const withNote = await top();
		await go(page, "/deals?view=board");
		expect(await page.locator(".flash").count()).toBe(0);
		expect(await top()).toBe(withNote);
		await close();
		const plain = await house.signIn({ javaScript: false });
		await go(plain.page, "/deals?view=board");
		await plain.page.getByLabel("Move Lettering for two farm trucks").click();
		await plain.page
			.locator(".board-card", { hasText: "Lettering for two farm trucks" })
			.getByRole("button", { name: "Lost" })
			.click();
		await plain.page.getByLabel("Why was it lost?").fill("Went with somebody else");
		await plain.page.getByRole("button", { name: "Move to Lost" }).click();
		await column(plain.page, "Lost").getByText("Lettering for two farm trucks").waitFor();
		await plain.close();
	});

	async function addContact(page: Page, { first, last, city }: Record<"first" | "last" | "city", string>) {
		await go(page, "/contacts/new");
		await page.getByLabel("First name").fill(first);
		await page.getByLabel("Last name").fill(last);
		await page.getByLabel("Email").fill(`nora@${last.toLowerCase()}.example`);
		await page.getByLabel("City").fill(city);
		await page.getByRole("button", { name: "Add contact" }).click();
		await page.waitForURL(/contacts\/[0-9a-f-]{36}/);
	}

	/** Where a contact of the demo firm is read. */
	async function pathOf(page: Page, name: string): Promise<string> {
		await go(page, `/contacts?q=${name}`);
		return (await page.locator("tbody th a").first().getAttribute("href"))!;
	}
});

/** What a clerk was sent: German headings, semicolons, five rows without an address, one person who is here already. */
function oddFile(family: string, heading: string, rows: number) {
	const lines = [`Vorname;Nachname;E-Mail Adresse;${heading};Lieblingsfarbe`];
	for (let row = 1; row <= rows; row++)
		lines.push(`${family}${row};Müller;${family}${row}@kunden.example;Meister;blau`);
	for (let row = 1; row <= 5; row++) lines.splice(row * 3, 0, `Ohne${row};Adresse;nobody at nowhere ${row};;rot`);
	lines.push("Tobias;Grant;tobias.grant@grantroofing.example;Dachdecker;grün");
	return { bytes: Buffer.from(lines.join("\r\n"), "latin1"), fresh: rows, first: `${family}1@kunden.example` };
}

/** The four counts of an import with their words, in order. */
async function counts(page: Page): Promise<(string | number)[]> {
	const parts = page.locator(".import-counts > div");
	const texts = await parts.evaluateAll((all) =>
		all.map((part) => [part.querySelector("dt")!.textContent!, part.querySelector("dd")!.textContent!]),
	);
	return texts.flatMap(([words, count]) => [words!, Number(count!.replaceAll(",", ""))]);
}

const column = (page: Page, name: string) =>
	page.locator(".board-column").filter({ has: page.getByRole("heading", { name, exact: true }) });
