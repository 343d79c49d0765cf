import { beforeAll, describe, expect, test } from "vitest";
import { getAnswer, listReview } from "#app/domain/knowledge/asking/answer-queries.ts";
import { askKnowledge } from "#app/domain/knowledge/asking/ask-knowledge.ts";
import { judgeAnswer } from "#app/domain/knowledge/asking/judge-answer.ts";
import { settleQuestion } from "#app/domain/knowledge/asking/settle-question.ts";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { changeDocument } from "#app/domain/knowledge/documents/change-document.ts";
import { getDocument, listDocuments } from "#app/domain/knowledge/documents/document-queries.ts";
import { removeDocument } from "#app/domain/knowledge/documents/remove-document.ts";
import { restoreDocument } from "#app/domain/knowledge/documents/restore-document.ts";
import { LEXICAL_MODEL } from "#app/domain/knowledge/rules/lexical-embedding.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { providers } from "#app/providers/open.ts";
import { house, type Role } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeCollection } from "./library.ts";

describe("documents of the knowledge", () => {
	let org: TestOrg;
	let other: TestOrg;

	beforeAll(async () => {
		await openTestHouse();
		[org, other] = [await makeOrg(), await makeOrg()];
	});

	const stepOf =
		(role: Role, of = org) =>
		(fn: Parameters<typeof as>[2]) =>
			as(of, role, fn) as Promise<never>;
	const upload = (
		name: string,
		text: string | Buffer,
		more: { role?: Role; collectionId?: string; replaces?: string; of?: TestOrg } = {},
	) =>
		addDocument(
			stepOf(more.role ?? "user", more.of),
			{
				name,
				mediaType: "text/html",
				bytes: (async function* () {
					yield Buffer.from(text);
				})(),
			},
			more,
		);
	const find = async (q: string, role: Role = "viewer") =>
		(await as(org, role, (ctx) => searchKnowledge(ctx, { q, vector: null, limit: 10 }))).passages;
	// What jobs ask for is due a moment after they were.
	const work = (times = 1) => runJobs(new Date(Date.now() + 60_000), times);
	const owner = <T>(text: string) => house().database.owner.query<T & Record<string, unknown>>(text, []);

	test("KB-1: an uploaded file is read in the background, also when its jobs run twice, and is found", async () => {
		const { id } = await upload(
			"../../etc/lamp_posts.md",
			"# Lamps\n\nTungsten lamps glow at 2,700 kelvin.\n\n# Posts\n\nPosts are galvanised.",
		);
		expect(await as(org, "viewer", (ctx) => getDocument(ctx, id))).toMatchObject({
			title: "lamp posts",
			state: "stored",
		});
		const ran = await work(2);
		expect(ran.filter(({ error }) => error)).toEqual([]);
		const document = await as(org, "viewer", (ctx) => getDocument(ctx, id));
		expect(document).toMatchObject({
			state: "ready",
			versions: [{ number: 1, kind: "markdown", passages: 2, embedded: 2 }],
		});
		expect(document.versions[0]).toMatchObject({ embeddingModel: LEXICAL_MODEL, summarySource: "rules" });
		expect((await find("tungsten")).map(({ heading }) => heading)).toEqual(["Lamps"]);
		const [counted] = await owner<{ passages: number }>(
			`select passages from knowledge_words where org_id = '${org.id}' and word = 'tungsten'`,
		);
		expect(counted).toMatchObject({ passages: 1 });
	});

	test("KB-1: the same file twice is noticed, in one's own organisation and among what one may read", async () => {
		const first = await upload("a.txt", "The very same words.");
		expect(await upload("b.txt", "The very same words.")).toEqual({
			id: first.id,
			title: "a",
			isSame: true,
			file: "b.txt",
		});
		expect((await upload("c.txt", "The very same words.", { of: other })).isSame).toBe(false);
		const closed = await makeCollection(org, "Closed", "roles", ["owner"]);
		await upload("d.txt", "Words for owners.", { role: "owner", collectionId: closed });
		expect((await upload("e.txt", "Words for owners.")).isSame).toBe(false);
		await expect(upload("f.txt", "Other", { collectionId: closed })).rejects.toMatchObject({ status: 404 });
		await expect(upload("g.txt", "Other", { role: "viewer" })).rejects.toMatchObject({ status: 403 });
		const [left] = await owner<{ n: number }>(
			"select count(*)::int as n from files f where not exists (select from document_versions v where v.file_id = f.id)",
		);
		expect(left!.n).toBe(0);
	});

	test("KB-1: more than 25 MB is refused and nothing of it is kept", async () => {
		await expect(upload("big.txt", Buffer.alloc(25 * 1024 * 1024 + 1, 65))).rejects.toMatchObject({ status: 413 });
		const [left] = await owner<{ n: number }>("select count(*)::int as n from files where name = 'big.txt'");
		expect(left!.n).toBe(0);
	});

	test("KB-1: a replacement keeps versions, and the text of before is found until the new one is read", async () => {
		const { id } = await upload("rates.txt", "The xenon rate is forty.");
		await work();
		await upload("rates-2.txt", "The krypton rate is fifty.", { replaces: id });
		expect((await find("xenon rate"))[0]).toMatchObject({ documentId: id });
		await work(2);
		expect((await find("xenon")).filter(({ byWords }) => byWords !== null)).toEqual([]);
		expect((await find("krypton"))[0]).toMatchObject({ documentId: id });
		const document = await as(org, "viewer", (ctx) => getDocument(ctx, id));
		expect(document.versions.map(({ number, name }) => [number, name])).toEqual([
			[2, "rates-2.txt"],
			[1, "rates.txt"],
		]);
	});

	test("KB-1: what cannot be read leaves its reason, and the version before stays", async () => {
		const { id } = await upload("plan.txt", "The argon plan.");
		await work();
		await upload("plan.pdf", "%PDF-1.7 broken", { replaces: id });
		await work();
		expect(await as(org, "viewer", (ctx) => getDocument(ctx, id))).toMatchObject({
			state: "failed",
			reason: expect.stringMatching(/damaged/),
		});
		expect((await find("argon"))[0]).toMatchObject({ documentId: id });
	});

	test("KB-1: a removed document is not found, and comes back", async () => {
		const { id } = await upload("neon.txt", "Neon signs.");
		await work();
		await as(org, "user", (ctx) => removeDocument(ctx, id));
		expect(await find("neon")).toEqual([]);
		await work(2);
		const [word] = await owner<{ passages: number }>(
			`select passages from knowledge_words where org_id = '${org.id}' and word = 'neon'`,
		);
		expect(word).toMatchObject({ passages: 0 });
		await as(org, "user", (ctx) => restoreDocument(ctx, id));
		await work();
		expect(await find("neon")).toHaveLength(1);
	});

	test("KB-2: moving a document to a closed collection takes it from who may not read that", async () => {
		const closed = await makeCollection(org, "For admins", "roles", ["admin"]);
		const { id } = await upload("radon.txt", "Radon levels.");
		await work();
		const { version } = await as(org, "owner", (ctx) => getDocument(ctx, id));
		const input = { title: "Radon", collectionId: closed, version };
		await expect(as(org, "user", (ctx) => changeDocument(ctx, id, input))).rejects.toMatchObject({ status: 404 });
		await as(org, "admin", (ctx) => changeDocument(ctx, id, input));
		expect(await find("radon")).toEqual([]);
		expect(await find("radon", "admin")).toHaveLength(1);
		await expect(as(org, "user", (ctx) => getDocument(ctx, id))).rejects.toMatchObject({ status: 404 });
		await expect(as(org, "admin", (ctx) => changeDocument(ctx, id, input))).rejects.toMatchObject({ status: 409 });
		const { data } = await as(org, "viewer", (ctx) => listDocuments(ctx, {}));
		expect(data.map((line) => line.id)).not.toContain(id);
		await expect(as(other, "owner", (ctx) => getDocument(ctx, id))).rejects.toMatchObject({ status: 404 });
	});

	test("KB-5: an answer quotes its passages word by word, and says when there is none", async () => {
		await upload("claims.txt", "To claim the warranty, write to us with a photo. We answer within two working days.");
		await work();
		const ask = (question: string) => askKnowledge(stepOf("viewer"), { question, vector: null }, providers().models);
		const held = await ask("How do I claim the warranty?");
		expect(held).toMatchObject({ outcome: "answered", source: "rules" });
		expect(held.quotes[0]).toMatchObject({
			title: "claims",
			quote: expect.stringContaining("write to us with a photo"),
		});
		const missing = await ask("Who won the football championship in 1954?");
		expect(missing).toMatchObject({ outcome: "missing", quotes: [] });
		// KB-6: what is missing and what did not help is on the review list until somebody settles it.
		await as(org, "viewer", (ctx) => judgeAnswer(ctx, held.id, { thumb: "down", note: "Which address?" }));
		await expect(as(org, "user", (ctx) => getAnswer(ctx, held.id))).rejects.toMatchObject({ status: 404 });
		const review = await as(org, "manager", (ctx) => listReview(ctx));
		expect(review.data.map(({ id }) => id)).toEqual([missing.id, held.id]);
		await as(org, "manager", (ctx) => settleQuestion(ctx, missing.id));
		expect((await as(org, "manager", (ctx) => listReview(ctx))).data.map(({ note }) => note)).toEqual([
			"Which address?",
		]);
		await expect(as(org, "user", (ctx) => listReview(ctx))).rejects.toMatchObject({ status: 403 });
	});
});
