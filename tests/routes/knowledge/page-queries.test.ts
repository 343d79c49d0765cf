import { beforeAll, describe, expect, test, vi } from "vitest";
import { askKnowledge } from "#app/domain/knowledge/asking/ask-knowledge.ts";
import { getDocument } from "#app/domain/knowledge/documents/document-queries.ts";
import { providers } from "#app/providers/open.ts";
import * as answer from "#app/routes/knowledge/answer.tsx";
import * as answers from "#app/routes/knowledge/answers.tsx";
import * as collectionEdit from "#app/routes/knowledge/collections/collection-edit.tsx";
import * as collectionRemoval from "#app/routes/knowledge/collections/collection-removal.tsx";
import * as collections from "#app/routes/knowledge/collections/collections.tsx";
import * as document from "#app/routes/knowledge/document/document.tsx";
import * as documentEdit from "#app/routes/knowledge/document/document-edit.tsx";
import * as knowledge from "#app/routes/knowledge/knowledge.tsx";
import * as review from "#app/routes/knowledge/review.tsx";
import * as reviewAnswer from "#app/routes/knowledge/review-answer.tsx";
import * as upload from "#app/routes/knowledge/upload.tsx";
import { house } from "#db/context.ts";
import { makeCollection, makeDocument } from "#tests/domain/knowledge/library.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

type Route = { loader: (args: never) => unknown };

describe("pages of the knowledge", () => {
	let org: TestOrg;
	let cookie: string;
	const ids = { document: "", collection: "", answer: "", missing: "" };

	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookie = await cookieOf(org, "manager");
		ids.collection = await makeCollection(org, "Prices", "all");
		ids.document = await makeDocument(org, "Lamps", "# Lamps\n\nTungsten lamps glow.", ids.collection);
		await makeDocument(org, "Posts", "# Posts\n\nPosts stand.");
		const asked = { question: "Do tungsten lamps glow?", vector: null };
		const open = { question: "Who paints zeppelins?", vector: null };
		ids.missing = (await askKnowledge((fn) => as(org, "manager", fn), open, providers().models)).id;
		ids.answer = (await askKnowledge((fn) => as(org, "manager", fn), asked, providers().models)).id;
	});

	const pages: [string, Route, (() => string)?][] = [
		["/knowledge", knowledge],
		["/knowledge?before=019ac000-0000-7000-8000-000000000000", knowledge],
		["/knowledge?q=tungsten", knowledge],
		["/knowledge?q=tungsten&kind=markdown&shown=60", knowledge],
		["/knowledge?view=removed", knowledge],
		["/knowledge/document?q=tungsten&from=0", document, () => ids.document],
		["/knowledge/document/edit", documentEdit, () => ids.document],
		["/knowledge/upload", upload],
		["/knowledge/answers", answers],
		["/knowledge/answers/one", answer, () => ids.answer],
		["/knowledge/collections", collections],
		["/knowledge/collections/one", collectionEdit, () => ids.collection],
		["/knowledge/collections/one/removal", collectionRemoval, () => ids.collection],
		["/knowledge/review", review],
		["/knowledge/review/one", reviewAnswer, () => ids.missing],
	];

	test.each(pages)(
		"KB-3: %s asks the database three times at most, who is asking included",
		async (path, route, id) => {
			const ask = vi.spyOn(house().database.embedded!, "rawQuery");
			try {
				const shown = await route.loader(argsFor({ cookie, path, params: id ? { id: id() } : {} }));
				expect(shown).not.toBeInstanceOf(Response);
				const texts = ask.mock.calls
					.map(([text]) => text)
					.filter((text) => !/^(begin|commit|rollback|set )/i.test(text));
				expect(texts.length, texts.join("\n---\n")).toBeLessThanOrEqual(3);
				expect(texts.length).toBeGreaterThan(0);
			} finally {
				ask.mockRestore();
			}
		},
	);

	test("KB-6: an answer is written from the review's own page, and the question goes off the list", async () => {
		const path = `/knowledge/review/${ids.missing}`;
		const args = (fields?: Record<string, string>) =>
			argsFor({ cookie, path, params: { id: ids.missing }, ...(fields ? { fields } : {}) });
		const shown = (await reviewAnswer.loader(args())) as never as { chosen: string; asked: { question: string } };
		expect(shown.asked.question).toBe("Who paints zeppelins?");
		const refused = (await reviewAnswer.action(
			args({ question: shown.asked.question, answer: "", collection: shown.chosen }),
		)) as never as { init: { status: number } };
		expect(refused.init.status).toBe(422);
		const done = (await reviewAnswer.action(
			args({ question: shown.asked.question, answer: "Nobody does.", collection: shown.chosen }),
		)) as Response;
		expect([done.status, done.headers.get("Location")]).toEqual([303, "/knowledge/review"]);
		await expect(reviewAnswer.loader(args())).rejects.toMatchObject({ status: 404 });
		const { data } = (await review.loader(argsFor({ cookie, path: "/knowledge/review" }))) as never as {
			data: unknown[];
		};
		expect(data).toEqual([]);
	});

	test("KB-2: a collection is removed by the page's own form, which names what happens to how many", async () => {
		const press = async (fields: Record<string, string>) => {
			const path = `/knowledge/collections/${ids.collection}/removal`;
			const done = await collectionRemoval.action(argsFor({ cookie, path, params: { id: ids.collection }, fields }));
			return done as Response & { data: { result: { error?: Record<string, string[]> } }; init: { status: number } };
		};
		const shown = await collectionRemoval.loader(
			argsFor({ cookie, path: "/knowledge/collections/one/removal", params: { id: ids.collection } }),
		);
		const { version, documents, others } = shown as never as {
			version: number;
			documents: number;
			others: { value: string }[];
		};
		expect(documents).toBe(1);
		const refused = await press({ fate: "move", to: "", version: String(version) });
		expect(refused.init.status).toBe(422);
		expect(refused.data.result.error).toMatchObject({ to: ["Choose another collection"] });
		const done = await press({ fate: "move", to: others[0]!.value, version: String(version) });
		expect(done.status).toBe(303);
		expect(done.headers.get("Location")).toBe("/knowledge/collections");
		expect(await as(org, "viewer", (ctx) => getDocument(ctx, ids.document))).toMatchObject({
			collection: { name: "General" },
		});
	});
});
