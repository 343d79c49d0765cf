import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { declineProposal } from "#app/domain/assistant/member/proposals/decide-proposal.ts";
import { readDecision } from "#app/domain/assistant/member/rules/read-decision.ts";
import { getThread } from "#app/domain/assistant/member/threads/thread-queries.ts";
import { answerQuestion } from "#app/domain/assistant/member/turns/answer-question.ts";
import { askQuestion } from "#app/domain/assistant/member/turns/ask-question.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { openModels } from "#app/providers/ai/door.ts";
import { type Actor, inOrg } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
beforeAll(async () => void (await openTestHouse()));
beforeEach(async () => {
	org = await makeOrg();
});

const models = openModels({ providers: [], order: [] });

function scope() {
	const { id, name, userId } = org.members.user;
	const actor: Actor = { kind: "member", id, name, role: "user", userId };
	return { org: org.id, actor, requestId: newId() };
}

/** Asks, and answers by rules. `seen`: the proposals on the page; by default all that the conversation has open. */
async function say(text: string, threadId?: string, seen?: string[]) {
	const open = threadId ? (await proposals(threadId)).filter(({ state }) => state === "proposed") : [];
	const question = { threadId, text, key: newId(), seen: seen ?? open.map(({ id }) => id) };
	const asked = await inOrg(scope(), (ctx) => askQuestion(ctx, question));
	await answerQuestion(scope(), asked.claim!, models);
	const thread = await as(org, "user", (ctx) => getThread(ctx, asked.threadId));
	return { ...asked, answer: thread.messages.at(-1)! };
}

async function proposals(threadId: string) {
	const thread = await as(org, "user", (ctx) => getThread(ctx, threadId));
	return thread.messages.flatMap((message) => message.proposals);
}

const tasks = () => as(org, "user", ({ db }) => db.selectFrom("tasks").select(["title", "subject_id"]).execute());
const titles = async () => (await tasks()).map(({ title }) => title).sort();

describe("CHAT-2: a yes or no in words", () => {
	test.each([
		["confirm", { act: "confirm" }],
		["Yes", { act: "confirm" }],
		["yes, please do it!", { act: "confirm" }],
		["OK, do it", { act: "confirm" }],
		["go ahead", { act: "confirm" }],
		["confirm 2", { act: "confirm", which: 2 }],
		["yes, both", { act: "confirm", which: "all" }],
		["no", { act: "decline" }],
		["cancel", { act: "decline" }],
		["Don’t do it.", { act: "decline" }],
		["decline number 3", { act: "decline", which: 3 }],
	])("CHAT-2: “%s” is a decision", (text, wanted) => {
		expect(readDecision(text)).toEqual(wanted);
	});

	test.each([
		"ok",
		"book",
		"yes or no?",
		"confirm the price of tint",
		"cancel the appointment of Ann",
		"no idea who Ann is",
	])("CHAT-2: “%s” decides nothing", (text) => {
		expect(readDecision(text)).toBeUndefined();
	});

	test("CHAT-2: yes carries out the one open change, once, and says so with a link", async () => {
		const { threadId } = await say("remind me to order film");
		const { answer } = await say("yes", threadId);
		expect(answer).toMatchObject({ source: "rules", body: "The task “Order film” is created. [1]" });
		expect(answer.sources[0]?.href).toMatch(/^\/tasks\//);
		expect(await titles()).toEqual(["Order film"]);
		expect((await say("yes", threadId)).answer.body).toBe("Nothing here waits for a yes or a no.");
		expect(await titles()).toEqual(["Order film"]);
	});

	test("CHAT-2: no leaves it undone for good", async () => {
		const { threadId } = await say("remind me to order film");
		expect((await say("no", threadId)).answer.body).toBe("Nothing was changed.");
		expect((await proposals(threadId))[0]?.state).toBe("declined");
		await say("do it", threadId);
		expect(await tasks()).toEqual([]);
	});

	test("CHAT-2: of several it asks which, and the number decides; another's decision does not shift them", async () => {
		const { threadId } = await say("remind me to order film");
		await say("remind me to sweep bay 2", threadId);
		await say("remind me to wash the van", threadId);
		const which = (await say("confirm", threadId)).answer;
		expect(which.body).toContain("Which one do you mean?\n- 1: Create the task “Order film”");
		expect(await tasks()).toEqual([]);
		const [first] = await proposals(threadId);
		await as(org, "user", (ctx) => declineProposal(ctx, first!.id));
		await say("confirm 2", threadId);
		expect(await titles()).toEqual(["Sweep bay 2"]);
		expect((await say("confirm 1", threadId)).answer.body).toMatch(/^There is no open change number 1 here/);
	});

	test("CHAT-2: all carries out each of them", async () => {
		const { threadId } = await say("remind me to order film");
		await say("remind me to sweep bay 2", threadId);
		await say("confirm all", threadId);
		expect(await titles()).toEqual(["Order film", "Sweep bay 2"]);
	});

	test("CHAT-2: what the person did not see is not confirmed by their yes", async () => {
		const { threadId } = await say("remind me to order film");
		const [shown] = await proposals(threadId);
		// Another tab asked for more meanwhile; this page still shows the first, and the second time nothing at all.
		await say("remind me to fire everybody", threadId);
		expect((await say("yes", threadId, [])).answer.body).toContain("was not on your page");
		expect(await tasks()).toEqual([]);
		await say("yes", threadId, [shown!.id]);
		expect(await titles()).toEqual(["Order film"]);
	});

	test("CHAT-2: a yes that is taken up again after a crash tells what it did, and does it no second time", async () => {
		const { threadId } = await say("remind me to order film");
		const seen = (await proposals(threadId)).map(({ id }) => id);
		const asked = await inOrg(scope(), (ctx) => askQuestion(ctx, { threadId, text: "yes", key: newId(), seen }));
		await answerQuestion(scope(), asked.claim!, models);
		// As if the process had died between the change and the answer.
		await as(org, "user", ({ db }) =>
			db
				.updateTable("assistant_messages")
				.set({ state: "writing", body: "" })
				.where("id", "=", asked.answerId)
				.execute(),
		);
		await answerQuestion(scope(), asked.claim!, models);
		const thread = await as(org, "user", (ctx) => getThread(ctx, threadId));
		expect(thread.messages.at(-1)?.body).toBe("The task “Order film” is created. [1]");
		expect(await titles()).toEqual(["Order film"]);
	});

	test("CHAT-2: a yes in another conversation, or of what is older than a day, changes nothing", async () => {
		const { threadId } = await say("remind me to order film");
		const seen = (await proposals(threadId)).map(({ id }) => id);
		await say("yes", undefined, seen);
		expect(await tasks()).toEqual([]);
		await as(org, "user", ({ db }) =>
			db
				.updateTable("assistant_proposals")
				.set({ created_at: new Date(Date.now() - 25 * 3_600_000) })
				.execute(),
		);
		await say("yes", threadId, seen);
		expect(await tasks()).toEqual([]);
	});
});

describe("CHAT-2: a task about somebody", () => {
	const add = (firstName: string, lastName: string, email?: string) =>
		as(org, "user", (ctx) => createContact(ctx, { firstName, lastName, ...(email ? { email } : {}) }));

	test("CHAT-2: the one contact whom the words name is what the task is about", async () => {
		const { id } = await add("Ann", "Kramer");
		await add("Annabel", "Stone");
		const { threadId, answer } = await say("remind me to call Ann Kramer about the tint tomorrow");
		expect(answer.proposals[0]?.words).toContain("about Ann Kramer");
		await say("yes", threadId);
		expect(await tasks()).toEqual([{ title: "Call Ann Kramer about the tint", subject_id: id }]);
	});

	test("CHAT-2: of several of one name it asks which; an address decides", async () => {
		await add("Ann", "Kramer", "ann@example.com");
		const { id } = await add("Ann", "Stone", "stone@example.com");
		const asked = (await say("remind me to call Ann tomorrow")).answer;
		expect(asked.proposals).toEqual([]);
		expect(asked.body).toContain("Which one do you mean?");
		expect(asked.sources.map(({ title }) => title).sort()).toEqual(["Ann Kramer", "Ann Stone"]);
		const { threadId } = await say("remind me to call stone@example.com tomorrow");
		await say("yes", threadId);
		expect((await tasks())[0]?.subject_id).toBe(id);
	});

	test("CHAT-2: nobody of that name, or no name at all, leaves the words alone", async () => {
		await add("Ann", "Kramer");
		for (const words of ["remind me to call Zebulon", "remind me to annotate the price list"])
			expect((await say(words)).answer.proposals[0]?.words).not.toContain("about");
	});
});
