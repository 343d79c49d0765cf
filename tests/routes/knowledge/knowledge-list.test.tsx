import { beforeAll, describe, expect, test } from "vitest";
import { removeDocument } from "#app/domain/knowledge/documents/remove-document.ts";
import * as document from "#app/routes/knowledge/document/document.tsx";
import * as acts from "#app/routes/knowledge/document/document-acts.ts";
import * as knowledge from "#app/routes/knowledge/knowledge.tsx";
import { DocumentList } from "#app/routes/knowledge/list/document-list.tsx";
import { KnowledgeFilters } from "#app/routes/knowledge/list/knowledge-filters.tsx";
import { PassageResults } from "#app/routes/knowledge/list/passage-results.tsx";
import type { Shown } from "#app/routes/knowledge/list/shown.ts";
import { makeCollection, makeDocument } from "#tests/domain/knowledge/library.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { render, tags, text } from "#tests/ui/render.tsx";

describe("the list of documents and the search", () => {
	let org: TestOrg;
	let cookie: string;
	let prices: string;
	let empty: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookie = await cookieOf(org, "manager");
		prices = await makeCollection(org, "Prices", "all");
		empty = await makeCollection(org, "Empty shelf", "all");
		for (let index = 0; index < 52; index++)
			await makeDocument(org, `List ${index}`, `Tungsten lamp number ${index}.`, prices);
		await makeDocument(org, "Elsewhere", "Tungsten lamp in General.");
	});

	const open = async (path: string) => {
		const shown = (await knowledge.loader(argsFor({ cookie, path }))) as never as Shown;
		const view = shown.found ? <PassageResults shown={shown} /> : <DocumentList shown={shown} />;
		return { shown, html: await render(view, path) };
	};
	const hrefs = (html: string) => tags(html, "a").map(({ href = "" }) => href.replaceAll("&amp;", "&"));

	test("KB-3: searching within a collection finds what is in it alone, and so does the form's next question", async () => {
		const { shown, html } = await open(`/knowledge?q=tungsten&collection=${prices}`);
		expect(shown.found).toHaveLength(20);
		expect(new Set(shown.found!.map(({ collection }) => collection))).toEqual(new Set(["Prices"]));
		expect(hrefs(html)).toContain(`/knowledge?q=tungsten&collection=${prices}&shown=40#found-21`);
		const everywhere = await open("/knowledge?q=tungsten%20general%20lamp%20in");
		expect(everywhere.shown.found!.map(({ collection }) => collection)).toContain("General");
		const filters = await render(
			<KnowledgeFilters address={shown.address} collections={shown.collections} chosen={shown.chosen} canRestore />,
		);
		expect(tags(filters, "input")).toContainEqual(expect.objectContaining({ name: "q", value: "tungsten" }));
		expect(text(filters)).toContain("In Prices");
	});

	test("KB-3: more than twenty passages are reached by links alone, each once, to the last", async () => {
		let path: string | undefined = `/knowledge?q=tungsten&collection=${prices}`;
		const counts: number[] = [];
		let ids: string[] = [];
		while (path) {
			const { shown, html } = await open(path);
			counts.push(shown.found!.length);
			const now = shown.found!.map(({ id }) => id);
			expect(now.slice(0, ids.length)).toEqual(ids);
			ids = now;
			path = hrefs(html).find((href) => href.includes("shown="));
		}
		expect(counts).toEqual([20, 40, 52]);
		expect(new Set(ids).size).toBe(52);
	});

	test("KB-3: the pager and the empty list keep the collection", async () => {
		const first = await open(`/knowledge?collection=${prices}`);
		expect(first.shown.documents).toHaveLength(50);
		const older = hrefs(first.html).find((href) => href.includes("before="))!;
		expect(older).toContain(`collection=${prices}`);
		const second = await open(older);
		expect(second.shown.documents.map(({ collection }) => collection.name)).toEqual(["Prices", "Prices"]);
		expect(hrefs(second.html)).toContain(`/knowledge?collection=${prices}`);
		const none = await open(`/knowledge?collection=${empty}`);
		expect(text(none.html)).toContain("No documents in Empty shelf yet");
		expect(hrefs(none.html)).toContain(`/knowledge/upload?collection=${empty}`);
		const nothing = await open(`/knowledge?q=qqqzzz&collection=${empty}`);
		expect(hrefs(nothing.html)).toContain("/knowledge?q=qqqzzz");
		expect(hrefs(nothing.html)).toContain(`/knowledge?collection=${empty}`);
	});

	test("KB-3: an address that makes no sense is a list, and no error", async () => {
		const { shown } = await open("/knowledge?collection=x&kind=zip&before=%00&shown=-5");
		expect(shown.documents).toHaveLength(50);
		expect((await open("/knowledge?q=tungsten&shown=999999")).shown.address.shown).toBe(200);
	});

	test("KB-1: a removed document is listed among the removed and brought back from there", async () => {
		const id = await makeDocument(org, "Taken away", "Something to miss.", empty);
		await as(org, "user", (ctx) => removeDocument(ctx, id));
		expect((await open(`/knowledge?collection=${empty}`)).shown.documents).toEqual([]);
		const { shown, html } = await open("/knowledge?view=removed");
		expect(shown.documents).toMatchObject([{ id, title: "Taken away", removedAt: expect.any(Date) }]);
		expect(tags(html, "form")).toContainEqual(expect.objectContaining({ action: `/knowledge/${id}/state` }));
		const path = `/knowledge/${id}/state`;
		await acts.action(argsFor({ cookie, path, params: { id }, fields: { act: "restore" } }));
		expect((await open("/knowledge?view=removed")).shown.documents).toEqual([]);
		expect((await open(`/knowledge?collection=${empty}`)).shown.documents).toMatchObject([{ id }]);
		const viewer = await cookieOf(org, "viewer");
		const refused = (await Promise.resolve(
			knowledge.loader(argsFor({ cookie: viewer, path: "/knowledge?view=removed" })),
		).catch((error: unknown) => error)) as { init?: { status: number }; status?: number };
		expect(refused.init?.status ?? refused.status).toBe(403);
	});

	test("KB-3: an excerpt says where it leaves something out, and a heading repeats no title", async () => {
		const metals = await makeCollection(org, "Metals", "all");
		const much = "Nothing of interest stands here. ".repeat(40);
		await makeDocument(org, "Rhenium", `# Rhenium\n\n## Storing\n\n${much}Rhenium stays dry. ${much}`, metals);
		await makeDocument(org, "Short", "Rhenium, in short.", metals);
		const { html } = await open(`/knowledge?q=rhenium&collection=${metals}`);
		const said = text(html).replaceAll("|", "");
		expect(said).toMatch(/… .*Rhenium stays dry\..* …/s);
		expect(said).toMatch(/(?<!… )Rhenium, in short\.(?! …)/);
		expect(said).toContain("Storing");
		expect(said).not.toContain("Rhenium › Storing");
	});

	test("KB-4: the passage that was found is shown and marked on the page of its document", async () => {
		const parts = Array.from({ length: 40 }, (_, n) => `# Part ${n}\n\nIridium is spoken of in part ${n}.`).join(
			"\n\n",
		);
		const id = await makeDocument(org, "Long", parts);
		const path = `/knowledge/${id}?from=33&q=iridium`;
		const shown = (await document.loader(argsFor({ cookie, path, params: { id } }))) as never as {
			wanted: number;
			passages: { position: number; excerpt: string; marks: [number, number][] }[];
		};
		expect(shown.wanted).toBe(33);
		const found = shown.passages.find(({ position }) => position === shown.wanted)!;
		expect(found.marks.map(([from, to]) => found.excerpt.slice(from, to))).toEqual(["Iridium"]);
	});
});
