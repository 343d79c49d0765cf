import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { RouteConfigEntry } from "@remix-run/route-config";
import { expect } from "vitest";
import routes from "#app/routes.ts";
import { linksOf, patternFor, patternsOf } from "#tests/support/crawl.ts";

/** A page as a person meets it: its pattern in app/routes.ts, a URL with real ids, and whether one is signed in there. */
export type FoundPage = { pattern: string; url: string; isSignedIn: boolean };

const patterns = patternsOf(routes);

/** The patterns of pages: routes that draw (.tsx). Endpoints and files (.ts) and what nothing fits are no pages. */
export const pagePatterns = patternsOf(drawn(routes)).filter((pattern) => pattern !== "/*" && pattern !== "/sign-out");

/** How many URLs of a pattern are looked at for links. */
const EACH = 4;
const TEXT_LINK = /\/(?:(?:chat|appointment|unsubscribe)\/[\w-]{43}|book\/[\w-]+(?:\/[\w-]+)?)/g;

/**
 * One real URL for each page, found by walking as the owner from the pages without ids, over links, then over the
 * links in messages and in mail about identity (`npm run mail-links`), and those of what was `made` for it. A page that sends members on is a stranger's.
 */
export async function findPages(
	base: string,
	cookie: string,
	dataDir: string,
	made: readonly string[] = [],
): Promise<FoundPage[]> {
	const found = new Map<string, FoundPage>();
	const seen = new Map<string, Set<string>>();
	const known = pagePatterns.filter((pattern) => !pattern.includes(":"));
	const waiting = [...known, ...made.map((url) => url.split("#")[0]!), ...(await mailLinks(dataDir))];
	for (let url = waiting.shift(); url; url = waiting.shift()) {
		const pattern = patternFor(patterns, bare(url));
		const before = seen.get(pattern ?? "") ?? new Set();
		if (!pattern || pattern === "/sign-out" || before.has(url) || before.size >= EACH) continue;
		seen.set(pattern, before.add(url));
		const page = await look(base, url, cookie);
		if (!page) continue;
		if (pagePatterns.includes(pattern) && !found.has(pattern))
			found.set(pattern, { pattern, url, isSignedIn: page.isSignedIn });
		waiting.push(...linksOf(page.body, url), ...linksInText(page.body));
	}
	return [...found.values()];
}

async function look(base: string, url: string, cookie: string) {
	for (const isSignedIn of [true, false]) {
		const headers = isSignedIn ? { cookie } : undefined;
		const response = await fetch(base + url, { redirect: "manual", headers });
		const body = await response.text();
		expect(response.status, url).toBeLessThan(500);
		if (response.status === 200) return { body, isSignedIn };
	}
	return undefined;
}

/** Links that are text or the value of a field: those of customers, which no page of a member leads to. */
function linksInText(body: string): string[] {
	return [...new Set(body.match(TEXT_LINK) ?? [])].flatMap((link) =>
		link.startsWith("/appointment/")
			? [link, `${link}/move`, `${link}/cancel`]
			: [link, link.replace(/(\/book\/[\w-]+)\/.*/, "$1")],
	);
}

/** `npm run mail-links`, as whoever runs the server asks for them: invitations, confirmations, new passwords. */
async function mailLinks(dataDir: string): Promise<string[]> {
	const env = { ...process.env, DATA_DIR: dataDir };
	const { stdout } = await promisify(execFile)(process.execPath, ["scripts/mail-links.ts"], { env });
	return [...stdout.matchAll(/https?:\/\/\S+/g)].map(([link]) => new URL(link).pathname);
}

function drawn(entries: readonly RouteConfigEntry[]): RouteConfigEntry[] {
	return entries
		.filter((entry) => entry.file.endsWith(".tsx"))
		.map((entry) => ({ ...entry, children: drawn(entry.children ?? []) }));
}

const bare = (url: string): string => url.split("?")[0] ?? "";
