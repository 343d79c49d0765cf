import { sql } from "kysely";
import { isDeeperThan } from "#app/base/depth.ts";
import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import { flowKinds } from "#app/domain/workflows/nodes/registry.ts";
import { advance, begin } from "#app/domain/workflows/rules/advance.ts";
import { ExpressionError, evaluate } from "#app/domain/workflows/rules/expressions.ts";
import { type VersionGraph, versionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import { MOST_DEPTH, MOST_OUTPUT_BYTES } from "#app/domain/workflows/schema.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx, NewEvent } from "#db/context.ts";
import { countGoing, type Limits, lockLimits, placesOf, planRelease } from "./release-held.ts";

/** What a run begins with. */
export type Start = {
	trigger: Record<string, unknown>;
	subject?: { type: string; id: string } | null;
	/** The same key again begins nothing. */
	dedupeKey?: string | null;
};

export type StartOptions = {
	/** The published one unless told. */
	version?: number;
	isDry?: boolean;
	depth?: number;
	parent?: { runId: string; stepId: string };
	/** Whether a workflow that is off may be begun: by hand, or by another workflow. */
	evenIfOff?: boolean;
	/** With so many under way no other is begun. */
	mostGoing?: number;
};

/**
 * Begins runs of one workflow, in the caller's transaction (FLOW-3): each stands at what follows its trigger, or waits for
 * a place where the workflow's limits are reached (FLOW-4). Answers the ids of those that were begun, in the order given;
 * null for a start that came before (`dedupeKey`) or that the limits leave out. 404, 409 for one never published, off or crowded,
 * 422 for a trigger that is too large or chains that are too deep.
 */
export async function startRuns(
	ctx: Ctx,
	workflowId: string,
	starts: readonly Start[],
	options: StartOptions = {},
): Promise<(string | null)[]> {
	authorize(ctx, "workflows.run");
	if (starts.length === 0) return [];
	const workflow = await startable(ctx, workflowId, options);
	const { depth = 0 } = options;
	if (depth > MOST_DEPTH)
		throw invalid(`Workflows began each other ${MOST_DEPTH} times in a row. This one was not begun.`);
	if (options.mostGoing !== undefined && (await isCrowded(ctx, workflowId, options.mostGoing)))
		throw conflict(
			`${options.mostGoing.toLocaleString("en")} runs of that workflow are under way. No other was begun.`,
		);
	const flow = await versionGraph(ctx, workflowId, workflow.number);
	const runs = starts.map((start) => newRun(ctx, flow, workflow, start, options));
	if (workflow.isLimited) await hold(ctx, workflowId, workflow.when_full, runs);
	const kept = runs.filter(({ state }) => state !== "left-out");
	const begun = await insertRuns(ctx, workflowId, workflow.number, kept, options);
	const going = kept.filter(({ id, state }) => state === "running" && begun.has(id));
	await ctx.enqueueMany(
		driveRunJob,
		going.map(({ id }) => ({ payload: { orgId: ctx.org, runId: id, workflowId } })),
	);
	const recorded = kept.filter(({ id }) => begun.has(id));
	await ctx.recordMany(
		recorded.map((run) => ({ name: "workflow.run-begun", ...begunEvent(workflowId, workflow.number, run, options) })),
	);
	return runs.map(({ id }) => (begun.has(id) ? id : null));
}

/** That a run began (AUDIT-1). What it triggers counts as begun by the run, whoever asked for it. */
export function begunEvent(
	workflowId: string,
	version: number,
	{ id, state }: { id: string; state?: string },
	{ isDry = false, depth = 0 }: StartOptions = {},
): Omit<NewEvent, "name"> {
	return {
		subject: { type: "workflow", id: workflowId },
		data: { run: id, version, ...(isDry ? { isDry } : {}), ...(state === "held" ? { isHeld: true } : {}) },
		run: { id, depth },
	};
}

/** As `startRuns`, for one. */
export async function startRun(
	ctx: Ctx,
	workflowId: string,
	start: Start,
	options: StartOptions = {},
): Promise<string | null> {
	const [id] = await startRuns(ctx, workflowId, [start], options);
	return id ?? null;
}

async function isCrowded(ctx: Ctx, workflowId: string, most: number): Promise<boolean> {
	const { rows } = await sql`select from workflow_runs where org_id = ${ctx.org} and workflow_id = ${workflowId}
		and ended_at is null offset ${most - 1} limit 1`.execute(ctx.db);
	return rows.length > 0;
}

type Startable = { number: number; key_expression: string; when_full: string; isLimited: boolean };

async function startable(ctx: Ctx, workflowId: string, options: StartOptions): Promise<Startable> {
	const row = await ctx.db
		.selectFrom("workflows")
		.select(["published", "is_on", "key_expression", "when_full", "most_running", "most_per_key", "most_per_minute"])
		.where("id", "=", workflowId)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	if (!row) throw notFound("workflow");
	const number = options.version ?? row.published;
	if (number === null) throw conflict("This workflow was never published. Publish it first.");
	if (!row.is_on && !options.evenIfOff && !options.isDry) throw conflict("This workflow is off. Turn it on first.");
	const isLimited = (row.most_running ?? row.most_per_key ?? row.most_per_minute) !== null && !options.isDry;
	return { number, key_expression: row.key_expression, when_full: row.when_full, isLimited };
}

type NewRun = {
	id: string;
	state: "running" | "held" | "left-out" | "succeeded";
	trigger: Record<string, unknown>;
	subject: { type: string; id: string } | null;
	key: string | null;
	dedupeKey: string | null;
	steps: { id: string; node: string; scope: string; state: string; output: unknown; port: string | null }[];
};

function newRun(ctx: Ctx, flow: VersionGraph, workflow: Startable, start: Start, options: StartOptions): NewRun {
	if (isDeeperThan(start.trigger, 100)) throw invalid("What it would begin with nests more than 100 levels deep.");
	if (JSON.stringify(start.trigger).length > MOST_OUTPUT_BYTES) throw invalid("What it would begin with is too large.");
	const first = begin(flow.trigger, newId);
	const after = advance(flow.index, flowKinds, [first], { kind: "left", token: first.id, port: "next" }, newId);
	const done = { id: first.id, node: first.node, scope: "", state: "done", output: start.trigger, port: "next" };
	return {
		id: newId(),
		// A trigger that leads nowhere is a run without steps.
		state: after.tokens.length > 0 ? "running" : "succeeded",
		trigger: start.trigger,
		subject: start.subject ?? null,
		key: keyOf(workflow.key_expression, start.trigger, ctx.now),
		dedupeKey: options.isDry ? null : (start.dedupeKey ?? null),
		steps: [done, ...after.tokens.map((token) => ({ ...token, output: null, port: null }))],
	};
}

/** An expression that cannot be worked out puts the run under a key of its own failures, and not beyond the limit. */
function keyOf(expression: string, trigger: Record<string, unknown>, now: Date): string | null {
	if (expression.trim() === "") return null;
	try {
		return String(evaluate(expression, { trigger, steps: {}, now }) ?? "").slice(0, 200);
	} catch (error) {
		if (error instanceof ExpressionError) return "";
		throw error;
	}
}

async function hold(ctx: Ctx, workflowId: string, whenFull: string, runs: NewRun[]): Promise<void> {
	const limits: Limits | undefined = await lockLimits(ctx, workflowId);
	if (!limits) return;
	const keys = [...new Set(runs.flatMap(({ key }) => key ?? []))];
	const places = placesOf(limits, await countGoing(ctx, workflowId, limits, keys));
	for (const run of runs) {
		if (run.state === "running" && !places.take(run.key)) run.state = whenFull === "skip" ? "left-out" : "held";
	}
	if (limits.most_per_minute === null || !runs.some(({ state }) => state === "held")) return;
	await planRelease(ctx, workflowId);
}

async function insertRuns(
	ctx: Ctx,
	workflowId: string,
	number: number,
	runs: readonly NewRun[],
	{ isDry = false, depth = 0, parent }: StartOptions,
): Promise<Set<string>> {
	if (runs.length === 0) return new Set();
	const entries = runs.map(({ steps, subject, dedupeKey, ...run }) => ({
		...run,
		subject_type: subject?.type ?? null,
		subject_id: subject?.id ?? null,
		dedupe_key: dedupeKey,
		begun: steps.length,
	}));
	const steps = runs.flatMap(({ id, steps }) => steps.map((step) => ({ ...step, run_id: id })));
	const { rows } = await sql<{ id: string }>`
		with run as (
			insert into workflow_runs (org_id, id, workflow_id, version_number, state, is_dry, trigger, subject_type, subject_id,
				key, dedupe_key, steps_begun, depth, parent_run_id, parent_step_id, started_by, created_at, ended_at)
			select ${ctx.org}, r.id, ${workflowId}, ${number}, r.state, ${isDry}, r.trigger, r.subject_type, r.subject_id, r.key,
				r.dedupe_key, r.begun, ${depth}, ${parent?.runId ?? null}, ${parent?.stepId ?? null}, ${ctx.actor.name}, ${ctx.now},
				case when r.state = 'succeeded' then ${ctx.now}::timestamptz end
			from jsonb_to_recordset(${jsonb(entries)}) as r(id uuid, state text, trigger jsonb, subject_type text,
				subject_id uuid, key text, dedupe_key text, begun integer)
			on conflict do nothing
			returning id
		), step as (
			insert into workflow_steps (org_id, run_id, id, node, scope, state, output, port, began_at, ended_at)
			select ${ctx.org}, run.id, s.id, s.node, s.scope, s.state, s.output, s.port, ${ctx.now},
				case when s.state = 'done' then ${ctx.now}::timestamptz end
			from jsonb_to_recordset(${jsonb(steps)}) as s(run_id uuid, id uuid, node text, scope text, state text, output jsonb,
				port text)
			join run on run.id = s.run_id
		)
		select id from run`.execute(ctx.db);
	return new Set(rows.map(({ id }) => id));
}
