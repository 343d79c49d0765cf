import { PDFDocument, StandardFonts } from "pdf-lib";
import type { Page } from "playwright-core";
import { beforeAll, describe, expect, test } from "vitest";
import { docx } from "#tests/domain/knowledge/files.ts";
import { screenshot } from "#tests/support/browser.ts";
import { comeAlive, type DemoHouse, isKept, keep, openDemoHouse } from "./demo-house.ts";

const SCRIPTS = [{ javaScript: true }, { javaScript: false }];

describe("a day with what the firm knows", () => {
	let house: DemoHouse;
	beforeAll(async () => {
		house = await openDemoHouse();
	});
	const go = (page: Page, path: string) => page.goto(`${house.url}${path}`);

	test.each(SCRIPTS)(
		"KB-1 KB-3 KB-4 KB-5 many files at once are found by the page they answer on, JavaScript: $javaScript",
		async ({ javaScript }) => {
			const { page, close } = await house.signIn({ javaScript });
			const lamp = javaScript ? "Aldebaran" : "Betelgeuse";
			await go(page, "/knowledge");
			await page.getByRole("link", { name: "Upload documents" }).click();
			await page.getByLabel("Collection").selectOption({ label: "General" });
			await page.getByLabel("Files").setInputFiles(await filesAbout(lamp));
			await page.getByRole("button", { name: "Upload documents" }).click();
			await page.getByText("3 files were uploaded: see their state.").waitFor();
			if (javaScript) await keep(page);
			const ready = page.getByRole("row", { name: new RegExp(`${lamp}.*Ready`) });
			if (javaScript) await expect.poll(() => ready.count(), { timeout: 30_000 }).toBe(3);
			else await expect.poll(async () => (await page.reload()) && ready.count(), { timeout: 30_000 }).toBe(3);
			if (javaScript) expect(await isKept(page)).toBe(true);
			await page.getByRole("searchbox", { name: "Search the knowledge" }).fill(`${lamp} heat lamp distance`);
			await page.keyboard.press("Enter");
			const hit = page.locator(".passage", { hasText: `${lamp} heat lamp forty centimetres` });
			await hit.getByText("Page 3").waitFor();
			await hit.getByRole("heading").getByRole("link").click();
			await onPassage(page, "Page 3", "forty centimetres");
			await go(page, "/knowledge/answers");
			await page
				.getByLabel("Question", { exact: true })
				.first()
				.fill(`How far from the film do I hold the ${lamp} lamp?`);
			await page.getByRole("button", { name: "Ask question" }).click();
			await page.locator("blockquote", { hasText: `${lamp} heat lamp forty centimetres` }).waitFor();
			await screenshot(page, `knowledge-answer-${javaScript}`);
			await page
				.getByRole("link", { name: new RegExp(`${lamp}.*handbook`, "i") })
				.first()
				.click();
			await onPassage(page, "Page 3", "forty centimetres");
			await close();
		},
	);

	test.each(SCRIPTS)(
		"CHAT-1 CHAT-2 the assistant quotes, says what it does not know, and acts once it is confirmed, JavaScript: $javaScript",
		async ({ javaScript }) => {
			const { page, close } = await house.signIn({ javaScript });
			const film = javaScript ? "charcoal foil" : "mirror foil";
			const ask = async (text: string) => {
				await page.locator("#ask-text").fill(text);
				await page.getByRole("button", { name: "Ask", exact: true }).click();
				await page.locator(".asked", { hasText: text }).waitFor();
				await page.locator(".answer").last().locator(".answer-foot").waitFor();
				return page.locator(".answer").last();
			};
			await go(page, "/assistant");
			if (javaScript) await comeAlive(page);
			const question = javaScript ? "How long does the film warranty last?" : "What does the film warranty cover?";
			let answer = await ask(question);
			const thread = new URL(page.url()).pathname;
			expect(await answer.textContent()).toContain("for as long as you own the vehicle");
			await answer
				.getByRole("link", { name: /What our warranty covers/ })
				.first()
				.click();
			await page.locator("[data-found]", { hasText: "for as long as you own the vehicle" }).waitFor();
			await go(page, thread);
			if (javaScript) await comeAlive(page);
			answer = await ask("Why is the sky blue?");
			await answer.getByText("I found nothing about that").waitFor();
			answer = await ask(`Remind me to order ${film}`);
			const title = `Order ${film}`;
			await answer.getByText(`Create the task “${title}”`).waitFor();
			const tasks = await page.context().newPage();
			await go(tasks, `/tasks?q=${encodeURIComponent(film)}`);
			expect(await tasks.getByRole("link", { name: title }).count()).toBe(0);
			await answer.getByRole("button", { name: "Confirm" }).click();
			await answer.getByText("Confirmed").waitFor();
			await tasks.reload();
			await tasks.getByRole("link", { name: title }).waitFor();
			await go(page, "/assistant");
			await page.getByRole("link", { name: question }).click();
			for (const said of [question, "Why is the sky blue?", title]) await page.getByText(said).last().waitFor();
			await close();
		},
	);

	test("DASH-1 the first page of the day counts what one just did oneself, with and without a script", async () => {
		const { page, close } = await house.signIn();
		const figure = async (of: Page, label: string) =>
			Number((await of.getByRole("row", { name: label }).locator("strong").textContent())!.replaceAll(",", ""));
		/** How many tasks the page counts; none are not spoken of. */
		const queued = async (of: Page) =>
			Number(/(\d+) tasks? in your queue/.exec((await of.locator("main").textContent())!)?.[1] ?? 0);
		await page.getByRole("button", { name: "Done: Send Summit the renewal terms" }).waitFor();
		const waiting = await queued(page);
		const plain = await house.signIn({ javaScript: false });
		const add = async (name: string) => {
			await go(plain.page, "/contacts/new");
			await plain.page.getByLabel("Last name").fill(name);
			await plain.page.getByRole("button", { name: "Add contact" }).click();
			await plain.page.getByRole("heading", { name }).waitFor();
			await go(plain.page, "/today");
		};
		// What was counted while the house was still being filled is counted anew after a change of one's own.
		await add("Counted first");
		const before = { contacts: await figure(plain.page, "Contacts"), deals: await figure(plain.page, "Open deals") };
		await add("Counted");
		// The demo's shop goes on sending orders, whose customers count too; a figure kept from before counts none.
		const counted = await figure(plain.page, "Contacts");
		expect(counted).toBeGreaterThan(before.contacts);
		await comeAlive(page);
		// The open page of the same person hears of it.
		await keep(page);
		await expect.poll(() => figure(page, "Contacts"), { timeout: 15_000 }).toBeGreaterThanOrEqual(counted);
		await go(plain.page, "/deals/new");
		await plain.page.getByLabel("Name", { exact: true }).fill("Counted deal");
		await plain.page.getByRole("button", { name: "Add deal" }).click();
		await plain.page.getByRole("heading", { name: "Counted deal" }).waitFor();
		await expect.poll(() => figure(page, "Open deals"), { timeout: 15_000 }).toBeGreaterThan(before.deals);
		expect(await isKept(page)).toBe(true);
		await page.getByRole("button", { name: "Done: Send Summit the renewal terms" }).click();
		await page
			.getByText("Undo: Send Summit the renewal terms")
			.or(page.getByRole("button", { name: /^Undo/ }))
			.first()
			.waitFor();
		await go(plain.page, "/today");
		expect(await queued(plain.page)).toBe(waiting - 1);
		await plain.close();
		await close();
	});
});

/** Pages of hardly any words are read together with the next one, so these have as many as a page has. */
const FILLER = "Every shop keeps one of these beside the bench and hands it on with the keys of the bay. ".repeat(5);

/** Three files of three kinds about one lamp; only the third page of the handbook says how far it is held. */
async function filesAbout(lamp: string) {
	const pdf = await PDFDocument.create();
	const font = await pdf.embedFont(StandardFonts.Helvetica);
	const pages = [
		`${lamp} handbook. What is in the box: the stand, the cable and the spare fuse.`,
		`Cleaning. Wipe the glass of the reflector with a dry cloth once it is cold.`,
		`Distance. Hold the ${lamp} heat lamp forty centimetres from the film, or it shrinks unevenly.`,
	];
	for (const text of pages) {
		pdf.addPage([612, 792]).drawText(`${text} ${FILLER}`, { x: 40, y: 700, size: 11, font, maxWidth: 520 });
	}
	const word = docx([`# ${lamp} orders`, "Spare fuses are ordered from the depot in Tacoma on the first of a month."]);
	const notes = `# ${lamp} mishaps\n\nA fuse blew in the second bay because two heaters shared one socket.\n`;
	return [
		{ name: `${lamp} handbook.pdf`, mimeType: "application/pdf", buffer: Buffer.from(await pdf.save()) },
		{
			name: `${lamp} orders.docx`,
			mimeType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
			buffer: word,
		},
		{ name: `${lamp} mishaps.md`, mimeType: "text/markdown", buffer: Buffer.from(notes) },
	];
}

/** The document is open at the passage that was found, under the page it stands on. */
async function onPassage(page: Page, where: string, words: string): Promise<void> {
	const passage = page.locator("[data-found]", { hasText: words });
	await passage.waitFor();
	expect(await passage.textContent()).toContain(where);
}
