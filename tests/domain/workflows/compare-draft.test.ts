import { beforeAll, describe, expect, it } from "vitest";
import { compareDraft, getComparison } from "#app/domain/workflows/comparing/compare-draft.ts";
import { saveDraft } from "#app/domain/workflows/definitions/save-draft.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeContact } from "#tests/support/messaging.ts";
import { begin, graphOf, type Nodes, publish, runOf } from "./nodes/flow.ts";

let org: TestOrg;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const nodes = (over: Nodes = {}): Nodes => ({
	start: ["manual"],
	find: ["find_record", { record: "contact", by: "id", value: "{{ trigger.who }}" }],
	big: ["branch", { when: "trigger.n > 10" }],
	text: ["send_sms", { contact: "{{ trigger.who }}", text: "Hello {{ steps.find.fields.firstName }}" }],
	each: ["for_each", { items: "trigger.rows" }],
	note: ["transform", { values: [{ name: "x", value: "item * 2" }] }],
	...over,
});
const EDGES = ["start>find", "find.found>big", "big.yes>text", "big.no>each", "each.each>note"];

async function compare(id: string, over: Nodes, edges = EDGES, most?: number) {
	const graph = Graph.parse(graphOf(nodes(over), edges));
	const comparison = await as(org, "manager", async (ctx) => {
		const { version } = await ctx.db
			.selectFrom("workflows")
			.select("version")
			.where("id", "=", id)
			.executeTakeFirstOrThrow();
		await saveDraft(ctx, id, { graph, version });
		return compareDraft(ctx, id, most ? { most } : {});
	});
	await runJobs(undefined, 2);
	return as(org, "viewer", (ctx) => getComparison(ctx, comparison.id));
}

describe("FLOW-3 a draft on earlier runs", () => {
	it("FLOW-3 tells which runs would have gone otherwise and how, from what they did, and sends nothing", async () => {
		const { id } = await publish(org, nodes(), EDGES);
		const contact = await makeContact(org, { first_name: "Cleo" });
		const small = await begin(org, id, { who: contact.id, n: 5, rows: [1, 2] });
		const middle = await begin(org, id, { who: contact.id, n: 15, rows: [] });
		const large = await begin(org, id, { who: contact.id, n: 50, rows: [] });
		await runJobs();
		for (const run of [small, middle, large]) expect(await runOf(org, run)).toMatchObject({ state: "succeeded" });
		const count = () =>
			as(org, "viewer", async (ctx) => ({
				messages: (await ctx.db.selectFrom("messages").select("id").execute()).length,
				runs: (await ctx.db.selectFrom("workflow_runs").select("id").execute()).length,
				steps: (await ctx.db.selectFrom("workflow_steps").select("id").execute()).length,
			}));
		const before = await count();

		// As it is: nothing differs, also where a condition is only written otherwise.
		expect(await compare(id, {})).toMatchObject({ state: "done", total: 3, looked: 3, differing: 0, results: [] });
		expect(await compare(id, { big: ["branch", { when: "10 < trigger.n" }] })).toMatchObject({ differing: 0 });

		// Another limit sends the middle one another way.
		const moved = await compare(id, { big: ["branch", { when: "trigger.n > 20" }] });
		expect(moved).toMatchObject({ looked: 3, differing: 1, results: [{ run: middle, outcome: null }] });
		expect(moved.results[0]!.changes).toEqual([
			"“big” would be left by “No” instead of “Yes”.",
			"“text” would not be done.",
			"“each” would be done too.",
		]);

		// Other words: known from the record of the steps before it.
		const words = await compare(id, {
			text: ["send_sms", { contact: "{{ trigger.who }}", text: "Dear {{ steps.find.fields.firstName }}" }],
		});
		expect(words.results.map(({ run }) => run).sort()).toEqual([middle, large].sort());
		expect(words.results[0]!.changes).toEqual(["“text” would be done otherwise. Would write an SMS: “Dear Cleo”."]);

		// A step that would fail, within a loop too.
		const broken = await compare(id, { note: ["transform", { values: [{ name: "x", value: "item.missing" }] }] });
		expect(broken.results).toMatchObject([{ run: small, outcome: ["succeeded", "failed"] }]);
		expect(await count()).toEqual(before);
	});

	it("FLOW-3 goes on some runs at a time, the newest first, though every job runs twice, and looks at no more than asked", async () => {
		const { id } = await publish(org, { start: ["manual"], done: ["end", { result: "trigger.n" }] }, ["start>done"]);
		const runs = [];
		for (let n = 0; n < 45; n++) runs.push(await begin(org, id, { n }));
		await runJobs();
		const graph = { start: ["manual"], done: ["end", { result: "trigger.n + 1" }] } satisfies Nodes;
		const all = await as(org, "manager", async (ctx) => {
			await saveDraft(ctx, id, { graph: Graph.parse(graphOf(graph, ["start>done"])), version: 1 });
			return [await compareDraft(ctx, id), await compareDraft(ctx, id, { most: 7 })];
		});
		await runJobs(undefined, 2);
		const [whole, some] = await Promise.all(
			all.map(({ id: of }) => as(org, "viewer", (ctx) => getComparison(ctx, of))),
		);
		expect(whole).toMatchObject({ state: "done", total: 45, looked: 45, differing: 45 });
		expect(new Set(whole!.results.map(({ run }) => run)).size).toBe(45);
		expect(some).toMatchObject({ state: "done", total: 7, looked: 7 });
		expect(some!.results.map(({ run }) => run).sort()).toEqual(runs.slice(-7).sort());
	});

	it("FLOW-3 a draft that could not be published is refused, and so is who may not draw", async () => {
		const { id } = await publish(org, nodes(), EDGES);
		await expect(compare(id, { big: ["branch", { when: "" }] })).rejects.toMatchObject({ status: 422 });
		await expect(as(org, "user", (ctx) => compareDraft(ctx, id))).rejects.toMatchObject({ status: 403 });
		const other = await makeOrg("Other");
		await expect(as(other, "owner", (ctx) => compareDraft(ctx, id))).rejects.toMatchObject({ status: 404 });
	});
});
