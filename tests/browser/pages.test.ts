import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { checkAxe, type OpenBrowser, openBrowser } from "#tests/support/browser.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";
import { makePages } from "./made-pages.ts";
import { type FoundPage, findPages, pagePatterns } from "./page-list.ts";

// Every page of app/routes.ts with real ids of the demo data, looked at by axe in both themes and at 320 px. A new
// page joins by being listed and linked. Keys, messages and refusals of the frame are at the end.

const folder = mkdtempSync(path.join(tmpdir(), "perigee-pages-"));
let app: AppProcess;
let cookie: string;
let found: FoundPage[];
let member: OpenBrowser;

beforeAll(async () => {
	app = await startApp({ env: { DATA_DIR: folder, LOG_LEVEL: "error" } });
	cookie = await signIn("owner@demo.perigee.test");
	await placeOrder();
	await bookSomething();
	await post("/settings/members", { email: "new@pages.perigee.test", role: "user" });
	await post("/reset-password", { email: "viewer@demo.perigee.test" });
	const newcomer = { name: "New Comer", organisation: "New firm", email: "comer@pages.perigee.test" };
	await post("/sign-up", { ...newcomer, password: "pages-password", timeZone: "UTC" }, "");
	found = await findPages(app.url, cookie, folder, await makePages(app.url, headers()));
	member = await openBrowser();
	await member.context.addCookies([asCookie()]);
});

afterAll(async () => {
	await app?.stop();
	rmSync(folder, { recursive: true, force: true });
});

describe("every page", () => {
	test("has a URL with real ids in the demo data", () => {
		const urls = new Set(found.map(({ pattern }) => pattern));
		expect(pagePatterns.filter((pattern) => !urls.has(pattern))).toEqual([]);
	});

	test("has a title, one heading, no finding of axe in light or dark, and fits 320 px", async () => {
		const stranger = await openBrowser();
		const wrong: string[] = [];
		for (const { pattern, url, isSignedIn } of found) {
			const { page, complaints } = isSignedIn ? member : stranger;
			await page.goto(app.url + url, { waitUntil: "load" });
			wrong.push(...(await whatIsWrong(page)).map((words) => `${pattern}: ${words}`));
			wrong.push(...complaints.splice(0).map((words) => `${pattern}: ${words}`));
		}
		await stranger.close();
		expect(wrong).toEqual([]);
	}, 600_000);
});

describe("refusals", () => {
	test("a page that is not there keeps the frame, says so once, and leads back", async () => {
		const { page, close } = await openBrowser({ allow: /status of 404/ });
		await page.context().addCookies([asCookie()]);
		await page.goto(`${app.url}/leads/no-such-lead`);
		expect(await page.title()).toBe("Not found · Perigee");
		expect(await page.getByText("Not found").count()).toBe(1);
		expect(await whatIsWrong(page)).toEqual([]);
		await page.getByRole("link", { name: "Back to Today" }).click();
		await page.waitForURL(/today/);
		await close();
	});

	test("a customer with a dead link is not led into the product", async () => {
		const { page, close } = await openBrowser({ allow: /status of 404/ });
		for (const dead of ["chat", "appointment", "unsubscribe"]) {
			await page.goto(`${app.url}/${dead}/${"x".repeat(43)}`);
			expect(await whatIsWrong(page), dead).toEqual([]);
			expect(await page.getByText(/today/i).count(), dead).toBe(0);
		}
		await close();
	});
});

describe("the frame", () => {
	test("Ctrl-K opens the menu within 100 ms, ? the shortcuts, and Esc gives the focus back", async () => {
		const { page } = member;
		await page.goto(`${app.url}/leads`);
		const link = page.getByRole("link", { name: "New lead" });
		await link.focus();
		expect(await soonestOpened(page, "Control+k")).toBeLessThan(100);
		expect(await page.locator("dialog[open] input").evaluate((input) => input === document.activeElement)).toBe(true);
		expect(await checkAxe(page)).toEqual([]);
		await page.keyboard.press("Escape");
		expect(await page.locator("dialog[open]").count()).toBe(0);
		expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
		expect(await soonestOpened(page, "?")).toBeLessThan(100);
		await page.getByRole("heading", { name: "Shortcuts" }).waitFor();
		await page.keyboard.press("Escape");
		expect(await link.evaluate((element) => element === document.activeElement)).toBe(true);
	});

	test("what the last act did stays through a live refresh and goes with the next step", async () => {
		const { page, complaints } = member;
		await page.goto(`${app.url}/leads?state=new`);
		await page.locator("tbody th a").first().click();
		const refreshed = () =>
			page.waitForResponse((response) => /\.data(\?|$)/.test(response.url()), { timeout: 10_000 });
		await page.getByRole("button", { name: "Pause sequence" }).click();
		const message = page.locator(".flash");
		await message.waitFor();
		const again = refreshed();
		await fetch(`${page.url()}/sequence`, { method: "POST", headers: headers(), body: form({ act: "resume" }) });
		await again;
		await page.waitForTimeout(300);
		expect(await message.count()).toBe(1);
		await page.getByRole("link", { name: "Leads" }).first().click();
		await page.getByRole("link", { name: "New lead" }).waitFor();
		expect(await message.count()).toBe(0);
		expect(complaints).toEqual([]);
	});
});

/** What a person would stumble over on the page as it stands, in words; it is left in light and at 1280 px. */
async function whatIsWrong(page: Page): Promise<string[]> {
	const wrong: string[] = [];
	const title = await page.title();
	if (title === "" || title === "Perigee") wrong.push(`its title is "${title}"`);
	const headings = await page.locator("h1").count();
	if (headings !== 1) wrong.push(`it has ${headings} main headings`);
	for (const colorScheme of ["dark", "light"] as const) {
		await page.emulateMedia({ colorScheme });
		await page.evaluate(painted);
		// Both themes are one markup: in the dark, colours alone can be wrong where they are not in the light.
		const findings = await checkAxe(page, { colors: colorScheme === "dark" });
		for (const { rule, nodes } of findings) wrong.push(`${colorScheme}, ${rule}: ${nodes.join("; ")}`);
	}
	await page.setViewportSize({ width: 320, height: 700 });
	const wide = await page.evaluate(widest);
	if (wide.length > 0) wrong.push(`it is wider than 320 px: ${wide.join("; ")}`);
	await page.setViewportSize({ width: 1280, height: 900 });
	return wrong;
}

/** Until what was changed is on the screen: colours that are asked for before may be of both themes. Runs in the page. */
const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

/** The innermost elements that reach out of a page which scrolls sideways; runs in the page. */
async function widest(): Promise<string[]> {
	// The rules for a small screen apply from the next frame on.
	await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
	const { scrollWidth, clientWidth } = document.documentElement;
	if (scrollWidth <= clientWidth) return [];
	const isOut = (element: Element) => element.getBoundingClientRect().right > clientWidth;
	const out = [...document.querySelectorAll("body *")].filter(
		(element) => isOut(element) && element.checkVisibility() && ![...element.children].some(isOut),
	);
	return [`${scrollWidth} px`, ...out.slice(0, 3).map((element) => element.outerHTML.slice(0, 200))];
}

/**
 * The shortest of up to five openings, in ms; the dialog stays open. Another program that has the cores for a moment
 * makes one opening late; a menu that is slow of itself makes all of them late.
 */
async function soonestOpened(page: Page, key: string): Promise<number> {
	let soonest = await openedAfter(page, key);
	for (let more = 4; more > 0 && soonest >= 100; more--) {
		await page.keyboard.press("Escape");
		soonest = Math.min(soonest, await openedAfter(page, key));
	}
	return soonest;
}

/** Milliseconds from the key's own time stamp until the dialog it opens has been painted. */
async function openedAfter(page: Page, key: string): Promise<number> {
	await page.evaluate(() => {
		const measured = globalThis as unknown as { opened: Promise<number> };
		measured.opened = new Promise((resolve) => {
			const onKey = (event: KeyboardEvent) => {
				if (["Control", "Shift"].includes(event.key)) return;
				document.removeEventListener("keydown", onKey, true);
				const look = () => {
					if (document.querySelector("dialog[open]")) resolve(performance.now() - event.timeStamp);
					else requestAnimationFrame(look);
				};
				requestAnimationFrame(look);
			};
			document.addEventListener("keydown", onKey, true);
		});
	});
	await page.keyboard.press(key);
	return page.evaluate(() => (globalThis as unknown as { opened: Promise<number> }).opened);
}

async function signIn(email: string): Promise<string> {
	const answer = await post("/sign-in", { email, password: "perigee-demo" }, "");
	const set = answer.headers.getSetCookie().find((each) => each.startsWith("perigee="));
	return set?.split(";")[0] ?? "";
}

function post(to: string, fields: Record<string, string>, as = cookie): Promise<Response> {
	return fetch(app.url + to, { method: "POST", redirect: "manual", headers: headers(as), body: form(fields) });
}

const form = (fields: Record<string, string>) => new URLSearchParams(fields);
const headers = (as = cookie) => ({ "Sec-Fetch-Site": "same-origin", ...(as ? { cookie: as } : {}) });

function asCookie() {
	const [name = "", value = ""] = cookie.split("=", 2);
	return { name, value: cookie.slice(name.length + 1) || value, url: app.url };
}

/** An appointment of the demo's newest lead; waits for its confirmation, which holds the customer's link to it. */
async function bookSomething(): Promise<void> {
	const read = async (url: string) => (await fetch(app.url + url, { headers: headers() })).text();
	const ask = async (url: string) => JSON.parse(await read(url));
	const { contact, location } = (await ask("/api/leads?limit=1")).data[0];
	const places: { id: string; services: { id: string }[] }[] = (await ask("/api/locations")).data;
	const serviceId = places.find(({ id }) => id === location.id)?.services.at(-1)?.id ?? "";
	const { startsAt } = (await ask(`/api/availability?locationId=${location.id}&serviceId=${serviceId}`)).data[0];
	const body = JSON.stringify({ locationId: location.id, serviceId, contactId: contact.id, startsAt });
	const json = { ...headers(), "Content-Type": "application/json" };
	const booked = await fetch(`${app.url}/api/appointments`, { method: "POST", headers: json, body });
	expect(booked.status).toBe(201);
	const confirmed = async () => {
		const [newest = ""] = /\/outbox\/[\w-]{36}/.exec(await read("/outbox")) ?? [];
		return (await read(newest)).includes("/appointment/");
	};
	await vi.waitUntil(confirmed, { timeout: 20_000, interval: 500 });
}

// Not spawnSync: while this process stood still, the server would end a connection that the next fetch uses again.
async function placeOrder(): Promise<void> {
	const env = { ...process.env, DATA_DIR: folder };
	await promisify(execFile)(process.execPath, ["scripts/demo-order.ts"], { env });
}
