import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { removeCollection } from "#app/domain/knowledge/collections/remove-collection.ts";
import { restoreCollection } from "#app/domain/knowledge/collections/restore-collection.ts";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { getDocument, listDocuments } from "#app/domain/knowledge/documents/document-queries.ts";
import { dropVersion, keepVersion } from "#app/domain/knowledge/documents/drop-version.ts";
import { removeDocument } from "#app/domain/knowledge/documents/remove-document.ts";
import { restoreDocument } from "#app/domain/knowledge/documents/restore-document.ts";
import { retryDocument } from "#app/domain/knowledge/documents/retry-document.ts";
import { takeVersion } from "#app/domain/knowledge/documents/take-version.ts";
import { forgetVersion } from "#app/domain/knowledge/indexing/forget-version.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import type { Ctx, Role } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeCollection } from "./library.ts";

describe("a document whose newest version could not be read", () => {
	let org: TestOrg;
	let collectionId: string;
	let id: string;

	beforeAll(async () => {
		await openTestHouse();
	});
	beforeEach(async () => {
		org = await makeOrg();
		collectionId = await makeCollection(org, "Rules", "all");
		id = (await upload("holiday.txt", "Everybody has twenty days of vacation.")).id;
		await work();
		await upload("holiday-2.txt", "Everybody has thirty days of vacation.", id);
		await work();
		await upload("holiday-3.pdf", "%PDF-1.7\ncut off", id);
		await work(2);
	});

	const upload = (name: string, text: string, replaces?: string) =>
		addDocument(
			(fn) => as(org, "manager", fn),
			{
				name,
				mediaType: "",
				bytes: (async function* () {
					yield Buffer.from(text);
				})(),
			},
			{ collectionId, replaces },
		);
	const work = (times = 1) => runJobs(new Date(Date.now() + 60_000), times);
	const read = () => as(org, "viewer", (ctx) => getDocument(ctx, id));
	const line = async () => (await as(org, "viewer", (ctx) => listDocuments(ctx, {}))).data[0];
	const found = async () => {
		const { passages } = await as(org, "viewer", (ctx) =>
			searchKnowledge(ctx, { q: "vacation", vector: null, limit: 9 }),
		);
		return passages.map(({ body }) => /twenty|thirty/.exec(body)?.[0]);
	};
	const act = <T>(command: (ctx: Ctx) => Promise<T>, role: Role = "user") => as(org, role, command);

	test("KB-1: is told with the kind and passages of the one in use, and by its state", async () => {
		expect(await line()).toMatchObject({ state: "failed", kind: "text", passages: 1, number: 2, inUse: 2 });
		expect(await read()).toMatchObject({
			inUse: 2,
			versions: [{ number: 3, kind: "pdf", state: "failed" }, { number: 2 }, { number: 1 }],
		});
		expect(await found()).toEqual(["thirty"]);
	});

	test("KB-1: comes back from the trash with the version in use, found as before, also when jobs run twice", async () => {
		await act((ctx) => removeDocument(ctx, id));
		await work();
		expect(await found()).toEqual([]);
		await act((ctx) => restoreDocument(ctx, id));
		await work(2);
		expect(await found()).toEqual(["thirty"]);
		expect(await line()).toMatchObject({ state: "failed", passages: 1, inUse: 2 });
		expect((await read()).reason).not.toBeNull();
		// What was to be forgotten before it came back is not forgotten after.
		await forgetVersion((fn) => as(org, "owner", fn), (await read()).currentVersionId!);
		expect(await found()).toEqual(["thirty"]);
	});

	test("KB-2: comes back with its collection, with the version in use", async () => {
		await act((ctx) => removeCollection(ctx, collectionId, { fate: "trash", to: undefined, version: 1 }), "manager");
		await work();
		expect(await found()).toEqual([]);
		await act((ctx) => restoreCollection(ctx, collectionId), "manager");
		await work(2);
		expect(await found()).toEqual(["thirty"]);
	});

	test("KB-1: whose newest was still being read comes back whole when that fails", async () => {
		await act((ctx) => retryDocument(ctx, id));
		await act((ctx) => removeDocument(ctx, id));
		await work();
		await act((ctx) => restoreDocument(ctx, id));
		await work(2);
		expect(await found()).toEqual(["thirty"]);
		expect(await line()).toMatchObject({ state: "failed", inUse: 2 });
	});

	test("KB-1: the newest is dropped, can be taken back, and the next one has a number of its own", async () => {
		expect(await act((ctx) => dropVersion(ctx, id))).toBe(2);
		expect(await read()).toMatchObject({ state: "ready", reason: null, versions: [{ number: 2 }, { number: 1 }] });
		expect(await found()).toEqual(["thirty"]);
		await expect(act((ctx) => dropVersion(ctx, id))).rejects.toMatchObject({ status: 409 });
		await act((ctx) => keepVersion(ctx, id));
		expect((await read()).versions).toHaveLength(3);
		await act((ctx) => dropVersion(ctx, id));
		await upload("holiday-4.txt", "Everybody has twenty days of vacation again.", id);
		await work(2);
		expect(await line()).toMatchObject({ state: "ready", number: 4, inUse: 4 });
		expect(await found()).toEqual(["twenty"]);
		await expect(act((ctx) => keepVersion(ctx, id))).rejects.toMatchObject({ status: 409 });
	});

	test("KB-1: an earlier version is taken again, once however often it is asked for, and found", async () => {
		const asked = await Promise.all(Array.from({ length: 20 }, () => act((ctx) => takeVersion(ctx, id, 1))));
		expect(new Set(asked)).toEqual(new Set([4]));
		await work(2);
		expect(await line()).toMatchObject({ state: "ready", number: 4, inUse: 4 });
		expect(await found()).toEqual(["twenty"]);
		await expect(act((ctx) => takeVersion(ctx, id, 3))).rejects.toMatchObject({ status: 409 });
		await expect(act((ctx) => takeVersion(ctx, id, 9))).rejects.toMatchObject({ status: 404 });
	});

	test("KB-1: neither is for viewers, another organisation or who may not read it", async () => {
		const other = await makeOrg();
		for (const command of [dropVersion, keepVersion, (ctx: Ctx, of: string) => takeVersion(ctx, of, 1)] as ((
			ctx: Ctx,
			of: string,
		) => Promise<unknown>)[]) {
			await expect(act((ctx) => command(ctx, id), "viewer")).rejects.toMatchObject({ status: 403 });
			await expect(as(other, "owner", (ctx) => command(ctx, id))).rejects.toMatchObject({ status: 404 });
		}
	});
});

describe("titles and kinds", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
	});
	const upload = async (name: string, text: string) => {
		const bytes = (async function* () {
			yield Buffer.from(text);
		})();
		return (await addDocument((fn) => as(org, "user", fn), { name, mediaType: "", bytes }, {})).id;
	};

	test("KB-1: a web page and Markdown are called as they call themselves, other files by their name", async () => {
		const html = await upload("page.html", "<title>Loaner cars &amp; keys</title><h1>Keys</h1><p>Ask at the desk.</p>");
		const markdown = await upload("faq-same.md", "# FAQ\n\nWe open at nine.");
		const lower = await upload("prices_2026.md", "## Spring\n\nAll is cheap.");
		const text = await upload("lamps.txt", "# Not a heading\n\nLamps glow.");
		await runJobs(new Date(Date.now() + 60_000), 2);
		const titles = async () => (await as(org, "viewer", (ctx) => listDocuments(ctx, {}))).data;
		expect(Object.fromEntries((await titles()).map(({ id, title }) => [id, title]))).toEqual({
			[html]: "Loaner cars & keys",
			[markdown]: "FAQ",
			[lower]: "prices 2026",
			[text]: "lamps",
		});
	});

	test("KB-1: what cannot be read keeps the kind that its name says", async () => {
		const [empty, cut, odd] = [
			await upload("empty.md", ""),
			await upload("cut.pdf", "%PDF-"),
			await upload("a.xyz", "\0\0"),
		];
		await runJobs(new Date(Date.now() + 60_000));
		const { data } = await as(org, "viewer", (ctx) => listDocuments(ctx, { state: "failed" }));
		const kinds = Object.fromEntries(data.map(({ id, kind }) => [id, kind]));
		expect(kinds).toEqual({ [empty]: "markdown", [cut]: "pdf", [odd]: "unknown" });
	});
});
