import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getAnswer, listReview } from "#app/domain/knowledge/asking/answer-queries.ts";
import { askKnowledge } from "#app/domain/knowledge/asking/ask-knowledge.ts";
import { judgeAnswer } from "#app/domain/knowledge/asking/judge-answer.ts";
import { settleQuestion } from "#app/domain/knowledge/asking/settle-question.ts";
import { openModels } from "#app/providers/ai/door.ts";
import { house, type Role } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { makeDocument } from "./library.ts";

describe("KB-6: the review of answers", () => {
	let org: TestOrg;
	let other: TestOrg;

	beforeAll(async () => {
		await openTestHouse();
		other = await makeOrg("Another firm");
	});
	beforeEach(async () => {
		org = await makeOrg();
		await makeDocument(org, "Warranty", "The warranty lasts five years from the day of the work.");
	});

	const models = openModels({ providers: [], order: [] });
	const ask = (question: string, role: Role = "user") =>
		askKnowledge((fn) => as(org, role, fn), { question, vector: null }, models);
	const review = async (firm = org) => (await as(firm, "manager", (ctx) => listReview(ctx))).data;
	const told = async () => {
		const rows = await house().database.owner.query<{ name: string }>(
			"select name from events where org_id = $1 and name like 'knowledge.%' order by id",
			[org.id],
		);
		return rows.map(({ name }) => name);
	};

	test("KB-6: what was missing and what did not help collect, and go once they are settled", async () => {
		const good = await ask("How long does the warranty last?");
		const missing = await ask("Who paints zeppelins?");
		expect([good.outcome, missing.outcome]).toEqual(["answered", "missing"]);
		expect((await review()).map(({ id }) => id)).toEqual([missing.id]);
		await as(org, "user", (ctx) => judgeAnswer(ctx, good.id, { thumb: "down", note: "It is seven by now." }));
		expect((await as(org, "user", (ctx) => getAnswer(ctx, good.id))).note).toBe("It is seven by now.");
		expect((await review()).map(({ id }) => id)).toEqual([missing.id, good.id]);
		await as(org, "manager", (ctx) => settleQuestion(ctx, good.id));
		expect((await review()).map(({ id }) => id)).toEqual([missing.id]);
		expect(await told()).toEqual(["knowledge.judged", "knowledge.settled"]);
	});

	test("KB-6: an answer is judged by whoever asked, and settled by who looks after collections, here alone", async () => {
		const { id } = await ask("Who paints zeppelins?");
		for (const [firm, role] of [
			[org, "admin"],
			[other, "user"],
		] as const) {
			await expect(as(firm, role, (ctx) => judgeAnswer(ctx, id, { thumb: "up" }))).rejects.toMatchObject({
				status: 404,
			});
		}
		await expect(as(org, "user", (ctx) => settleQuestion(ctx, id))).rejects.toMatchObject({ status: 403 });
		await expect(as(other, "owner", (ctx) => settleQuestion(ctx, id))).rejects.toMatchObject({ status: 404 });
		expect(await review(other)).toEqual([]);
		expect(await told()).toEqual([]);
	});
});
