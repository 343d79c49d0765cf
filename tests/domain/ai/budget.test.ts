import { beforeAll, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getAiUse } from "#app/domain/ai/ai-queries.ts";
import { isOverBudget } from "#app/domain/ai/budget.ts";
import { changeBudget } from "#app/domain/ai/change-budget.ts";
import { recordAiCall } from "#app/domain/ai/record-call.ts";
import { AiBudget } from "#app/domain/ai/schema.ts";
import type { Answer, Attempt } from "#app/providers/ai/port.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const budgetOf = (dollars: string, kept = "") => AiBudget.parse({ dollars, kept });

test("AI-2 an administrator sets, changes and lifts the month's budget, on the record", async () => {
	const other = await makeOrg();
	await as(other, "admin", (ctx) => changeBudget(ctx, budgetOf("49.9")));
	expect((await as(other, "admin", getAiUse)).budget).toBe(49_900_000);
	await expect(as(other, "admin", (ctx) => changeBudget(ctx, budgetOf("1", "")))).rejects.toMatchObject({
		status: 409,
	});
	await as(other, "admin", (ctx) => changeBudget(ctx, budgetOf("", "49.90")));
	expect((await as(other, "admin", getAiUse)).budget).toBeNull();
	const events = await as(other, "owner", (ctx) =>
		ctx.db.selectFrom("events").select("changes").where("name", "=", "organisation.changed").orderBy("id").execute(),
	);
	expect(events.map(({ changes }) => changes)).toEqual([{ aiBudget: [null, "49.90"] }, { aiBudget: ["49.90", null] }]);
	await expect(as(other, "manager", (ctx) => changeBudget(ctx, budgetOf("1")))).rejects.toMatchObject({ status: 403 });
});

test("AI-2 what was spent this month counts against it, and the page's figures tell calls, failures and cost", async () => {
	await as(org, "admin", (ctx) => changeBudget(ctx, budgetOf("0.01")));
	expect(await as(org, "user", isOverBudget)).toBe(false);
	const lastMonth = new Date(Date.now() - 32 * 86_400_000);
	await as(org, "user", (ctx) => recordAiCall(ctx, call([attempt({ costMicros: 90_000 })])), lastMonth);
	expect(await as(org, "user", isOverBudget)).toBe(false);
	const attempts = [
		attempt({ outcome: "failed", costMicros: 0, usage: null, latencyMs: 30 }),
		attempt({ costMicros: 9_000, latencyMs: 50 }),
		attempt({ costMicros: null, latencyMs: 70 }),
		attempt({ costMicros: 1_000, latencyMs: 90 }),
	];
	await as(org, "user", (ctx) => recordAiCall(ctx, call(attempts)));
	await as(org, "user", (ctx) => recordAiCall(ctx, { purpose: "assistant", rulesMs: 4 }));
	expect(await as(org, "user", isOverBudget)).toBe(true);
	const { spent, use } = await as(org, "admin", getAiUse);
	expect(spent).toBe(10_000);
	const rules = { provider: "rules", calls: 1, failed: 0, costMicros: 0, unpriced: 0, medianMs: 4 };
	const claude = { provider: "claude", calls: 4, failed: 1, costMicros: 10_000, unpriced: 1, medianMs: 60 };
	expect(use).toMatchObject([
		{ purpose: "assistant", ...rules },
		{ purpose: "lead-chat", ...claude, tokensIn: 30, tokensOut: 15 },
	]);
});

test.each(["-1", "1.234", "12,50", "abc", "99999999"])("AI-2 %s is no sum of dollars", (dollars) => {
	expect(AiBudget.safeParse({ dollars, kept: "" }).success).toBe(false);
});

function attempt(more: Partial<Attempt>): Attempt {
	const usage = { inputTokens: 10, outputTokens: 5 };
	const base = { provider: "claude", model: "m", step: "first", outcome: "ok", reason: null, firstTokenMs: 1 } as const;
	return { ...base, usage, costMicros: 0, latencyMs: 1, ...more };
}

const call = (attempts: Attempt[]) => ({
	purpose: `lead-chat`,
	answer: { attempts, id: newId() } as unknown as Answer,
});
