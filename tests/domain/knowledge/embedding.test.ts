import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { env } from "#app/base/env.ts";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { getDocument } from "#app/domain/knowledge/documents/document-queries.ts";
import { listEarlierModels } from "#app/domain/knowledge/indexing/earlier-models.ts";
import { embedQuestion } from "#app/domain/knowledge/indexing/embedder.ts";
import { sweepEmbeddings } from "#app/domain/knowledge/indexing/sweep-embeddings.ts";
import { embedDocumentJob, readDocumentJob } from "#app/domain/knowledge/jobs.ts";
import { LEXICAL_MODEL } from "#app/domain/knowledge/rules/lexical-embedding.ts";
import { searchKnowledge } from "#app/domain/knowledge/search/search-knowledge.ts";
import { openProviders, providers, setProviders } from "#app/providers/open.ts";
import { house } from "#db/context.ts";
import { EMBEDDING_KEY, type EmbeddingStandIn, startEmbeddings } from "#tests/standins/embeddings.ts";
import { as, makeOrg, openTestHouse, type TestOrg, testEnv } from "#tests/support/house.ts";
import { runJobs, waitingJobs } from "#tests/support/jobs.ts";

describe("vectors of documents by a model", () => {
	let org: TestOrg;
	let server: EmbeddingStandIn;

	beforeAll(async () => {
		await openTestHouse();
		server = await startEmbeddings();
	});
	afterAll(() => server.stop());
	beforeEach(async () => {
		org = await makeOrg();
		server.replies = [];
		server.asked = [];
		configure("small-1");
	});

	function configure(model: string | null, more: Record<string, string> = {}) {
		testEnv(
			model === null
				? {}
				: { EMBEDDING_MODEL: model, EMBEDDING_BASE_URL: `${server.url}/v1`, EMBEDDING_API_KEY: EMBEDDING_KEY, ...more },
		);
		setProviders(openProviders(env()));
	}
	const upload = async (name: string, text: string) => {
		const bytes = (async function* () {
			yield Buffer.from(text);
		})();
		return (await addDocument((fn) => as(org, "user", fn), { name, mediaType: "", bytes }, {})).id;
	};
	/** What jobs ask for is due a moment after they were; `later` also what waits for its hour. */
	const work = (minutes = 1, times = 1) => runJobs(new Date(Date.now() + minutes * 60_000), times);
	const document = (id: string) => as(org, "viewer", (ctx) => getDocument(ctx, id));
	/** How near a document's best passage is by its vectors, as the product asks; null: not found by them. */
	const likeness = async (q: string, id: string) => {
		const { embeddings } = providers();
		const earlier = embeddings ? await listEarlierModels(embeddings.model) : [];
		const vector = await embedQuestion(embeddings, q, { earlier });
		const { passages } = await as(org, "viewer", (ctx) => searchKnowledge(ctx, { q, vector, limit: 10 }));
		return passages.find(({ documentId }) => documentId === id)?.byVector ?? null;
	};
	const vectors = () =>
		house().database.owner.query<{ model: string; many: number }>(
			"select model, count(*)::int as many from passage_vectors where org_id = $1 group by model order by model",
			[org.id],
		);
	const chapters = (many: number) =>
		Array.from({ length: many }, (_, index) => `# Part ${index}\n\nChapter ${index} speaks of lamps.`).join("\n\n");

	test("KB-1, KB-3: a document gets its vectors in batches and is found by them", async () => {
		const id = await upload("lamps.md", chapters(70));
		await work();
		expect((await document(id)).versions[0]).toMatchObject({ state: "ready", embedded: 70, embeddingModel: "small-1" });
		expect(server.asked.map(({ input }) => input.length)).toEqual([32, 32, 6]);
		expect(await likeness("lamps", id)).toBeGreaterThan(0.2);
	});

	test("KB-3: a provider that is away is asked again later, from where it was, and nothing is lost or made twice", async () => {
		const id = await upload("lamps.md", chapters(70));
		server.replies.push({ status: 500 });
		const first = await work();
		expect(first.filter(({ error }) => error).map(({ name }) => name)).toEqual([embedDocumentJob.name]);
		// By its words it is found meanwhile.
		const { passages } = await as(org, "viewer", (ctx) => searchKnowledge(ctx, { q: "lamps", vector: null, limit: 3 }));
		expect(passages.every(({ byWords }) => byWords !== null)).toBe(true);
		expect(passages).toHaveLength(3);
		const { id: versionId } = (await document(id)).versions[0]!;
		await sendAgain(versionId);
		const [kept, ...faults] = [{ size: 24 }, { fault: "drop" as const }];
		server.replies.push(kept, ...faults);
		await work();
		expect(await vectors()).toEqual([{ model: "small-1", many: 32 }]);
		expect((await document(id)).state).toBe("processing");
		await sendAgain(versionId);
		server.asked = [];
		await work(1, 2);
		expect(server.asked.map(({ input }) => input.length)).toEqual([32, 6]);
		expect(await vectors()).toEqual([{ model: "small-1", many: 70 }]);
		expect(await document(id)).toMatchObject({ state: "ready", reason: null });
	});

	test("KB-3: too many calls: it goes on when the provider said, without a failed job", async () => {
		const id = await upload("lamps.md", chapters(3));
		server.replies.push({ status: 429, headers: { "retry-after": "1800" } });
		expect((await work()).filter(({ error }) => error)).toEqual([]);
		const [waiting] = await waitingJobs(embedDocumentJob);
		const wait = waiting!.startAfter.getTime() - Date.now();
		expect(wait).toBeGreaterThan(1_700_000);
		expect(wait).toBeLessThanOrEqual(1_800_000);
		await work(31);
		expect((await document(id)).state).toBe("ready");
	});

	test("KB-1: what is refused for good leaves the document found by words, says why, and mends itself", async () => {
		const id = await upload("lamps.md", chapters(3));
		const other = await upload("posts.md", "# Posts\n\nPosts stand.");
		configure("small-1", { EMBEDDING_API_KEY: "sk-wrong" });
		const ran = await work();
		expect(ran.filter(({ error }) => error)).toHaveLength(2);
		expect(await document(id)).toMatchObject({
			state: "ready",
			reason: "It is found by its words, not by their meaning. The embedding provider answered with status 401.",
		});
		// One tries for all, quietly; when it is let in, the others follow with the next sweep.
		expect(mine(await sweep("small-1"))).toHaveLength(1);
		expect((await work()).filter(({ error }) => error)).toEqual([]);
		configure("small-1");
		await sweep("small-1");
		await work();
		await sweep("small-1");
		await work();
		for (const each of [id, other]) {
			expect(await document(each)).toMatchObject({
				state: "ready",
				reason: null,
				versions: [{ embeddingModel: "small-1" }],
			});
		}
	});

	test("KB-3: when the model changes, what is not embedded anew yet is found by its old vectors", async () => {
		const [long, short] = [
			await upload("lamps.md", chapters(40)),
			await upload("posts.md", "# Posts\n\nGalvanised posts."),
		];
		await work();
		configure("small-2");
		const before = await likeness("galvanised posts", short);
		expect(before).toBeGreaterThan(0.3);
		await sweep("small-2");
		// The first batch of the long one comes through, then the provider fails everybody.
		server.replies.push({ size: 24 }, ...Array.from({ length: 6 }, () => ({ status: 500 })));
		await work();
		expect((await vectors()).length).toBeGreaterThan(0);
		server.replies = [];
		expect(await likeness("galvanised posts", short)).toBeGreaterThan(0.3);
		expect(await likeness("lamps", long)).toBeGreaterThan(0.2);
		expect((await document(long)).state).toBe("ready");
		await sweep("small-2");
		await work(1, 2);
		expect(await vectors()).toEqual([{ model: "small-2", many: 41 }]);
		expect(await listEarlierModels("small-2")).toEqual([]);
		expect(await likeness("galvanised posts", short)).toBeGreaterThan(0.3);
	});

	test("KB-3: vectors made from words serve until a model's are there, and again when it is taken away", async () => {
		configure(null);
		const id = await upload("lamps.md", chapters(3));
		await work();
		configure("small-1");
		expect(await likeness("chapter speaks of lamps", id)).toBeGreaterThan(0.3);
		await sweep("small-1");
		await work();
		expect(await vectors()).toEqual([{ model: "small-1", many: 3 }]);
		configure(null);
		await sweep(LEXICAL_MODEL);
		await work();
		expect(await vectors()).toEqual([{ model: LEXICAL_MODEL, many: 3 }]);
	});

	test("KB-3: a server that changes its vectors' size under one name breaks neither search nor what is kept", async () => {
		const first = await upload("lamps.md", chapters(3));
		await work();
		server.replies.push({ size: 30 });
		const second = await upload("posts.md", "# Posts\n\nPosts stand.");
		await work();
		expect(await document(second)).toMatchObject({
			state: "ready",
			reason: expect.stringMatching(/vectors of 30 places, those kept have 24/),
		});
		expect(await vectors()).toEqual([{ model: "small-1", many: 3 }]);
		server.replies.push({ size: 30 });
		expect(await likeness("lamps", first)).toBeNull();
		expect(await likeness("lamps", first)).toBeGreaterThan(0.2);
	});

	test("KB-1: reading that broke off is taken up again by the sweep, once it has not moved for an hour", async () => {
		const id = await upload("lamps.md", chapters(3));
		const { owner } = house().database;
		await owner.query("delete from pgboss.job where name = $1", [readDocumentJob.name]);
		await owner.query("update document_versions set state = 'processing' where org_id = $1", [org.id]);
		await owner.query(
			"update documents set state = 'processing', updated_at = now() - interval '59 minutes' where id = $1",
			[id],
		);
		expect(mine(await sweep("small-1"))).toEqual([]);
		await owner.query("update documents set updated_at = now() - interval '61 minutes' where id = $1", [id]);
		await sweep("small-1");
		await work();
		expect(await document(id)).toMatchObject({ state: "ready", versions: [{ embedded: 3 }] });
	});

	/** What the sweep asks for, of all organisations. */
	async function sweep(model: string) {
		await sweepEmbeddings(model);
		return [...(await waitingJobs(embedDocumentJob)), ...(await waitingJobs(readDocumentJob))].map(
			({ payload }) => payload,
		);
	}
	const mine = (payloads: { orgId: string }[]) => payloads.filter(({ orgId }) => orgId === org.id);
	const sendAgain = (versionId: string) =>
		as(org, "user", (ctx) => ctx.enqueue(embedDocumentJob, { orgId: org.id, versionId }));
});
