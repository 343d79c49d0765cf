import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type OpenDatabase, openDatabase } from "#db/client.ts";
import { type OpenBrowser, openBrowser } from "#tests/support/browser.ts";
import { type AppProcess, startApp } from "#tests/support/process.ts";
import { type FoundPage, findPages } from "./page-list.ts";

// Script in every field: all text that people, customers and shops write holds it, and every page is opened. Pages
// carry their loaders' data in a script, where these signs mean something else than in text.

const HOSTILE =
	"</script><script>hit=1</script><!--<script>\u2028\u2029'\"`$" +
	"{hit=1}</title></textarea><img src=x onerror=hit=1>";
/** Columns of text that somebody outside writes, wherever they stand. */
const COLUMNS = [
	...["name", "first_name", "last_name", "title", "subject", "body_text", "make", "model", "colour", "plate"],
	...["reason", "state_reason", "actor_name", "user_agent", "lost_reason", "last_error", "sync_error", "cancel_reason"],
];
/** Tables whose names are not a person's but the product's own words. */
const OURS = ["schema_migrations", "events", "security_events"];

const folder = mkdtempSync(path.join(tmpdir(), "perigee-hostile-"));
let app: AppProcess;
let cookie: string;
let found: FoundPage[];

beforeAll(async () => {
	const env = { DATA_DIR: folder, LOG_LEVEL: "error" };
	await (await startApp({ env })).stop();
	const database = openDatabase({ dataDir: path.join(folder, "pg") });
	await poison(database);
	await database.close();
	app = await startApp({ env });
	const answer = await fetch(`${app.url}/sign-in`, {
		method: "POST",
		redirect: "manual",
		headers: { "Sec-Fetch-Site": "same-origin" },
		body: new URLSearchParams({ email: "owner@demo.perigee.test", password: "perigee-demo" }),
	});
	cookie = answer.headers.getSetCookie().find((each) => each.startsWith("perigee="))!;
	found = await findPages(app.url, cookie.split(";")[0]!, folder);
});

afterAll(async () => {
	await app?.stop();
	rmSync(folder, { recursive: true, force: true });
});

describe("script in every field", () => {
	test("SEC-3 runs on no page, and pages that take data over come to life with it", async () => {
		const member = await openBrowser();
		const stranger = await openBrowser();
		const [name = "", value = ""] = cookie.split(";")[0]!.split(/=(.*)/s);
		await member.context.addCookies([{ name, value, url: app.url }]);
		const wrong: string[] = [];
		let carried = 0;
		for (const { pattern, url, isSignedIn } of found) {
			const window = isSignedIn ? member : stranger;
			await window.page.goto(app.url + url, { waitUntil: "load" });
			const { problems, text } = await look(window);
			if (text) carried += 1;
			wrong.push(...problems.map((words) => `${pattern}: ${words}`));
		}
		await member.close();
		await stranger.close();
		expect(wrong).toEqual([]);
		expect(found.length).toBeGreaterThan(40);
		expect(carried).toBeGreaterThan(20);
	}, 300_000);

	test("SEC-3 stays text in the answers of the API and in spreadsheets", async () => {
		const leads = await get("/api/leads?limit=100");
		expect(leads.type).toContain("application/json");
		const titles = JSON.parse(leads.body).data.map(({ title }: { title: string }) => title);
		expect(titles.filter((title: string) => title.includes(HOSTILE))).not.toEqual([]);
		for (const url of ["/audit/export?format=csv", "/leads/figures.csv"]) {
			const { type, headers, body } = await get(url);
			expect(type, url).toContain("text/csv");
			expect(headers.get("content-disposition"), url).toContain("attachment");
			expect(headers.get("x-content-type-options"), url).toBe("nosniff");
			expect(body, url).toContain("</script>");
			// The quotation mark of the text is doubled (RFC 4180, 2.7), so that its cell ends where it should.
			expect(body, url).toContain(`'""\``);
		}
	});
});

/** What is wrong with the page that a window shows, and whether it shows the hostile text at all. */
async function look({ page, complaints }: OpenBrowser): Promise<{ problems: string[]; text: boolean }> {
	const seen = await page.evaluate(async () => {
		const takesOver = "__remixContext" in globalThis;
		const isAlive = () => Object.keys(document).some((key) => key.startsWith("__reactContainer"));
		for (let tries = 0; takesOver && !isAlive() && tries < 100; tries++)
			await new Promise((resolve) => setTimeout(resolve, 20));
		return {
			hit: "hit" in globalThis,
			images: document.querySelectorAll("img[src=x]").length,
			strays: [...document.querySelectorAll("script")].filter((script) => !script.nonce).length,
			isDead: takesOver && !isAlive(),
			text: document.documentElement.textContent?.includes("hit=1") ?? false,
		};
	});
	const problems = [
		...(seen.hit ? ["a script of the text ran"] : []),
		...(seen.images > 0 ? ["an element of the text is in the page"] : []),
		...(seen.strays > 0 ? ["a script without a nonce is in the page"] : []),
		...(seen.isDead ? ["the page did not take its data over"] : []),
		...complaints.splice(0),
	];
	return { problems, text: seen.text };
}

async function get(url: string) {
	const response = await fetch(app.url + url, { headers: { cookie: cookie.split(";")[0]! } });
	const { headers } = response;
	return { headers, type: headers.get("content-type"), body: await response.text() };
}

/** Writes the hostile text behind what stands in every column of `COLUMNS`, as far as the column's rules let it. */
async function poison(database: OpenDatabase): Promise<void> {
	const columns = await database.owner.query<{ relation: string; column: string }>(
		`select c.table_name as relation, c.column_name as column from information_schema.columns c
			join information_schema.tables t using (table_schema, table_name)
			where c.table_schema = 'public' and t.table_type = 'BASE TABLE' and data_type = 'text'
				and c.is_generated = 'NEVER' and c.column_name = any($1)
				and (c.column_name <> 'name' or c.table_name <> all($2))`,
		[COLUMNS, OURS],
	);
	for (const { relation, column } of columns) {
		const changed = `update "${relation}" set "${column}" = "${column}" || ' ' || $1 where "${column}" is not null`;
		await database.owner.query(changed, [HOSTILE]).catch((error: Error) => {
			if (!error.message.includes("check constraint")) throw error;
		});
	}
	await database.owner.query(`update leads set services = array[$1] where services <> '{}'`, [HOSTILE]);
}
