import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { decideApproval } from "#app/domain/workflows/approvals/decide-approval.ts";
import { compareDraft, getComparison } from "#app/domain/workflows/comparing/compare-draft.ts";
import { createWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { publishWorkflow, turnWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { saveDraft } from "#app/domain/workflows/definitions/save-draft.ts";
import { completeGuidedStep } from "#app/domain/workflows/guided/complete-guided-step.ts";
import { receivePost } from "#app/domain/workflows/posts/receive-post.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { cancelRun, pauseRun, resumeRun } from "#app/domain/workflows/running/change-run.ts";
import type { Driver } from "#app/domain/workflows/running/driving/driver.ts";
import { runNow } from "#app/domain/workflows/running/driving/run-now.ts";
import { replayRun } from "#app/domain/workflows/running/starting/replay-run.ts";
import { startRun, startRuns } from "#app/domain/workflows/running/starting/start-runs.ts";
import { exportWorkflow } from "#app/domain/workflows/sharing/export-workflow.ts";
import { importWorkflow } from "#app/domain/workflows/sharing/import-workflow.ts";
import { createFromTemplate } from "#app/domain/workflows/templates/create-from-template.ts";
import { TEMPLATES } from "#app/domain/workflows/templates/gallery.ts";
import { tryNode } from "#app/domain/workflows/trying/try-node.ts";
import { type Actor, type Ctx, house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { begin, graphOf, publish, runOf, stepOf } from "./nodes/flow.ts";

// Every command of the room, asked by another organisation with our ids, and by members whose role does not reach.

let ours: TestOrg;
let theirs: TestOrg;
/** Ids of ours: a workflow; a run that waits, one that is paused, one that ended; what asks a person; a comparison. */
let known: Record<"workflow" | "waiting" | "paused" | "ended" | "approval" | "comparison", string>;
let guided: { runId: string; stepId: string };

beforeAll(async () => {
	await openTestHouse();
	[ours, theirs] = [await makeOrg("Ours"), await makeOrg("Theirs")];
	const { id: workflow } = await publish(ours, { done: ["end", { result: "1" }] }, ["start>done"]);
	const slow = await publish(ours, { wait: ["wait", { amount: 3, unit: "days" }] }, ["start>wait"]);
	const asking = await publish(
		ours,
		{ ask: ["approval", { title: "Send it?" }], step: ["guided", { title: "Call them" }] },
		["start>ask", "start>step"],
	);
	const [ended, waiting, paused, asked] = [
		await begin(ours, workflow),
		await begin(ours, slow.id),
		await begin(ours, slow.id),
		await begin(ours, asking.id),
	];
	await runJobs();
	await as(ours, "user", (ctx) => pauseRun(ctx, paused));
	const { id: comparison } = await as(ours, "manager", (ctx) => compareDraft(ctx, workflow));
	const approval = await as(ours, "viewer", (ctx) =>
		ctx.db.selectFrom("approvals").select("id").executeTakeFirstOrThrow(),
	);
	guided = { runId: asked, stepId: (await stepOf(ours, asked, "step")).id };
	known = { workflow, waiting, paused, ended, approval: approval.id, comparison };
	await runJobs();
});

const graph = Graph.parse(graphOf({ done: ["end"] }, ["start>done"]));
const driver = (org: TestOrg): Driver => ({
	org: org.id,
	requestId: newId(),
	signal: new AbortController().signal,
	now: () => house().database.clock.now(),
	outside: { models: undefined as never, http: undefined as never },
});

type Command = (ctx: Ctx) => Promise<unknown>;

/** Commands that name something by its id, with the role below which they are refused. */
const named: Record<string, ["user" | "manager", Command]> = {
	startRun: ["user", (ctx) => startRun(ctx, known.workflow, { trigger: {} })],
	"startRun of a version": ["user", (ctx) => startRun(ctx, known.workflow, { trigger: {} }, { version: 1 })],
	"startRun dry": ["user", (ctx) => startRun(ctx, known.workflow, { trigger: {} }, { isDry: true })],
	startRuns: ["user", (ctx) => startRuns(ctx, known.workflow, [{ trigger: {} }, { trigger: {} }])],
	pauseRun: ["user", (ctx) => pauseRun(ctx, known.waiting)],
	resumeRun: ["user", (ctx) => resumeRun(ctx, known.paused)],
	replayRun: ["user", (ctx) => replayRun(ctx, known.ended, { from: "done" })],
	"replayRun dry": ["user", (ctx) => replayRun(ctx, known.waiting, { from: "wait", isDry: true })],
	decideApproval: ["user", (ctx) => decideApproval(ctx, known.approval, { isYes: true })],
	completeGuidedStep: ["user", (ctx) => completeGuidedStep(ctx, { ...guided, outcome: "done" })],
	publishWorkflow: ["manager", (ctx) => publishWorkflow(ctx, known.workflow, { version: 1 })],
	"turnWorkflow off": ["manager", (ctx) => turnWorkflow(ctx, known.workflow, false)],
	exportWorkflow: ["manager", (ctx) => exportWorkflow(ctx, known.workflow)],
	compareDraft: ["manager", (ctx) => compareDraft(ctx, known.workflow)],
	saveDraft: ["manager", (ctx) => saveDraft(ctx, known.workflow, { graph, version: 1 })],
	// Last: what the others are about is then over.
	cancelRun: ["user", (ctx) => cancelRun(ctx, known.waiting)],
};

/** Commands that name nothing of anybody's. */
const nameless: Record<string, Command> = {
	createWorkflow: (ctx) => createWorkflow(ctx, { name: "New", graph }),
	createFromTemplate: (ctx) => createFromTemplate(ctx, TEMPLATES[0]!.id),
	importWorkflow: (ctx) =>
		importWorkflow(
			ctx,
			JSON.stringify({ format: "perigee.workflow", version: 1, name: "New", description: "", graph }),
		),
};

const TABLES = ["workflows", "workflow_versions", "workflow_triggers", "workflow_runs", "workflow_steps", "approvals"];
const MORE = ["approval_votes", "workflow_comparisons", "events", "pgboss.job"];

/** All that the room has written, of both organisations, as one text. */
async function everything(): Promise<string> {
	const parts = [...TABLES, ...MORE].map(
		(table) =>
			`select '${table}' as t, md5(coalesce(string_agg(r::text, ',' order by r::text), '')) as sum from ${table} r`,
	);
	return JSON.stringify(await house().database.owner.query(parts.join(" union all ")));
}

async function expectRefused(status: number, asked: () => Promise<unknown>): Promise<void> {
	const before = await everything();
	await expect(asked()).rejects.toMatchObject({ status });
	expect(await everything()).toBe(before);
}

describe("FLOW-3 workflows of another organisation", () => {
	for (const [name, [, command]] of Object.entries(named)) {
		it(`FLOW-3 ${name} with another organisation's id is not found and writes nothing`, async () => {
			await expectRefused(404, () => as(theirs, "owner", command));
		});
	}

	it("FLOW-3 runNow, a post and a comparison with another organisation's id are not found and write nothing", async () => {
		const { id, name, userId } = theirs.members.owner;
		const actor = { kind: "member" as const, id, name, role: "owner" as const, userId };
		const scope = { org: theirs.id, requestId: newId(), actor };
		await expectRefused(404, () => runNow(driver(theirs), scope, known.workflow, { trigger: {} }));
		// Once more after the firm itself has had it run, so that what a process keeps of it serves nobody else.
		const own = ours.members.user;
		const ourScope = {
			org: ours.id,
			requestId: newId(),
			actor: { kind: "member" as const, role: "user" as const, ...own },
		};
		expect((await runNow(driver(ours), ourScope, known.workflow, { trigger: {} }))?.state).toBe("succeeded");
		await expectRefused(404, () => runNow(driver(theirs), scope, known.workflow, { trigger: {} }));
		const webhook: Actor = { kind: "webhook", id: newId(), name: "Hook" };
		const post = { body: {}, query: {}, key: null };
		await expectRefused(404, () => asActor(theirs.id, webhook, (ctx) => receivePost(ctx, known.workflow, post)));
		await expectRefused(404, () => as(theirs, "owner", (ctx) => getComparison(ctx, known.comparison)));
	});

	it("FLOW-3 a step that names another organisation's workflow fails and begins nothing there", async () => {
		const { id } = await publish(theirs, { sub: ["sub_workflow", { workflow: known.workflow }] }, ["start>sub"]);
		const count = () =>
			as(ours, "viewer", (ctx) => ctx.db.selectFrom("workflow_runs").select("id").execute()).then((all) => all.length);
		const before = await count();
		const run = await begin(theirs, id);
		await runJobs();
		expect(await runOf(theirs, run)).toMatchObject({ state: "failed", error_node: "sub" });
		expect(await count()).toBe(before);
	});

	it("FLOW-3 a guided step is found by its own run only", async () => {
		const complete = (of: { runId: string; stepId: string }) =>
			as(ours, "user", (ctx) => completeGuidedStep(ctx, { ...of, outcome: "done" }));
		await expectRefused(404, () => complete({ ...guided, runId: known.waiting }));
		await expectRefused(404, () => complete({ ...guided, stepId: newId() }));
	});
});

describe("FLOW-3 workflows for roles that do not reach", () => {
	const below = { user: ["viewer"], manager: ["viewer", "user"] } as const;
	for (const [name, [needed, command]] of Object.entries(named)) {
		it(`FLOW-3 ${name} is refused to whoever is below ${needed}, and writes nothing`, async () => {
			for (const role of below[needed]) await expectRefused(403, () => as(ours, role, command));
			const key = { kind: "api-key", id: newId(), name: "Key", role: "owner", scopes: ["leads:read"] } as const;
			await expectRefused(403, () => asActor(ours.id, key, command));
			const customer: Actor = { kind: "customer", id: undefined, name: "Ann" };
			await expectRefused(403, () => asActor(ours.id, customer, command));
		});
	}

	for (const [name, command] of Object.entries(nameless)) {
		it(`FLOW-1 ${name} is refused to whoever is below manager, and writes nothing`, async () => {
			for (const role of ["viewer", "user"] as const) await expectRefused(403, () => as(ours, role, command));
		});
	}

	it("FLOW-2 tryNode is for every member and for no customer; runNow is refused to a viewer; neither writes", async () => {
		const before = await everything();
		expect(await as(ours, "viewer", (ctx) => tryNode(ctx, graph, "done"))).toMatchObject({ problem: null });
		expect(await everything()).toBe(before);
		const customer: Actor = { kind: "customer", id: undefined, name: "Ann" };
		await expectRefused(403, () => asActor(ours.id, customer, (ctx) => tryNode(ctx, graph, "done")));
		const { id, name, userId } = ours.members.viewer;
		const actor = { kind: "member" as const, id, name, role: "viewer" as const, userId };
		const scope = { org: ours.id, requestId: newId(), actor };
		await expectRefused(403, () => runNow(driver(ours), scope, known.workflow, { trigger: {} }));
	});

	it("FLOW-1 an approval for managers is refused to a user of the firm itself", async () => {
		await expectRefused(403, () => as(ours, "user", named.decideApproval![1]));
	});

	it("FLOW-1 FLOW-3 each of these commands is done for whoever may", async () => {
		const may: Record<string, "user" | "manager"> = { decideApproval: "manager" };
		for (const [name, [needed, command]] of Object.entries(named)) {
			await expect(as(ours, may[name] ?? needed, command), name).resolves.not.toThrow();
		}
		for (const command of Object.values(nameless)) await as(ours, "manager", command);
	});
});
