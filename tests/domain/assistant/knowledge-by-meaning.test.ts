import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { env } from "#app/base/env.ts";
import { isInsideTransaction } from "#app/base/transaction-guard.ts";
import { receiveChatLine } from "#app/domain/assistant/receive-chat-line.ts";
import { answerChatLine } from "#app/domain/assistant/turns/answer-chat-line.ts";
import { embedDocument } from "#app/domain/knowledge/indexing/embed-document.ts";
import { questionVector } from "#app/doors/knowledge.ts";
import { openModels } from "#app/providers/ai/door.ts";
import { openProviders, providers, setProviders } from "#app/providers/open.ts";
import { inOrg } from "#db/context.ts";
import { EMBEDDING_KEY, type EmbeddingStandIn, startEmbeddings } from "#tests/standins/embeddings.ts";
import type { ModelStandIn } from "#tests/standins/model-server.ts";
import { OPENAI_KEY, startOpenAi } from "#tests/standins/openai.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { asActor, openTestHouse, SYSTEM, testEnv } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeCollection, makeDocument } from "../knowledge/library.ts";
import { type Customer, makeShop, NOW, type Shop } from "./shop.ts";

/** Shares no word with what it answers. */
const TEXT = "There is wifi in the waiting room.";
const QUESTION = "Do you have internet?";

describe("a customer's question by its meaning", () => {
	let shop: Shop;
	let ann: Customer;
	let server: EmbeddingStandIn;
	let model: ModelStandIn;

	beforeAll(async () => {
		await openTestHouse();
		server = await startEmbeddings();
		model = await startOpenAi();
	});
	afterAll(async () => {
		await server.stop();
		await model.stop();
	});
	beforeEach(async () => {
		testEnv({ EMBEDDING_MODEL: "small-1", EMBEDDING_BASE_URL: `${server.url}/v1`, EMBEDDING_API_KEY: EMBEDDING_KEY });
		const gpt = {
			...{ kind: "openai" as const, name: "gpt", model: "gpt-4o-mini" },
			...{ apiKey: OPENAI_KEY, baseUrl: `${model.url}/v1` },
		};
		const limits = { firstTokenMs: 1_000, silenceMs: 1_000, totalMs: 4_000 };
		setProviders({ ...openProviders(env()), models: openModels({ providers: [gpt], order: ["gpt"], ...limits }) });
		shop = await makeShop();
		ann = await shop.customer();
		const publicId = await makeCollection(shop.org, "For customers", "public");
		const document = await makeDocument(shop.org, "Visiting us", TEXT, publicId);
		const step = <T>(fn: (ctx: never) => Promise<T>) => asActor(shop.org.id, SYSTEM, fn as never) as Promise<T>;
		const { id } = await asActor(shop.org.id, SYSTEM, ({ db }) =>
			db.selectFrom("document_versions").select("id").where("document_id", "=", document).executeTakeFirstOrThrow(),
		);
		await embedDocument(step as never, id, { embeddings: providers().embeddings!, hasModel: false });
		server.asked = [];
		server.replies = [];
		model.asked = [];
		model.replies = [
			{
				text: JSON.stringify({
					holds: true,
					answer: "Yes, there is wifi in the waiting room.",
					quotes: [{ passage: 1, quote: "wifi in the waiting room" }],
				}),
			},
		];
		model.otherwise = { fault: "500" };
	});

	const begin = async (text: string, key = text) => {
		const scope = { org: shop.org.id, actor: ann.actor, requestId: "test", now: NOW };
		const line = { conversationId: ann.conversationId, key, text };
		return { scope, claim: (await inOrg(scope, (ctx) => receiveChatLine(ctx, line))).answer! };
	};
	const last = async () => (await ann.thread()).at(-1)!;
	const told = "Yes, there is wifi in the waiting room.\n(From “Visiting us”.)";

	test("KB-3 LEAD-6 the chat API finds what shares no word with the question", async () => {
		const key = await makeKey(shop.org);
		const { status, body } = await callApi(key, `/api/chat/${ann.leadId}`, { body: { message: QUESTION } });
		expect(status).toBe(200);
		expect(body).toMatchObject({ source: "model", response: told });
		expect(server.asked.map(({ input }) => input)).toEqual([["do you internet?"]]);
	});

	test("KB-3 LEAD-6 the vector is asked for outside any transaction, and only for what documents may tell", async () => {
		const asked: { question: string; isInside: boolean }[] = [];
		const embed = (question: string) => {
			asked.push({ question, isInside: isInsideTransaction() });
			return questionVector(question);
		};
		const first = await begin(QUESTION);
		await answerChatLine(first.scope, first.claim, providers().models, { embed });
		expect((await last()).text).toBe(told);
		expect(asked).toEqual([{ question: "do you internet?", isInside: false }]);
		const price = await begin("how much is chrome delete?");
		await answerChatLine(price.scope, price.claim, providers().models, { embed });
		expect((await last()).text).toContain("$499.00");
		expect(asked).toHaveLength(1);
	});

	test("KB-3 LEAD-6 without a model of words, a found passage is told only if it holds the question's words", async () => {
		setProviders({ ...providers(), models: openModels({ providers: [], order: [] }) });
		const near = await begin("is there wifi?");
		await answerChatLine(near.scope, near.claim, providers().models, { embed: questionVector });
		expect(await last()).toMatchObject({ source: "rules", text: `${TEXT}\n(From “Visiting us”.)` });
		const far = await begin(QUESTION);
		await answerChatLine(far.scope, far.claim, providers().models, { embed: questionVector });
		expect((await last()).text).toContain("I will not guess");
		expect(server.asked).toHaveLength(2);
	});

	test("KB-3 LEAD-6 a provider that hangs or fails costs a bounded time, and the words answer", async () => {
		setProviders({ ...providers(), models: openModels({ providers: [], order: [] }) });
		for (const reply of [{ fault: "hang" as const }, { status: 401 }]) {
			server.replies = [reply];
			const line = await begin("is there wifi?", JSON.stringify(reply));
			await answerChatLine(line.scope, line.claim, providers().models, { embed: questionVector });
			expect((await last()).text).toContain("wifi in the waiting room");
		}
	});

	test("KB-3 LEAD-6 an answer whose writer died is finished with the same search", async () => {
		await begin(QUESTION);
		await runJobs(new Date(NOW.getTime() + 20_000));
		expect((await last()).text).toBe(told);
	});

	test("LEAD-6 while a person is awaited a quotation is told by the rules, in no other words", async () => {
		model.replies = [];
		const person = await begin("I want to talk to a person");
		await answerChatLine(person.scope, person.claim, providers().models, { embed: questionVector });
		const line = await begin("is there wifi?");
		await answerChatLine(line.scope, line.claim, providers().models, { embed: questionVector });
		expect(await last()).toMatchObject({ source: "rules", text: `${TEXT}\n(From “Visiting us”.)` });
	});
});
