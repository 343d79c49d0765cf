import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { openLine } from "#app/domain/assistant/member/lines/answer-line.ts";
import { followAnswer } from "#app/domain/assistant/member/lines/follow-answer.ts";
import { NOT_FOUND, refuseAnswer, UNCONFIRMED } from "#app/domain/assistant/member/rules/check-answer.ts";
import { readCalls, shownOf } from "#app/domain/assistant/member/rules/read-calls.ts";
import { getThread } from "#app/domain/assistant/member/threads/thread-queries.ts";
import { answerQuestion } from "#app/domain/assistant/member/turns/answer-question.ts";
import { askQuestion } from "#app/domain/assistant/member/turns/ask-question.ts";
import { stopAnswer } from "#app/domain/assistant/member/turns/stop-answer.ts";
import { addDocument } from "#app/domain/knowledge/documents/add-document.ts";
import { openModels } from "#app/providers/ai/door.ts";
import { type Actor, inOrg, type Role } from "#db/context.ts";
import type { ModelStandIn } from "#tests/standins/model-server.ts";
import { OPENAI_KEY, startOpenAi } from "#tests/standins/openai.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let standIn: ModelStandIn;
const TOLD = "The warranty on ceramic coating lasts four years.";

beforeAll(async () => {
	await openTestHouse();
	standIn = await startOpenAi();
});
afterAll(() => standIn.stop());
beforeEach(async () => {
	org = await makeOrg();
	standIn.replies = [];
	standIn.asked = [];
	standIn.otherwise = { fault: "500" };
});

const models = () =>
	openModels({
		providers: [
			{ name: "openai", kind: "openai", model: "gpt-4o-mini", baseUrl: `${standIn.url}/v1`, apiKey: OPENAI_KEY },
		],
		order: ["openai"],
	});

function scopeOf(role: Role, of = org) {
	const { id, name, userId } = of.members[role];
	const actor: Actor = { kind: "member", id, name, role, userId };
	return { org: of.id, actor, requestId: newId() };
}

async function addWarranty() {
	const bytes = (async function* () {
		yield Buffer.from(`Warranty terms\n\n${TOLD} It covers peeling and yellowing.`);
	})();
	await addDocument((fn) => as(org, "manager", fn), { name: "Warranty.txt", mediaType: "text/plain", bytes }, {});
	await runJobs(new Date(Date.now() + 5_000));
}

const begin = (text: string) => inOrg(scopeOf("user"), (ctx) => askQuestion(ctx, { text, key: newId() }));

async function ask(text: string) {
	const asked = await begin(text);
	await answerQuestion(scopeOf("user"), asked.claim!, models());
	const thread = await as(org, "user", (ctx) => getThread(ctx, asked.threadId));
	return thread.messages.at(-1)!;
}

const QUESTION = "How long does the warranty on ceramic coating last?";

describe("CHAT-2: what a model says of the knowledge stands there", () => {
	beforeEach(addWarranty);

	test("CHAT-2: an answer that marks its passage and quotes it word by word is given", async () => {
		standIn.replies = [{ text: `Four years: “The warranty on ceramic coating lasts four years” [1].` }];
		const answer = await ask(QUESTION);
		expect(answer).toMatchObject({ source: "model", body: expect.stringContaining("Four years") });
		expect(answer.sources[0]).toMatchObject({ mark: 1, title: "Warranty" });
		expect(standIn.asked).toHaveLength(1);
	});

	test.each([
		["a mark that was never given", "It lasts ten years [7]."],
		["a quote that does not stand there", "“The warranty on ceramic coating lasts ten years” [1]."],
		["no mark at all", "The warranty lasts ten years."],
	])("CHAT-2: of a model that lies by %s the rules' quotation is left, and the lie is recorded", async (_, lie) => {
		standIn.replies = [{ text: lie }];
		const answer = await ask(QUESTION);
		expect(answer).toMatchObject({ source: "rules", state: "done" });
		expect(answer.body).toContain(TOLD);
		expect(answer.body).not.toContain("ten years");
		const calls = await as(org, "owner", ({ db }) =>
			db.selectFrom("ai_calls").select("outcome").orderBy("id").execute(),
		);
		expect(calls.map(({ outcome }) => outcome)).toEqual(["discarded", "ok"]);
	});

	test("CHAT-2: whoever follows a lie is told that it is void, and then the quotation", async () => {
		standIn.replies = [{ text: "The warranty lasts ten years." }];
		const asked = await begin(QUESTION);
		const working = answerQuestion(scopeOf("user"), asked.claim!, models());
		let shown = "";
		for await (const piece of followAnswer(scopeOf("user"), asked)) {
			if (piece.event === "restart") shown = "";
			if (piece.event === "text") shown += piece.data.text;
			if (piece.event === "done") expect(piece.data.answer.body).toBe(shown);
		}
		await working;
		expect(shown).toContain(TOLD);
		expect(shown).not.toContain("ten years");
	});
});

describe("CHAT-2: where nothing is known", () => {
	test("CHAT-2: a model's own knowledge is given as unconfirmed, and a plain “not found” as it is", async () => {
		standIn.replies = [{ text: "Paris is the capital of France." }];
		expect((await ask("What is the capital of France?")).body).toBe(
			`Paris is the capital of France.\n\n${UNCONFIRMED}`,
		);
		standIn.replies = [{ text: NOT_FOUND }];
		expect((await ask("What is the capital of France?")).body).toBe(NOT_FOUND);
	});

	test("CHAT-2: the member's own words and titles of what was found may be quoted", () => {
		const given = {
			parts: ["Your open tasks:\n- Call Ann Kramer [1]"],
			sources: [{ mark: 1, title: "Call Ann Kramer", note: "task", href: "/tasks/1" }],
			proposals: [],
			said: ["what about the blue van?"],
		};
		expect(refuseAnswer("“Call Ann Kramer” [1] is open. On “the blue van” I know nothing.", given)).toBeNull();
		expect(refuseAnswer("“Call Bob Kramer” [1] is open.", given)).toContain("Call Bob Kramer");
		// A real passage under another's mark is no proof.
		const two = {
			...given,
			sources: [...given.sources, { mark: 2, title: "Other", note: "", href: "/x", quote: "Something else." }],
		};
		expect(refuseAnswer("“Call Ann Kramer” [2] is open.", two)).not.toBeNull();
	});
});

describe("CHAT-1: the first word waits for no plan", () => {
	test("CHAT-1: what the rules know, and what a model can say at once, is one call", async () => {
		standIn.replies = [{ text: "Nothing waits." }];
		await ask("show pending intakes");
		expect(standIn.asked).toHaveLength(1);
	});

	test("CHAT-1: a wish for tools is never shown, wherever it stands and however it is cut", () => {
		const written = 'Let me look.\nTOOLS [{"tool":"find_records","input":{"q":"Ann"}}]';
		const shown = Array.from({ length: written.length + 1 }, (_, end) => shownOf(written.slice(0, end)));
		expect(shown.every((text) => "Let me look.\n".startsWith(text))).toBe(true);
		expect(readCalls(written)).toEqual([{ tool: "find_records", input: { q: "Ann" } }]);
		expect(readCalls("TOOLS nonsense")).toEqual([]);
		expect(readCalls("Our tools are good.")).toBeUndefined();
		expect(shownOf("Tools are in bay 2")).toBe("Tools are in bay 2");
	});

	test("CHAT-1: a model that asks for tools without end leaves the rules' answer", async () => {
		standIn.otherwise = { text: 'TOOLS [{"tool":"list_deals","input":{}}]' };
		const answer = await ask("What do we sell best?");
		expect(answer.source).toBe("rules");
		expect(answer.body).not.toContain("TOOLS");
		expect(standIn.asked).toHaveLength(4);
	});
});

describe("CHAT-1: following an answer", () => {
	test("CHAT-1: each reader is given what came before it and all that follows, and void words are taken back", async () => {
		const line = openLine(newId());
		line.write("One ");
		const read = async () => {
			let text = "";
			for await (const piece of line.read()) text = piece === null ? "" : text + piece;
			return text;
		};
		const first = read();
		line.write("two");
		const second = read();
		line.restart();
		line.write("Three");
		line.end();
		expect([await first, await second]).toEqual(["Three", "Three"]);
	});

	test("CHAT-1: where another process writes, the saved words are followed to the end", async () => {
		const asked = await begin("help");
		const pieces = followAnswer(scopeOf("user"), asked);
		const save = (set: { body: string; state?: "done" }) =>
			as(org, "user", async (ctx) => {
				await ctx.db.updateTable("assistant_messages").set(set).where("id", "=", asked.answerId).execute();
				await ctx.record({ name: "assistant.answered", subject: { type: "assistant-thread", id: asked.threadId } });
			});
		await save({ body: "Half" });
		expect(await pieces.next()).toMatchObject({ value: { event: "text", data: { text: "Half" } } });
		const next = pieces.next();
		await save({ body: "Half and whole", state: "done" });
		const events = [(await next).value];
		for await (const piece of pieces) events.push(piece);
		expect(events.at(-1)).toMatchObject({ event: "done", data: { answer: { body: "Half and whole" } } });
	});

	test("CHAT-1: nobody else follows it, in the organisation or outside", async () => {
		const asked = await begin("help");
		const other = await makeOrg();
		for (const scope of [scopeOf("owner"), scopeOf("user", other)])
			await expect(followAnswer(scope, asked).next()).rejects.toMatchObject({ status: 404 });
	});

	test("CHAT-1: stopped, it keeps every word that was shown, not only those that were saved", async () => {
		standIn.otherwise = { fault: "hang-half" };
		const asked = await begin("What is the meaning of it?");
		const working = answerQuestion(scopeOf("user"), asked.claim!, models());
		const pieces = followAnswer(scopeOf("user"), asked);
		expect((await pieces.next()).value).toMatchObject({ event: "text" });
		await as(org, "user", (ctx) => stopAnswer(ctx, asked.threadId));
		const events = [];
		for await (const piece of pieces) events.push(piece);
		await working;
		expect(events.at(-1)).toMatchObject({ event: "done", data: { answer: { state: "stopped" } } });
		const thread = await as(org, "user", (ctx) => getThread(ctx, asked.threadId));
		expect(thread.messages.at(-1)?.body).toMatch(/^Half of/);
	});
});
