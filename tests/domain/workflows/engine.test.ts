import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { decideApproval } from "#app/domain/workflows/approvals/decide-approval.ts";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { publishWorkflow, turnWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { defineNode, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { addNodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { cancelRun, pauseRun, resumeRun } from "#app/domain/workflows/running/change-run.ts";
import { replayRun } from "#app/domain/workflows/running/starting/replay-run.ts";
import { startRun, startRuns } from "#app/domain/workflows/running/starting/start-runs.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

/** What steps outside were asked, with their keys, and what they do. */
const calls: { key: string; value: unknown }[] = [];
let answer: (value: unknown) => unknown = (value) => value;

const outside = defineNode<{ value: unknown }>({
	type: "test_outside",
	label: "Outside",
	group: "outside",
	hint: "",
	settings: z.strictObject({ value: z.unknown() }),
	fields: [],
	ports: () => ["next"],
	canFail: true,
	call: async (_outside, { settings, key }) => {
		calls.push({ key, value: settings.value });
		return { output: { answer: answer(settings.value) } };
	},
	preview: ({ settings }) => ({ effect: `Would ask ${settings.value}.`, output: { answer: "sample" } }),
});

let org: TestOrg;

const idsOf = (workflow: string) =>
	as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("workflow_runs").select("id").where("workflow_id", "=", workflow).execute(),
	);

type Nodes = Record<string, [string, Record<string, unknown>?]>;

/** A published workflow of nodes by id and edges as "from.port>to" (port `next` where none is named). */
async function workflow(nodes: Nodes, edges: string[], limits: Record<string, unknown> = {}): Promise<string> {
	const graph = {
		nodes: [
			{ id: "start", type: "manual", name: "start" },
			...Object.entries(nodes).map(([id, [type, settings = {}]]) => ({ id, type, name: id, settings })),
		],
		edges: edges.map((edge) => {
			const [, from, port, to] = /^(\w+)(?:\.(\w+))?>(\w+)$/.exec(edge)!;
			return { from: from!, port: port ?? "next", to: to! };
		}),
	};
	return as(org, "manager", async (ctx) => {
		const { id } = await createWorkflow(ctx, { name: "Test", graph });
		if (Object.keys(limits).length > 0)
			await ctx.db.updateTable("workflows").set(limits).where("id", "=", id).execute();
		await publishWorkflow(ctx, id, { version: 1 });
		return id;
	});
}

const start = (id: string, trigger: Record<string, unknown> = {}, now?: Date) =>
	as(org, "user", (ctx) => startRun(ctx, id, { trigger }), now) as Promise<string>;

const runOf = (id: string) =>
	as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("workflow_runs").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
	);

const stepsOf = (id: string) =>
	as(org, "viewer", (ctx) =>
		ctx.db.selectFrom("workflow_steps").selectAll().where("run_id", "=", id).orderBy("id").execute(),
	);

const later = (ms: number) => new Date(house().database.clock.now().getTime() + ms);
const DAY = 86_400_000;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	// Other files of this process list the product's own types.
	return addNodeTypes([outside]);
});

describe("FLOW-3 the engine", () => {
	it("FLOW-3 goes step by step, each with its input and output, and keeps what its end made of it", async () => {
		const id = await workflow(
			{
				sum: ["transform", { values: [{ name: "total", value: "trigger.a + trigger.b" }] }],
				big: ["branch", { when: "steps.sum.total > 10" }],
				yes: ["end", { result: '"big " + string(steps.sum.total)' }],
				no: ["end", { result: '"small"' }],
			},
			["start>sum", "sum>big", "big.yes>yes", "big.no>no"],
		);
		const run = await start(id, { a: 7, b: 5 });
		await runJobs();
		expect(await runOf(run)).toMatchObject({ state: "succeeded", output: "big 12", error: null });
		expect((await stepsOf(run)).map(({ node, state, port }) => [node, state, port])).toEqual([
			["start", "done", "next"],
			["sum", "done", "next"],
			["big", "done", "yes"],
			["yes", "done", "next"],
		]);
	});

	it("FLOW-3 a step outside is asked with a key of its own, tried again later, and leaves by error at last", async () => {
		const id = await workflow(
			{ ask: ["test_outside", { value: "{{ trigger.what }}" }], sorry: ["end", { result: "steps.ask.error" }] },
			["start>ask", "ask.error>sorry"],
		);
		calls.length = 0;
		answer = () => {
			throw new Error("no line");
		};
		const run = await start(id, { what: 4 });
		await runJobs();
		expect(await runOf(run)).toMatchObject({ state: "waiting" });
		for (const minutes of [1, 5, 20]) await runJobs(later(minutes * 60_000));
		expect(await runOf(run)).toMatchObject({ state: "succeeded" });
		expect((await runOf(run)).output).toContain("no line");
		expect(calls).toHaveLength(4);
		expect(new Set(calls.map(({ key }) => key)).size).toBe(1);
		expect(calls[0]!.value).toBe(4);
		answer = (value) => value;
	});

	it("FLOW-3 without a way for errors the run fails, says where and why, and is replayed from the step", async () => {
		const id = await workflow(
			{
				first: ["test_outside", { value: "one" }],
				second: ["transform", { values: [{ name: "x", value: "steps.first.answer + trigger.missing" }] }],
				third: ["test_outside", { value: "two" }],
			},
			["start>first", "first>second", "second>third"],
		);
		calls.length = 0;
		const run = await start(id, {});
		await runJobs();
		expect(await runOf(run)).toMatchObject({ state: "failed", error_node: "second" });
		expect((await runOf(run)).error).toContain("there is no “missing” here");
		// The builder corrects the step, publishes, and replays from it on the new version.
		await as(org, "manager", async (ctx) => {
			const { draft } = await ctx.db
				.selectFrom("workflows")
				.select("draft")
				.where("id", "=", id)
				.executeTakeFirstOrThrow();
			const text = JSON.stringify(draft).replace("trigger.missing", '\\"!\\"');
			await ctx.db
				.updateTable("workflows")
				.set({ draft: text as never, version: 2 })
				.where("id", "=", id)
				.execute();
			await publishWorkflow(ctx, id, { version: 2 });
		});
		const again = await as(org, "user", (ctx) => replayRun(ctx, run, { from: "second", version: 2 }));
		await runJobs();
		expect(await runOf(again.id)).toMatchObject({ state: "succeeded", replay_of: run, version_number: 2 });
		const made = (await stepsOf(again.id)).find(({ node }) => node === "second");
		expect(made?.output).toEqual({ x: "one!" });
		// What came before was not done again; what follows was, for the first time.
		expect(calls.map(({ value }) => value)).toEqual(["one", "two"]);
		const third = await as(org, "user", (ctx) => replayRun(ctx, again.id, { from: "second" }));
		await runJobs();
		expect(await runOf(third.id)).toMatchObject({ state: "succeeded" });
		expect((await stepsOf(third.id)).find(({ node }) => node === "third")).toMatchObject({ from_record: true });
		expect(calls).toHaveLength(2);
		const repeated = await as(org, "user", (ctx) => replayRun(ctx, again.id, { from: "second", repeatsEffects: true }));
		await runJobs();
		expect(await runOf(repeated.id)).toMatchObject({ state: "succeeded" });
		expect(calls).toHaveLength(3);
	});

	it("FLOW-1 FLOW-3 a wait ends at its time, an event ends another, and a race calls the slower off", async () => {
		const id = await workflow(
			{
				wait: ["wait", { amount: 3, unit: "days" }],
				reply: ["wait_event", { event: "tag.renamed", about: "{{ trigger.who }}" }],
				first: ["race"],
				told: ["transform", { values: [{ name: "by", value: "has(steps.reply) ? 'reply' : 'time'" }] }],
			},
			["start>wait", "start>reply", "wait>first", "reply>first", "first>told"],
		);
		const who = org.members.owner.id;
		const [slow, quick] = [await start(id, { who }), await start(id, { who: org.members.admin.id })];
		await runJobs();
		expect(await runOf(slow)).toMatchObject({ state: "waiting" });
		await as(org, "manager", (ctx) =>
			ctx.record({ name: "tag.renamed", subject: { type: "tag", id: org.members.admin.id }, data: {} }),
		);
		await runJobs();
		expect(await runOf(quick)).toMatchObject({ state: "succeeded" });
		expect((await stepsOf(quick)).find(({ node }) => node === "told")?.output).toEqual({ by: "reply" });
		expect((await stepsOf(quick)).find(({ node }) => node === "wait")?.state).toBe("cancelled");
		expect(await runOf(slow)).toMatchObject({ state: "waiting" });
		await runJobs(later(3 * DAY + 60_000));
		expect((await stepsOf(slow)).find(({ node }) => node === "told")?.output).toEqual({ by: "time" });
	});

	it("FLOW-1 a for-each does its steps for every item, so many at a time, and goes on once", async () => {
		const id = await workflow(
			{
				each: ["for_each", { items: "trigger.rows", width: 2 }],
				ask: ["test_outside", { value: "{{ item.name }}-{{ index }}" }],
				after: ["end", { result: '"all " + string(size(steps.each.items))' }],
			},
			["start>each", "each.each>ask", "each.done>after"],
		);
		calls.length = 0;
		const run = await start(id, { rows: [{ name: "a" }, { name: "b" }, { name: "c" }] });
		await runJobs();
		expect(await runOf(run)).toMatchObject({ state: "succeeded", output: "all 3" });
		expect(calls.map(({ value }) => value).sort()).toEqual(["a-0", "b-1", "c-2"]);
		expect(
			(await stepsOf(run))
				.filter(({ node }) => node === "ask")
				.map(({ path }) => path)
				.sort(),
		).toEqual(["each:0", "each:1", "each:2"]);
	});

	it("FLOW-1 an approval needs as many as it says, refuses whoever may not, and one no declines it", async () => {
		const id = await workflow(
			{
				ask: ["approval", { title: "Send it?", needed: 2 }],
				go: ["end", { result: '"go"' }],
				stop: ["end", { result: '"stop"' }],
			},
			["start>ask", "ask.approved>go", "ask.declined>stop"],
		);
		const [run, other] = [await start(id), await start(id)];
		await runJobs();
		const open = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("approvals").select(["id", "run_id"]).where("state", "=", "open").execute(),
		);
		const of = (of: string) => open.find(({ run_id }) => run_id === of)!.id;
		await expect(as(org, "user", (ctx) => decideApproval(ctx, of(run), { isYes: true }))).rejects.toMatchObject({
			status: 403,
		});
		expect(await as(org, "manager", (ctx) => decideApproval(ctx, of(run), { isYes: true }))).toEqual({ state: "open" });
		await expect(as(org, "manager", (ctx) => decideApproval(ctx, of(run), { isYes: true }))).rejects.toMatchObject({
			status: 409,
		});
		expect(await as(org, "admin", (ctx) => decideApproval(ctx, of(run), { isYes: true, note: "fine" }))).toEqual({
			state: "approved",
		});
		await as(org, "owner", (ctx) => decideApproval(ctx, of(other), { isYes: false }));
		await runJobs();
		expect(await runOf(run)).toMatchObject({ state: "succeeded", output: "go" });
		expect(await runOf(other)).toMatchObject({ state: "succeeded", output: "stop" });
	});

	it("FLOW-3 paused, a run stands; cancelled, it ends with all that waited; neither goes on by itself", async () => {
		const id = await workflow({ wait: ["wait", { amount: 1, unit: "hours" }], ask: ["test_outside", { value: 1 }] }, [
			"start>wait",
			"wait>ask",
		]);
		const run = await start(id);
		await runJobs();
		await as(org, "user", (ctx) => pauseRun(ctx, run));
		await runJobs(later(2 * 3_600_000));
		expect(await runOf(run)).toMatchObject({ state: "paused" });
		await as(org, "user", (ctx) => resumeRun(ctx, run));
		await runJobs(later(2 * 3_600_000));
		expect(await runOf(run)).toMatchObject({ state: "succeeded" });
		const other = await start(id);
		await runJobs();
		await as(org, "user", (ctx) => cancelRun(ctx, other, "wrong one"));
		await runJobs(later(2 * 3_600_000));
		expect(await runOf(other)).toMatchObject({ state: "cancelled", error: "wrong one" });
		await expect(as(org, "user", (ctx) => cancelRun(ctx, other))).rejects.toMatchObject({ status: 409 });
	});

	it("FLOW-3 dry, nothing leaves and nothing is waited for; what would have is told", async () => {
		const id = await workflow(
			{
				wait: ["wait", { amount: 3, unit: "days" }],
				ask: ["test_outside", { value: "x" }],
				ok: ["approval", { title: "Go?" }],
			},
			["start>wait", "wait>ask", "ask>ok"],
		);
		calls.length = 0;
		const run = (await as(org, "user", (ctx) => startRun(ctx, id, { trigger: {} }, { isDry: true })))!;
		await runJobs();
		expect(await runOf(run)).toMatchObject({ state: "succeeded" });
		expect(calls).toEqual([]);
		const effects = (await stepsOf(run)).flatMap(({ effect }) => effect ?? []);
		expect(effects).toEqual([
			expect.stringMatching(/^Would wait until/),
			"Would ask x.",
			expect.stringContaining("Go?"),
		]);
	});

	it("FLOW-1 another workflow is begun and waited for, and one that begins itself for ever is stopped", async () => {
		const child = await workflow({ done: ["end", { result: "trigger.n * 2" }] }, ["start>done"]);
		const parent = await workflow(
			{
				sub: ["sub_workflow", { workflow: child, input: '{"n": trigger.n}' }],
				done: ["end", { result: "steps.sub.result" }],
			},
			["start>sub", "sub>done"],
		);
		const run = await start(parent, { n: 21 });
		await runJobs();
		expect(await runOf(run)).toMatchObject({ state: "succeeded", output: 42 });
		const endless = await workflow({ sub: ["sub_workflow", { workflow: child, input: "trigger" }] }, ["start>sub"]);
		await as(org, "manager", async (ctx) => {
			const { draft } = await ctx.db
				.selectFrom("workflows")
				.select("draft")
				.where("id", "=", endless)
				.executeTakeFirstOrThrow();
			const text = JSON.stringify(draft).replace(child, endless);
			await ctx.db
				.updateTable("workflows")
				.set({ draft: text as never, version: 2 })
				.where("id", "=", endless)
				.execute();
			await publishWorkflow(ctx, endless, { version: 2 });
		});
		const first = await start(endless);
		await runJobs();
		expect(await runOf(first)).toMatchObject({ state: "failed" });
		expect((await runOf(first)).error).toContain("in a row");
		// Turned off, what begins itself stops after the one that a hand began has begun another.
		await as(org, "manager", (ctx) => turnWorkflow(ctx, endless, false));
		const before = (await idsOf(endless)).length;
		await as(org, "user", (ctx) => startRun(ctx, endless, { trigger: {} }, { evenIfOff: true }));
		await runJobs();
		expect(await idsOf(endless)).toHaveLength(before + 2);
	});

	it("FLOW-4 no workflow begins another of which too many runs are under way", async () => {
		const id = await workflow({ wait: ["wait", { amount: 2, unit: "hours" }] }, ["start>wait"]);
		const from = (mostGoing: number) =>
			as(org, "user", (ctx) => startRun(ctx, id, { trigger: {} }, { depth: 1, mostGoing }));
		await from(2);
		await from(2);
		await expect(from(2)).rejects.toThrow("2 runs of that workflow are under way");
		expect(await idsOf(id)).toHaveLength(2);
	});

	it("FLOW-3 a circle with a way out goes round; one that never takes it is stopped and says so", async () => {
		const id = await workflow(
			{
				count: ["transform", { values: [{ name: "n", value: "(has(steps.count) ? steps.count.n : 0) + 1" }] }],
				more: ["branch", { when: "steps.count.n < trigger.most" }],
			},
			["start>count", "count>more", "more.yes>count"],
		);
		const run = await start(id, { most: 5 });
		await runJobs();
		expect(await runOf(run)).toMatchObject({ state: "succeeded" });
		expect((await stepsOf(run)).filter(({ node }) => node === "count")).toHaveLength(5);
		const endless = await start(id, { most: 1e9 });
		await as(org, "user", (ctx) =>
			ctx.db.updateTable("workflow_runs").set({ steps_begun: 9_990 }).where("id", "=", endless).execute(),
		);
		await runJobs();
		expect(await runOf(endless)).toMatchObject({ state: "failed" });
		expect((await runOf(endless)).error).toContain("goes round without an end");
	});

	it("FLOW-4 no more runs at once than the limits allow, by workflow and by key; the others wait or are left out", async () => {
		const id = await workflow({ wait: ["wait", { amount: 1, unit: "hours" }] }, ["start>wait"], {
			most_running: 3,
			most_per_key: 1,
			key_expression: "trigger.who",
		});
		const begun = await as(org, "user", (ctx) =>
			startRuns(
				ctx,
				id,
				["a", "a", "b", "c", "d"].map((who) => ({ trigger: { who } })),
			),
		);
		const states = async () => Promise.all(begun.map(async (run) => (await runOf(run!)).state));
		expect(await states()).toEqual(["running", "held", "running", "running", "held"]);
		await runJobs();
		expect(await states()).toEqual(["waiting", "held", "waiting", "waiting", "held"]);
		await runJobs(later(2 * 3_600_000));
		await runJobs(later(4 * 3_600_000));
		expect(await states()).toEqual(Array(5).fill("succeeded"));
		const skipping = await workflow({ wait: ["wait", { amount: 1, unit: "hours" }] }, ["start>wait"], {
			most_running: 1,
			when_full: "skip",
		});
		const two = await as(org, "user", (ctx) => startRuns(ctx, skipping, [{ trigger: {} }, { trigger: {} }]));
		expect(two).toEqual([expect.any(String), null]);
	});

	it("FLOW-4 a run that waits for a place takes none by being paused and let go on; it goes on in its turn", async () => {
		const id = await workflow({ wait: ["wait", { amount: 1, unit: "hours" }] }, ["start>wait"], { most_running: 1 });
		const begun = await as(org, "user", (ctx) =>
			startRuns(ctx, id, [{ trigger: {} }, { trigger: {} }, { trigger: {} }]),
		);
		const [first, second] = begun as string[];
		const states = async () => Promise.all(begun.map(async (run) => (await runOf(run!)).state));
		expect(await states()).toEqual(["running", "held", "held"]);
		await as(org, "user", (ctx) => pauseRun(ctx, second!));
		await as(org, "user", (ctx) => resumeRun(ctx, second!));
		await runJobs();
		expect(await states()).toEqual(["waiting", "held", "held"]);
		await as(org, "user", (ctx) => pauseRun(ctx, second!));
		await as(org, "user", (ctx) => cancelRun(ctx, first!));
		await runJobs();
		// The place went past the one that stands still, and while it is taken nobody else has it.
		expect(await states()).toEqual(["cancelled", "paused", "waiting"]);
		await as(org, "user", (ctx) => resumeRun(ctx, second!));
		await runJobs();
		expect(await states()).toEqual(["cancelled", "held", "waiting"]);
		await as(org, "user", (ctx) => cancelRun(ctx, begun[2]!));
		await runJobs();
		expect(await states()).toEqual(["cancelled", "waiting", "cancelled"]);
	});

	it("FLOW-3 every job run twice does each thing once", async () => {
		const id = await workflow(
			{
				ask: ["test_outside", { value: "once" }],
				wait: ["wait", { amount: 1, unit: "hours" }],
				again: ["test_outside", { value: "twice" }],
			},
			["start>ask", "ask>wait", "wait>again"],
		);
		calls.length = 0;
		const run = await start(id);
		await runJobs(undefined, 2);
		await runJobs(later(2 * 3_600_000), 2);
		expect(await runOf(run)).toMatchObject({ state: "succeeded" });
		expect(calls.map(({ value }) => value)).toEqual(["once", "twice"]);
	});

	it("FLOW-1 an event begins a workflow once for each, if its filter lets it pass", async () => {
		const graph = {
			nodes: [
				{
					id: "start",
					type: "on_event",
					name: "start",
					settings: { event: "tag.renamed", filter: 'event.data.to == "x"' },
				},
				{ id: "done", type: "end", name: "done", settings: { result: "trigger.event.subject.id" } },
			],
			edges: [{ from: "start", port: "next", to: "done" }],
		};
		const id = await as(org, "manager", async (ctx) => {
			const made = await createWorkflow(ctx, { name: "On event", graph });
			await publishWorkflow(ctx, made.id, { version: 1 });
			return made.id;
		});
		const subject = { type: "tag", id: org.members.viewer.id };
		await as(org, "manager", (ctx) =>
			ctx.recordMany([
				{ name: "tag.renamed", subject, data: { to: "x" } },
				{ name: "tag.renamed", subject, data: { to: "y" } },
			]),
		);
		await runJobs(undefined, 2);
		const runs = await as(org, "viewer", (ctx) =>
			ctx.db.selectFrom("workflow_runs").select(["output", "subject_id"]).where("workflow_id", "=", id).execute(),
		);
		expect(runs).toEqual([{ output: subject.id, subject_id: subject.id }]);
	});

	it("FLOW-3 an answer too large to keep, a type that is gone and settings that came out wrong fail in words", async () => {
		const id = await workflow({ ask: ["test_outside", { value: "x" }] }, ["start>ask"]);
		answer = () => "x".repeat(300_000);
		const run = await start(id);
		await runJobs();
		expect((await runOf(run)).error).toContain("kB");
		answer = (value) => value;
		const wrong = await workflow({ wait: ["wait", { kind: "until", until: "{{ trigger.when }}" }] }, ["start>wait"]);
		const other = await start(wrong, { when: "soon" });
		await runJobs();
		expect((await runOf(other)).error).toBe("“soon” is no date.");
		expect(new StepFailure("x").isFinal).toBe(true);
	});
});
