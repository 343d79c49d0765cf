import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getThread, listThreads } from "#app/domain/assistant/member/threads/thread-queries.ts";
import { answerQuestion } from "#app/domain/assistant/member/turns/answer-question.ts";
import { askQuestion } from "#app/domain/assistant/member/turns/ask-question.ts";
import { openQuestion } from "#app/domain/assistant/member/turns/open-question.ts";
import { getAnswer } from "#app/domain/knowledge/asking/answer-queries.ts";
import { askKnowledge } from "#app/domain/knowledge/asking/ask-knowledge.ts";
import { WITHHELD } from "#app/domain/knowledge/collections/readable.ts";
import { changeDocument } from "#app/domain/knowledge/documents/change-document.ts";
import { getDocument } from "#app/domain/knowledge/documents/document-queries.ts";
import { removeDocument } from "#app/domain/knowledge/documents/remove-document.ts";
import { openModels } from "#app/providers/ai/door.ts";
import { type Actor, house, inOrg, type Role } from "#db/context.ts";
import { makeCollection, makeDocument } from "#tests/domain/knowledge/library.ts";
import type { ModelStandIn } from "#tests/standins/model-server.ts";
import { OPENAI_KEY, startOpenAi } from "#tests/standins/openai.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
let closed: string;
let handbook: string;
let standIn: ModelStandIn;

beforeAll(async () => {
	await openTestHouse();
	standIn = await startOpenAi();
});
afterAll(() => standIn.stop());
beforeEach(async () => {
	org = await makeOrg();
	closed = await makeCollection(org, "Owners", "roles", ["owner"]);
	handbook = await makeDocument(org, "Handbook", "Parental leave lasts fourteen weeks.");
	await makeDocument(org, "Summary", "Parental leave is explained by the office.");
	standIn.replies = [];
});

const scopeOf = (role: Role) => {
	const { id, name, userId } = org.members[role];
	const actor: Actor = { kind: "member", id, name, role, userId };
	return { org: org.id, actor, requestId: newId() };
};
const door = (isThere: boolean) =>
	openModels({
		providers: isThere
			? [{ kind: "openai", name: "gpt", model: "gpt-4o-mini", apiKey: OPENAI_KEY, baseUrl: `${standIn.url}/v1` }]
			: [],
		order: isThere ? ["gpt"] : [],
	});
const restrict = async () => {
	const { version, title } = await as(org, "owner", (ctx) => getDocument(ctx, handbook));
	await as(org, "owner", (ctx) => changeDocument(ctx, handbook, { title, collectionId: closed, version }));
};
const QUESTION = "How long is parental leave?";

describe("answers of the knowledge that were kept", () => {
	const ask = async (role: Role, models = door(false)) =>
		(await askKnowledge((fn) => as(org, role, fn), { question: QUESTION, vector: null }, models)).id;
	const read = (role: Role, id: string) => as(org, role, (ctx) => getAnswer(ctx, id));

	test("KB-5: what stands in a document that was restricted since is not shown any more, the rest is", async () => {
		const id = await ask("user");
		const own = await ask("owner");
		expect((await read("user", id)).quotes.map(({ title }) => title)).toEqual(["Handbook", "Summary"]);
		await restrict();
		const { quotes, answer } = await read("user", id);
		expect(quotes.map(({ title, isWithheld }) => [title, isWithheld])).toEqual([
			[WITHHELD, true],
			["Summary", false],
		]);
		expect(JSON.stringify({ quotes, answer })).not.toMatch(/Handbook|fourteen/);
		expect(JSON.stringify(quotes)).not.toContain(handbook);
		expect((await read("owner", own)).quotes.map(({ title }) => title)).toEqual(["Handbook", "Summary"]);
	});

	test("KB-5: what was removed is shown to nobody, and comes back with the permission", async () => {
		const id = await ask("owner");
		await as(org, "owner", (ctx) => removeDocument(ctx, handbook));
		expect((await read("owner", id)).quotes[0]).toMatchObject({ title: WITHHELD, quote: "" });
		await house().database.owner.query("update documents set deleted_at = null where id = $1", [handbook]);
		expect((await read("owner", id)).quotes[0]).toMatchObject({ title: "Handbook", isWithheld: false });
	});

	test("KB-5: a model's words go with the document that they came from", async () => {
		const quotes = [{ passage: 1, quote: "Parental leave lasts fourteen weeks." }];
		standIn.replies.push({ text: JSON.stringify({ holds: true, answer: "Fourteen weeks.", quotes }) });
		const id = await ask("user", door(true));
		expect((await read("user", id)).answer).toBe("Fourteen weeks.");
		await restrict();
		expect((await read("user", id)).answer).toBe("");
	});
});

describe("conversations with the assistant that were kept", () => {
	async function ask(role: Role, models = door(false)) {
		const asked = await inOrg(scopeOf(role), (ctx) => askQuestion(ctx, { text: QUESTION, key: newId() }));
		await answerQuestion(scopeOf(role), asked.claim!, models);
		return asked.threadId;
	}
	const read = (role: Role, id: string) => as(org, role, (ctx) => getThread(ctx, id));

	test("CHAT-2: what stood in a document that was restricted since is not shown any more, the other lines are", async () => {
		const id = await ask("user");
		const before = (await read("user", id)).messages[1]!;
		expect(before.body).toContain("fourteen");
		expect(before.sources).toHaveLength(2);
		await restrict();
		const { body, sources } = (await read("user", id)).messages[1]!;
		expect(body).toContain("explained by the office");
		expect(sources.map(({ title }) => title).sort()).toEqual([WITHHELD, "Summary"]);
		expect(JSON.stringify({ body, sources })).not.toMatch(/Handbook|fourteen/);
		expect(JSON.stringify(sources)).not.toContain(handbook);
		// Neither is it searched for, nor told to a model as what was said before.
		const found = (q: string) => as(org, "user", (ctx) => listThreads(ctx, { q }));
		expect((await found("fourteen")).data).toEqual([]);
		expect((await found("parental leave")).data).toHaveLength(1);
		const next = await inOrg(scopeOf("user"), (ctx) =>
			askQuestion(ctx, { threadId: id, text: "And then?", key: newId() }),
		);
		const opened = await inOrg(scopeOf("user"), (ctx) => openQuestion(ctx, next.claim!));
		expect(JSON.stringify(opened!.history)).not.toMatch(/Handbook|fourteen/);
	});

	test("CHAT-2: all of a model's answer goes with the document, and whoever may read it keeps it", async () => {
		standIn.otherwise = { text: "Fourteen weeks, says the handbook [1]." };
		const [users, owners] = [await ask("user", door(true)), await ask("owner", door(true))];
		expect((await read("user", users)).messages[1]).toMatchObject({ source: "model" });
		await restrict();
		expect(JSON.stringify((await read("user", users)).messages[1])).not.toMatch(/ourteen|andbook/);
		expect((await read("owner", owners)).messages[1]!.body).toContain("Fourteen weeks");
	});
});
