import { sql } from "kysely";
import type { OrgId } from "#app/base/ids.ts";
import type { Woken } from "#app/domain/workflows/nodes/node-type.ts";
import type { Loop, Token, TokenState } from "#app/domain/workflows/rules/token.ts";
import type { RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";
import { type VersionGraph, versionGraph } from "./version-graphs.ts";

/** A living step as it is stored, beside its token. */
export type LivingStep = {
	id: string;
	node: string;
	scope: string;
	path: string;
	state: TokenState;
	loop: Loop | null;
	joined: readonly string[] | null;
	attempt: number;
	woken: Woken | null;
	busyUntil: Date | null;
	/** Of a for-each: its items. */
	output: unknown;
};

/** A run as whoever carries it on knows it. `turn` is what it was read at: a change that finds another is refused. */
export type RunRecord = {
	org: OrgId;
	id: string;
	workflow: { id: string; name: string };
	version: number;
	state: RunState;
	isDry: boolean;
	trigger: Record<string, unknown>;
	subject: { type: string; id: string } | null;
	turn: number;
	stepsBegun: number;
	depth: number;
	parent: { runId: string; stepId: string } | null;
	replayOf: string | null;
	repeatsEffects: boolean;
	isLimited: boolean;
	key: string | null;
	steps: Map<string, LivingStep>;
	/** Outputs by path, then by node. */
	outputs: Map<string, Map<string, unknown>>;
	flow: VersionGraph;
};

type StoredStep = Omit<LivingStep, "busyUntil"> & { busyUntil: string | null };

/** Reads a run with its living steps and the outputs that its expressions read; undefined when there is none. */
export async function readRun(ctx: Ctx, runId: string): Promise<RunRecord | undefined> {
	const { rows } = await sql<{
		workflow_id: string;
		name: string;
		version_number: number;
		state: RunState;
		is_dry: boolean;
		trigger: Record<string, unknown>;
		subject_type: string | null;
		subject_id: string | null;
		turn: number;
		steps_begun: number;
		depth: number;
		parent_run_id: string | null;
		parent_step_id: string | null;
		replay_of: string | null;
		repeats_effects: boolean;
		is_limited: boolean;
		key: string | null;
		steps: StoredStep[];
	}>`
		select r.workflow_id, w.name, r.version_number, r.state, r.is_dry, r.trigger, r.subject_type, r.subject_id, r.turn,
			r.steps_begun, r.depth, r.parent_run_id, r.parent_step_id, r.replay_of, r.repeats_effects, r.key,
			coalesce(w.most_running, w.most_per_key, w.most_per_minute) is not null as is_limited,
			(select coalesce(json_agg(json_build_object('id', s.id, 'node', s.node, 'scope', s.scope, 'path', s.path,
				'state', s.state, 'loop', s.loop, 'joined', s.joined, 'attempt', s.attempt, 'woken', s.woken,
				'busyUntil', s.busy_until, 'output', s.output) order by s.id), '[]')
			from workflow_steps s where s.org_id = r.org_id and s.run_id = r.id
				and s.state in ('ready', 'busy', 'waiting', 'joining', 'looping')) as steps
		from workflow_runs r join workflows w on w.org_id = r.org_id and w.id = r.workflow_id
		where r.org_id = ${ctx.org} and r.id = ${runId}`.execute(ctx.db);
	const row = rows[0];
	if (!row) return undefined;
	const flow = await versionGraph(ctx, row.workflow_id, row.version_number);
	const run: RunRecord = {
		org: ctx.org,
		id: runId,
		workflow: { id: row.workflow_id, name: row.name },
		version: row.version_number,
		state: row.state,
		isDry: row.is_dry,
		trigger: row.trigger,
		subject: row.subject_type && row.subject_id ? { type: row.subject_type, id: row.subject_id } : null,
		turn: row.turn,
		stepsBegun: row.steps_begun,
		depth: row.depth,
		parent: row.parent_run_id && row.parent_step_id ? { runId: row.parent_run_id, stepId: row.parent_step_id } : null,
		replayOf: row.replay_of,
		repeatsEffects: row.repeats_effects,
		isLimited: row.is_limited,
		key: row.key,
		steps: new Map(
			row.steps.map((step) => [step.id, { ...step, busyUntil: step.busyUntil ? new Date(step.busyUntil) : null }]),
		),
		outputs: new Map(),
		flow,
	};
	if (flow.read.length > 0 && run.stepsBegun > 1) await readOutputs(ctx, run);
	return run;
}

async function readOutputs(ctx: Ctx, run: RunRecord): Promise<void> {
	const paths = [...new Set([...run.steps.values()].flatMap(({ path }) => ancestorPaths(path)))];
	if (paths.length === 0) return;
	const { rows } = await sql<{ path: string; node: string; output: unknown }>`
		select distinct on (path, node) path, node, output from workflow_steps
		where org_id = ${ctx.org} and run_id = ${run.id} and state in ('done', 'failed') and output is not null
			and node = any(${run.flow.read}) and path = any(${paths})
		order by path, node, ended_at desc, id desc`.execute(ctx.db);
	for (const { path, node, output } of rows) noteOutput(run, path, node, output);
}

/** Keeps what a step made, for the expressions of the steps after it. */
export function noteOutput(run: RunRecord, path: string, node: string, output: unknown): void {
	const there = run.outputs.get(path) ?? new Map<string, unknown>();
	run.outputs.set(path, there.set(node, output));
}

/** "a:1/b:2" lies within "a:1", which lies within "". */
export function ancestorPaths(path: string): string[] {
	const parts = path === "" ? [] : path.split("/");
	return ["", ...parts.map((_part, at) => parts.slice(0, at + 1).join("/"))];
}

/** The tokens of a run's living steps, as the engine's judgement takes them. */
export function tokensOf(run: RunRecord): Token[] {
	return [...run.steps.values()].map(({ id, node, scope, state, loop, joined }) => ({
		id,
		node,
		scope,
		state,
		...(loop ? { loop } : {}),
		...(joined ? { joined } : {}),
	}));
}
