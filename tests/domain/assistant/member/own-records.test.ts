import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { confirmProposal } from "#app/domain/assistant/member/proposals/decide-proposal.ts";
import { getThread } from "#app/domain/assistant/member/threads/thread-queries.ts";
import { answerQuestion } from "#app/domain/assistant/member/turns/answer-question.ts";
import { askQuestion } from "#app/domain/assistant/member/turns/ask-question.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { answerByRules } from "#app/domain/knowledge/rules/answer.ts";
import { openModels } from "#app/providers/ai/door.ts";
import { type Actor, inOrg, type Role } from "#db/context.ts";
import { makeCollection, makeDocument } from "#tests/domain/knowledge/library.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";

let org: TestOrg;
let lena: string;

const SUPPLIERS =
	"| Supplier | Phone | Lead time |\n|---|---|---|\n| Acme Film | 555-0100 | five days |\n| Bolt | 555-0200 | two weeks |";

beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
	const person = { firstName: "Lena", lastName: "Sloan", email: "lena@example.com", phone: "+14805550136" };
	lena = (await as(org, "user", (ctx) => createContact(ctx, { ...person, stage: "prospect" }))).id;
	await makeDocument(org, "suppliers", SUPPLIERS);
});

async function ask(text: string, { role = "user" as Role, threadId }: { role?: Role; threadId?: string } = {}) {
	const { id, name, userId } = org.members[role];
	const actor: Actor = { kind: "member", id, name, role, userId };
	const scope = { org: org.id, actor, requestId: newId() };
	const asked = await inOrg(scope, (ctx) => askQuestion(ctx, { threadId, text, key: newId() }));
	await answerQuestion(scope, asked.claim!, openModels({ providers: [], order: [] }));
	const thread = await as(org, role, (ctx) => getThread(ctx, asked.threadId));
	return { ...thread.messages.at(-1)!, threadId: asked.threadId };
}
const body = async (text: string, role: Role = "user") => (await ask(text, { role })).body;
const proposed = async (text: string) => (await ask(text)).proposals.map(({ words }) => words);

describe("the members' assistant and the firm's own records", () => {
	test("CHAT-2: own counts are told, here only, with a link to the list", async () => {
		await makeLead(org, { locationId: await makeLocation(org) });
		await as(org, "user", (ctx) => createDeal(ctx, { name: "Fleet tint" }));
		await as(org, "user", (ctx) => createTask(ctx, { title: "Call", dueDate: new Date().toISOString().slice(0, 10) }));
		expect(await body("How many leads do we have?")).toBe("There is 1 lead. [1]");
		// A lead makes a contact too.
		expect(await body("how many contacts")).toBe("There are 2 contacts. [1]");
		expect(await body("how many customers do we have?")).toMatch(/^There (is|are) (no|1) customers?\. \[1\]$/);
		expect(await body("How many open deals are there?")).toBe("There is 1 open deal. [1]");
		expect(await body("number of tasks")).toBe("There is 1 open task. [1]");
		expect(await body("How many tasks are due this week?")).toMatch(/^There (is 1|are no) open tasks? due from /);
		expect(await body("how many appointments this week")).toMatch(
			/^There are no booked appointments from .+ to .+\. \[1\]$/,
		);
		expect(await body("How many won deals do we have?")).toBe("There are no won deals. [1]");
		const other = await makeOrg();
		[org] = [other];
		expect(await body("how many contacts")).toBe("There are no contacts. [1]");
	});

	test("CHAT-2: of documents only those are counted that the member may read", async () => {
		await makeDocument(org, "Wages", "Paid on Fridays.", await makeCollection(org, "Owners", "roles", ["owner"]));
		expect(await body("How many documents are there?", "viewer")).toBe("There is 1 document. [1]");
		expect(await body("How many documents are there?", "owner")).toBe("There are 2 documents. [1]");
	});

	test("CHAT-2: what merely sounds like a count is asked of the knowledge", async () => {
		await makeDocument(org, "Rules", "Apprentices have twenty days of vacation.");
		expect(await body("How many days of vacation do apprentices have?")).toContain("twenty days");
		expect(await body("how many tasks may an apprentice take on a Sunday")).not.toMatch(/There (is|are)/);
	});

	test.each([
		["What is the phone number of Lena Sloan?", /^Lena Sloan, phone: \+14805550136 \[1\]$/],
		["what's Lena Sloan's email address", /email: lena@example\.com/],
		["What is the job title of Lena Sloan?", /^No job title of Lena Sloan is kept\. \[1\]$/],
		["What is the phone number of Acme Film?", /555-0100/],
	])("CHAT-2: %s", async (question, wanted) => {
		expect(await body(question)).toMatch(wanted);
	});

	test("CHAT-2: the knowledge is searched for what is named, and says when it holds nothing", async () => {
		await makeDocument(org, "Tint", "Window tint is applied in two layers.");
		expect(await body("Search the knowledge for window tint")).toContain("two layers");
		expect(await body("search our documents for giraffes")).toBe(
			"The knowledge that you may read holds nothing about “giraffes”.",
		);
	});

	test("KB-5: a table's head or a heading said again is no answer, a row of it is", () => {
		const source = {
			id: "",
			documentId: "",
			title: "suppliers",
			page: null,
			position: 0,
			heading: "",
			body: SUPPLIERS,
		};
		expect(answerByRules("How many leads do we have?", [source])).toEqual([]);
		expect(answerByRules("What is the lead time of Bolt?", [source])).toMatchObject([
			{ quote: "| Bolt | 555-0200 | two weeks |" },
		]);
		expect(answerByRules("Office hours", [{ ...source, body: "Office hours", title: "Office hours" }])).toEqual([]);
		expect(answerByRules("office phone", [{ ...source, body: "Office phone | 555-0300" }])).toHaveLength(1);
		const page = { ...source, body: "Supplier | Phone | Lead time\nAcme | 555 | five days\nBolt | 556 | two weeks" };
		expect(answerByRules("lead time", [page])).toEqual([]);
	});

	test("CHAT-2: a text and an email are proposed however they are asked for", async () => {
		expect((await proposed("Text Lena Sloan that the car is ready"))[0]).toMatch(
			/^Send this text to Lena Sloan \(\+14805550136\):[\s\S]*The car is ready\.$/,
		);
		expect((await proposed("Text Lena Sloan your car is ready"))[0]).toMatch(/^Send this text to Lena Sloan/);
		expect((await proposed("text lena sloan: your car is ready"))[0]).toMatch(/Your car is ready\.$/);
		expect((await proposed("Email Lena Sloan about her appointment"))[0]).toMatch(
			/^Send the email “Your appointment” to Lena Sloan/,
		);
	});

	test("CHAT-2: the stage of a contact is proposed and set, that of a deal moves it", async () => {
		const { proposals } = await ask("Set the stage of Lena Sloan to customer");
		expect(proposals[0]!.words).toBe("Set the stage of Lena Sloan from Prospect to Customer");
		await as(org, "user", (ctx) => confirmProposal(ctx, proposals[0]!.id));
		expect(await proposed("Make Lena Sloan a former customer")).toEqual([
			"Set the stage of Lena Sloan from Customer to Former customer",
		]);
		await as(org, "user", (ctx) => createDeal(ctx, { name: "Fleet tint" }));
		expect(await proposed("Set the stage of Fleet tint to Won")).toEqual([
			"Move the deal “Fleet tint” from Qualified to Won",
		]);
		expect(await body("Set the stage of Lena Sloan to emperor")).toContain("one of lead, prospect, customer, former");
		expect((await ask("Set the stage of Lena Sloan to customer", { role: "viewer" })).proposals).toEqual([]);
	});

	test("CHAT-2: who was named just before stays the one who is spoken of", async () => {
		const { threadId } = await ask("Find Lena Sloan");
		const task = await ask("Create a task for her: send invoice on Monday", { threadId });
		expect(task.proposals[0]!.words).toMatch(
			/^Create the task “Send invoice”, due .+, about Lena Sloan, assigned to you$/,
		);
		expect((await ask("Text her that the car is ready", { threadId })).proposals[0]!.words).toContain("to Lena Sloan");
		expect((await ask("What is her phone number?", { threadId })).body).toContain("+14805550136");
		// In another conversation nobody was named.
		expect((await ask("Create a task for her: send invoice")).proposals[0]!.words).not.toContain("Lena");
		expect(await proposed("Create a task for Lena Sloan: send invoice")).toEqual([
			"Create the task “Send invoice”, about Lena Sloan, assigned to you",
		]);
	});

	test("CHAT-2: a confirmed message that is held says so, not that it is done", async () => {
		const { proposals, threadId } = await ask("Email Lena Sloan about her appointment");
		await as(org, "user", (ctx) => confirmProposal(ctx, proposals[0]!.id));
		const thread = await as(org, "user", (ctx) => getThread(ctx, threadId));
		expect(thread.messages[1]!.proposals[0]).toMatchObject({
			state: "confirmed",
			outcome: expect.stringMatching(/held/),
		});
		expect(lena).toBeTruthy();
	});
});
