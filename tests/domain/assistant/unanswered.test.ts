import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getReviewQuestion, listReview } from "#app/domain/knowledge/asking/answer-queries.ts";
import { askKnowledge } from "#app/domain/knowledge/asking/ask-knowledge.ts";
import { settleQuestion } from "#app/domain/knowledge/asking/settle-question.ts";
import { writeAnswer } from "#app/domain/knowledge/asking/write-answer.ts";
import { openModels } from "#app/providers/ai/door.ts";
import { providers, setProviders } from "#app/providers/open.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeCollection, makeDocument } from "../knowledge/library.ts";
import { type Customer, makeShop, type Shop } from "./shop.ts";

describe("what the chat could not answer", () => {
	let shop: Shop;
	let ann: Customer;
	let publicId: string;
	beforeAll(async () => {
		await openTestHouse();
	});
	beforeEach(async () => {
		shop = await makeShop();
		ann = await shop.customer("Annabel");
		publicId = await makeCollection(shop.org, "For customers", "public");
		setProviders({ ...providers(), models: openModels({ providers: [], order: [] }) });
	});
	const review = async (org = shop.org) => (await as(org, "manager", (ctx) => listReview(ctx))).data;

	test("KB-6 LEAD-6 stands in the review once, however often and by whomever it is asked, without who asked", async () => {
		const bob = await shop.customer("Robert");
		expect((await ann.says("Is there a swimming pool?")).text).toContain("do not know that");
		await ann.says("I'm Annabel Miller, annabel@example.test. Do you have a swimming pool?");
		await bob.says("any swimming pools at your shop?");
		const [line, ...rest] = await review();
		expect(rest).toEqual([]);
		expect(line).toMatchObject({
			...{ question: "Is there a swimming pool?", outcome: "missing", isOfCustomers: true, times: 3 },
			askedBy: "Customers",
		});
		const rows = await asActor(shop.org.id, SYSTEM, ({ db }) =>
			db.selectFrom("knowledge_questions").selectAll().execute(),
		);
		expect(rows).toHaveLength(1);
		expect(rows[0]!.member_id).toBeNull();
		const kept = JSON.stringify(rows);
		for (const own of ["Annabel", "Robert", "Miller", "example.test", ann.contactId, bob.contactId])
			expect(kept).not.toContain(own);
		expect(await review(await makeOrg("Other"))).toEqual([]);
	});

	test("KB-6 LEAD-6 is only what was asked and not told: no figures of the chat, no document's answer, no thanks", async () => {
		await makeDocument(shop.org, "Visiting us", "You can park behind the building.", publicId);
		for (const line of [
			"how much is chrome delete?",
			"Is there parking?",
			"thank you",
			"blue",
			"I want to talk to a person",
		])
			await ann.says(line);
		expect(await review()).toEqual([]);
		await ann.says("can I pay with bitcoin?");
		// Left to the person who is awaited, and still a gap.
		await ann.says("Is there a swimming pool?");
		expect((await review()).map(({ question }) => question)).toEqual([
			"Is there a swimming pool?",
			"can I pay with bitcoin?",
		]);
	});

	test("KB-6 a member's question and a customer's are one line, and settled as one", async () => {
		const ask = (question: string) =>
			askKnowledge((fn) => as(shop.org, "user", fn), { question, vector: null }, providers().models);
		await ann.says("Is there a swimming pool?");
		await ask("Do we have swimming pools?");
		await ask("Who paints zeppelins?");
		const listed = await review();
		expect(listed.map(({ times, isOfCustomers }) => [times, isOfCustomers])).toEqual([
			[1, false],
			[2, true],
		]);
		await as(shop.org, "manager", (ctx) => settleQuestion(ctx, listed[1]!.id));
		expect((await review()).map(({ question }) => question)).toEqual(["Who paints zeppelins?"]);
		// Asked again after that it is open again.
		await ann.says("Is there a swimming pool?");
		expect(await review()).toHaveLength(2);
	});

	test("KB-6 the answer is written from there, and the chat tells it to the next who asks", async () => {
		await ann.says("Is there a swimming pool?");
		const { id, question } = (await review())[0]!;
		const write = (role: "user" | "manager", org = shop.org) =>
			writeAnswer((fn) => as(org, role, fn), id, {
				question,
				answer: "No, but the lake is two minutes away on foot.",
				collection: publicId,
			});
		await expect(write("user")).rejects.toMatchObject({ status: 403 });
		await expect(write("manager", await makeOrg("Other"))).rejects.toMatchObject({ status: 404 });
		const added = await write("manager");
		expect(added).toMatchObject({ title: "Is there a swimming pool?", isSame: false });
		expect(await review()).toEqual([]);
		await expect(as(shop.org, "manager", (ctx) => getReviewQuestion(ctx, id))).rejects.toMatchObject({ status: 404 });
		await runJobs(new Date(Date.now() + 60_000));
		const told = await (await shop.customer("Bob")).says("do you have a swimming pool?");
		expect(told.text).toContain("the lake is two minutes away");
		expect(await review()).toEqual([]);
	});
});
