import { expect, test } from "vitest";
import { type ExpressionData, ExpressionError, evaluate } from "#app/domain/workflows/rules/expressions.ts";
import { tooLarge } from "#app/domain/workflows/running/state/end-step.ts";
import { tryDraft } from "#app/domain/workflows/trying/try-draft.ts";
import { as, makeOrg, openTestHouse } from "#tests/support/house.ts";
import { graphOf } from "./nodes/flow.ts";

const data = (trigger: Record<string, unknown>): ExpressionData => ({ trigger, steps: {}, now: new Date() });
const rows = (many: number) => Array.from({ length: many }, (_, n) => n);
const BIG = "x".repeat(200_000);

test.each([
	["a list of lists fills no memory", "trigger.rows.map(a, trigger.rows)", { rows: rows(100_000) }],
	[
		"nor does a list put together anew for each item",
		"trigger.rows.map(a, trigger.rows + trigger.rows)",
		{ rows: rows(50_000) },
	],
	[
		"nor a text for each pair of items",
		"trigger.rows.map(a, trigger.rows.map(b, trigger.big))",
		{ rows: rows(300), big: "x".repeat(20_000) },
	],
	[
		"what searches a long text for each pair of items is stopped",
		"trigger.rows.filter(a, trigger.rows.exists(b, trigger.big.contains(trigger.needle))).size()",
		{ rows: rows(2_000), big: BIG, needle: `${"x".repeat(99_999)}y` },
	],
	[
		"and so where failures of items are passed over",
		"trigger.rows.exists(a, trigger.rows.all(b, a + b >= 0) && a < 0)",
		{ rows: rows(2_000) },
	],
	[
		"a long text taken apart for each item is stopped",
		'trigger.rows.map(a, trigger.big.split("").size())',
		{ rows: rows(2_000), big: BIG },
	],
])("FLOW-1 an expression works no longer than a second and keeps little: %s", (_what, expression, trigger) => {
	const began = performance.now();
	expect(() => evaluate(expression, data(trigger))).toThrow(ExpressionError);
	expect(performance.now() - began).toBeLessThan(5_000);
});

test("FLOW-1 what people do with lists of hundreds is within the bounds", () => {
	const people = rows(2_000).map((n) => ({ name: `Person ${n}`, tags: ["a", "b", "c"], cents: n }));
	expect(
		evaluate('trigger.people.filter(p, p.tags.exists(t, t == "b") && p.cents > 10).map(p, p.name)', data({ people })),
	).toHaveLength(1_989);
	const groups = rows(300).map((n) => ({ id: n }));
	expect(
		evaluate("trigger.groups.map(g, trigger.groups.filter(h, h.id < g.id).size())", data({ groups })),
	).toHaveLength(300);
});

test("FLOW-3 an answer that nests too deep or cannot be written as JSON is too large, and no fault", () => {
	let deep: unknown = 1;
	for (let level = 0; level < 6_000; level++) deep = [deep];
	expect(tooLarge({ deep })).toMatch(/nest/);
	expect(() => evaluate("trigger.deep", data({ deep }))).toThrow(ExpressionError);
});

test("FLOW-3 a dry run of a draft whose every item works long ends within seconds", async () => {
	await openTestHouse();
	const org = await makeOrg();
	const slow = "trigger.rows.filter(a, a >= 5).size()";
	const graph = graphOf(
		{
			each: ["for_each", { items: "trigger.items" }],
			work: ["transform", { values: [{ name: "n", value: slow }] }],
			done: ["end"],
		},
		["start>each", "each.each>work", "each.done>done"],
	);
	const trigger = { items: rows(500), rows: rows(100_000) };
	const began = performance.now();
	const tried = await as(org, "viewer", async (ctx) => tryDraft(ctx, graph as never, { trigger, subject: null }));
	expect(tried.outcome).toBe("endless");
	expect(tried.steps.length).toBeLessThan(500);
	expect(performance.now() - began).toBeLessThan(15_000);
});
