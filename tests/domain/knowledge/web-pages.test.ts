import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getDocument, readPassages } from "#app/domain/knowledge/documents/document-queries.ts";
import { removeDocument } from "#app/domain/knowledge/documents/remove-document.ts";
import { addPage, PageForm } from "#app/domain/knowledge/pages/add-page.ts";
import { fetchPage } from "#app/domain/knowledge/pages/fetch-page.ts";
import { refreshPage } from "#app/domain/knowledge/pages/refresh-page.ts";
import { sweepPages } from "#app/domain/knowledge/pages/sweep-pages.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { providers, setProviders } from "#app/providers/open.ts";
import { openWebPages } from "#app/providers/web/guarded-pages.ts";
import { mayRead } from "#app/providers/web/robots.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

describe("web pages as knowledge", () => {
	let org: TestOrg;
	let server: Server;
	let site: string;
	let pages: Record<string, Answer>;
	let asked: IncomingMessage[];
	beforeAll(async () => {
		await openTestHouse();
		server = createServer((request, response) => {
			asked.push(request);
			const answer = pages[request.url ?? ""];
			if (answer) answer(request, response);
			else response.writeHead(404).end();
		});
		await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
		site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterAll(() => new Promise((resolve) => server.close(resolve)));
	beforeEach(async () => {
		org = await makeOrg();
		pages = {};
		asked = [];
		setProviders({ ...providers(), pages: openWebPages({ allowPrivate: true }) });
	});

	const html =
		(body: string, headers: Record<string, string> = {}): Answer =>
		(_, response) =>
			response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...headers }).end(body);
	const CARE =
		"<title>Care &amp; washing</title><h1>Care</h1><p>Wash tungsten by hand.</p><script>alert('zebra')</script>";
	const add = async (path: string) => {
		const { id } = await as(org, "user", (ctx) => addPage(ctx, PageForm.parse({ url: `${site}${path}` })));
		await work();
		return id;
	};
	/** Whatever waits, to the end; nothing of it may fail. */
	const work = async () => {
		const ran = await runJobs();
		expect(ran.flatMap(({ error }) => error ?? [])).toEqual([]);
	};
	const read = (id: string) => as(org, "viewer", (ctx) => getDocument(ctx, id));
	const text = async (id: string) => {
		const passages = await as(org, "viewer", async (ctx) => readPassages(ctx, await getDocument(ctx, id), { from: 0 }));
		return passages.map(({ excerpt }) => excerpt).join("\n");
	};
	const refresh = async (id: string) => {
		await as(org, "user", (ctx) => refreshPage(ctx, id));
		await work();
	};

	test("KB-1 KB-3: a page is fetched, read, found by search, and says where it is from", async () => {
		pages["/care"] = html(CARE, { etag: '"v1"' });
		const id = await add("/care");
		const document = await read(id);
		expect(document).toMatchObject({
			title: "Care & washing",
			state: "ready",
			origin: { url: `${site}/care`, checkedAt: expect.any(Date), reason: "" },
		});
		expect(document.versions).toMatchObject([{ kind: "html", number: 1 }]);
		const found = await as(org, "viewer", (ctx) => searchKnowledge(ctx, { q: "tungsten", vector: null, limit: 5 }));
		expect(found.passages).toMatchObject([{ documentId: id, title: "Care & washing" }]);
		expect(await text(id)).not.toContain("zebra");
		const again = await as(org, "user", (ctx) => addPage(ctx, PageForm.parse({ url: `${site}/care#part` })));
		expect(again).toEqual({ id, isSame: true });
	});

	test("KB-1: a page is asked for only if it changed, and a new text is a new version", async () => {
		pages["/care"] = html(CARE, { etag: '"v1"' });
		const id = await add("/care");
		pages["/care"] = (request, response) => {
			const isKnown = request.headers["if-none-match"] === '"v1"';
			response.writeHead(isKnown ? 304 : 500).end();
		};
		await refresh(id);
		expect(await read(id)).toMatchObject({ state: "ready", origin: { reason: "" }, versions: [{ number: 1 }] });
		pages["/care"] = html(CARE.replace("by hand", "by machine"), { etag: '"v2"' });
		await refresh(id);
		expect((await read(id)).versions.map(({ number }) => number)).toEqual([2, 1]);
		expect(await text(id)).toContain("by machine");
		pages["/care"] = html(CARE.replace("by hand", "by machine"));
		await refresh(id);
		expect((await read(id)).versions).toHaveLength(2);
	});

	test("KB-1: what cannot be had is said, and the text of before stays", async () => {
		pages["/care"] = html(CARE);
		const id = await add("/care");
		pages["/care"] = (_, response) => response.writeHead(503).end();
		await refresh(id);
		expect(await read(id)).toMatchObject({ state: "ready", origin: { reason: expect.stringContaining("status 503") } });
		expect(await text(id)).toContain("tungsten");
		const never = await add("/absent");
		expect(await read(never)).toMatchObject({ state: "failed", reason: expect.stringContaining("status 404") });
		pages["/absent"] = html("<p>Here now.</p>");
		await refresh(never);
		expect(await read(never)).toMatchObject({ state: "ready", reason: null });
	});

	test.each<[string, Answer, RegExp]>([
		[
			"a picture",
			(_, r) => r.writeHead(200, { "content-type": "image/png" }).end("x"),
			/no page of text \(image\/png\)/,
		],
		["an endless page", html("x".repeat(5 * 1024 * 1024 + 1)), /larger than/],
		["a circle of redirects", (_, r) => r.writeHead(302, { location: "/odd" }).end(), /leads on more than 5 times/],
		["a way to a file", (_, r) => r.writeHead(302, { location: "file:///etc/passwd" }).end(), /must begin with https/],
	])("KB-1: %s is refused with the reason", async (_, answer, reason) => {
		pages["/odd"] = answer;
		expect((await read(await add("/odd"))).reason).toMatch(reason);
	});

	test("KB-1: a site's robots.txt is kept to", async () => {
		pages["/robots.txt"] = (_, response) => response.end("User-agent: *\nDisallow: /private\nAllow: /private/open$\n");
		pages["/private/a"] = html(CARE);
		const id = await add("/private/a");
		expect((await read(id)).reason).toContain("asks robots not to read this page");
		expect(asked.map(({ url }) => url)).toEqual(["/robots.txt"]);
		const robots =
			"user-agent: other\ndisallow: /\n\nUser-Agent: Perigee/1.0\nUser-agent: x\nDisallow: /*.pdf$ # no\n\nUser-agent: *\nDisallow: /";
		expect([mayRead(robots, "/a.pdf"), mayRead(robots, "/a.pdf?x"), mayRead(robots, "/b")]).toEqual([
			false,
			true,
			true,
		]);
		expect(mayRead("User-agent: *\nDisallow: /private\nAllow: /private/open$", "/private/open")).toBe(true);
		expect(mayRead("User-agent: *\nDisallow:", "/")).toBe(true);
	});

	test("KB-1: private addresses are refused, by name, by number and where a redirect leads there", async () => {
		const strict = openWebPages({ allowPrivate: false, resolve: async () => ["127.0.0.1"] });
		const none = { etag: null, lastModified: null };
		for (const url of [
			"https://127.0.0.1/",
			"https://inside.example/",
			"https://[::ffff:10.0.0.1]/",
			"https://2130706433/",
		])
			expect(await strict.fetch(url, none), url).toMatchObject({ outcome: "refused" });
		expect(await strict.fetch("http://example.com/", none)).toMatchObject({
			reason: expect.stringContaining("https://"),
		});
		expect(asked).toEqual([]);
		expect(PageForm.safeParse({ url: "https://user:word@example.com/" }).success).toBe(false);
		expect(PageForm.safeParse({ url: "ftp://example.com/" }).success).toBe(false);
		setProviders({ ...providers(), pages: strict });
		expect((await read(await add("/care"))).state).toBe("failed");
		expect(asked).toEqual([]);
	});

	test("KB-1: once a night each page is looked at, once, and one that was removed is not", async () => {
		pages["/care"] = html(CARE);
		pages["/gone"] = html("<p>Gone.</p>");
		const [id, gone] = [await add("/care"), await add("/gone")];
		await as(org, "user", (ctx) => removeDocument(ctx, gone));
		const before = asked.length;
		await house().database.owner.query("update web_pages set checked_at = now() - interval '1 day' where org_id = $1", [
			org.id,
		]);
		expect(await sweepPages()).toBe(1);
		await work();
		expect(asked.slice(before).map(({ url }) => url)).toEqual(["/robots.txt", "/care"]);
		expect(await sweepPages()).toBe(0);
		await fetchPage((fn) => asActor(org.id, SYSTEM, fn), id, providers().pages);
		expect((await read(id)).versions).toHaveLength(1);
	});

	test("KB-1: another organisation's page is not there, and viewers add none", async () => {
		pages["/care"] = html(CARE);
		const id = await add("/care");
		const other = await makeOrg();
		await expect(as(other, "owner", (ctx) => refreshPage(ctx, id))).rejects.toMatchObject({ status: 404 });
		const form = PageForm.parse({ url: `${site}/care` });
		await expect(as(org, "viewer", (ctx) => addPage(ctx, form))).rejects.toMatchObject({ status: 403 });
		expect(await as(other, "owner", (ctx) => addPage(ctx, form))).toMatchObject({ isSame: false });
	});
});
