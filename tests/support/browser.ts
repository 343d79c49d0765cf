import { existsSync, mkdirSync } from "node:fs";
import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll } from "vitest";

export type OpenBrowser = {
	page: Page;
	context: BrowserContext;
	/** What the browser complained of so far; `close` throws when there is anything left in it. */
	complaints: string[];
	/** Closes the window and fails the test on console errors, page errors and CSP violations. */
	close(): Promise<void>;
};

export type BrowserOptions = {
	/** Off: every page has to do its work without (default true). */
	javaScript?: boolean;
	theme?: "light" | "dark";
	/** Of the window, in CSS pixels (default 1280); below 600 it is a phone. */
	width?: number;
	/** The zone of the person before the screen (default UTC). */
	timezone?: string;
	/** Complaints that a test expects, such as the 404 it asks for. */
	allow?: RegExp;
};

/** axe-core's result, cut down to what a person needs to mend it. */
export type AxeFinding = { rule: string; help: string; nodes: string[] };

let shared: Promise<Browser> | undefined;

/** Opens a fresh window (no cookies) in the browser that a test file shares. */
export async function openBrowser(options: BrowserOptions = {}): Promise<OpenBrowser> {
	const browser = await sharedBrowser();
	const width = options.width ?? 1280;
	const context = await browser.newContext({
		javaScriptEnabled: options.javaScript ?? true,
		colorScheme: options.theme ?? "light",
		viewport: { width, height: width < 600 ? 844 : 900 },
		hasTouch: width < 600,
		isMobile: width < 600,
		timezoneId: options.timezone ?? "UTC",
		locale: "en-US",
		// Two frames of an animation are two screenshots, and axe measures contrast in the middle of a fade.
		reducedMotion: "reduce",
	});
	const complaints: string[] = [];
	const page = await context.newPage();
	const complain = (text: string) => {
		if (!options.allow?.test(text)) complaints.push(text);
	};
	// Chromium reports a violated content security policy as a console error too, also with JavaScript off.
	context.on("console", (message) => message.type() === "error" && complain(`console: ${message.text()}`));
	context.on("weberror", (error) => complain(`page: ${error.error().stack ?? error.error().message}`));
	const close = async () => {
		await context.close();
		if (complaints.length > 0) throw new Error(`The browser complained:\n${complaints.join("\n")}`);
	};
	return { page, context, complaints, close };
}

/**
 * Runs axe-core on the page as it stands and answers its findings, none when all is well; with `colors` the rules about
 * colours alone. Needs JavaScript.
 */
export async function checkAxe(page: Page, { colors = false } = {}): Promise<AxeFinding[]> {
	// Evaluated over the debugging protocol, which the page's content security policy does not govern.
	const isThere = await page.evaluate(() => "axe" in globalThis);
	if (!isThere) await page.evaluate(axe.source);
	const runOnly = colors
		? { type: "rule", values: ["color-contrast", "link-in-text-block"] }
		: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] };
	return page.evaluate(async (runOnly) => {
		const run = (globalThis as unknown as { axe: Axe }).axe.run;
		const { violations } = await run(document, { runOnly });
		return violations.map(({ id, help, nodes }) => ({
			rule: id,
			help,
			nodes: nodes.map((node) => `${node.html} ${node.failureSummary ?? ""}`),
		}));
	}, runOnly);
}

/** Writes tests/screenshots/<name>.png, the whole page, for a person to look at. Answers the path. */
export async function screenshot(page: Page, name: string): Promise<string> {
	mkdirSync("tests/screenshots", { recursive: true });
	const path = `tests/screenshots/${name}.png`;
	await page.screenshot({ path, fullPage: true });
	return path;
}

type Axe = {
	run(
		context: Document,
		options: { runOnly: { type: string; values: string[] } },
	): Promise<{ violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
};

function sharedBrowser(): Promise<Browser> {
	shared ??= launch();
	return shared;
}

async function launch(): Promise<Browser> {
	const browser = await chromium.launch({
		executablePath: findChromium(),
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
		],
	});
	return browser;
}

function findChromium(): string {
	const path = process.env.CHROMIUM || "/usr/bin/chromium";
	if (!existsSync(path)) throw new Error(`There is no browser at ${path}: run scripts/chromium.sh or set CHROMIUM`);
	return path;
}

// Registered when the file is loaded: afterAll inside a test would be refused.
afterAll(async () => (await shared)?.close());
