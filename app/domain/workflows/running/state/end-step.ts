import { isDeeperThan } from "#app/base/depth.ts";
import { newId } from "#app/base/ids.ts";
import { wakeRunsJob } from "#app/domain/workflows/jobs.ts";
import type { StepResult } from "#app/domain/workflows/nodes/node-type.ts";
import { flowKinds } from "#app/domain/workflows/nodes/registry.ts";
import { type Advance, advance, type Happening } from "#app/domain/workflows/rules/advance.ts";
import { loopOf } from "#app/domain/workflows/rules/token.ts";
import { wakeAt } from "#app/domain/workflows/running/waking/wake-at.ts";
import { MOST_OUTPUT_BYTES, MOST_STEPS, type RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";
import { finishRun } from "./finish-run.ts";
import { type LivingStep, noteOutput, type RunRecord, tokensOf } from "./run-record.ts";
import { type StepRow, saveTurn, type Turn } from "./save-turn.ts";

/** How a step ended, or that it waits. `retryAt`: it failed and is tried again then. */
export type StepEnd = { input?: unknown; fromRecord?: boolean } & (
	| { kind: "result"; result: StepResult }
	| { kind: "failed"; message: string; retryAt?: Date }
);

/** What the end of a step, or its wait, does to a run: the turn to be saved, and the run in memory after its commit. */
export type StepPlan = { turn: Turn; wakeAt: Date | null; apply(): void };

/** Works out what a step's end does to its run; touches nothing (FLOW-3). */
export function planEnd(now: Date, run: RunRecord, step: LivingStep, end: StepEnd): StepPlan {
	const row = rowOf(now, step, end);
	const isKept = end.kind === "result" ? end.result.wait !== undefined : end.retryAt !== undefined;
	if (isKept) return planWait(run, step, row);
	const happening = happeningOf(step, end);
	const after = advance(run.flow.index, flowKinds, tokensOf(run), happening, newId);
	const turn = turnOf(now, run, step, row, after, end);
	return { turn, wakeAt: null, apply: () => apply(run, step, row, after, turn) };
}

/**
 * Saves the end of a step, or its wait, with all that it brings, in the caller's transaction. Returns what to do with the
 * run in memory once that has committed. Throws `TurnLost` when the run has changed since it was read.
 */
export async function endStep(ctx: Ctx, run: RunRecord, step: LivingStep, end: StepEnd): Promise<() => void> {
	return savePlan(ctx, run, planEnd(ctx.now, run, step, end));
}

/** As `endStep`, of what was worked out already. */
export async function savePlan(ctx: Ctx, run: RunRecord, { turn, wakeAt: due, apply }: StepPlan): Promise<() => void> {
	await saveTurn(ctx, run, turn);
	if (turn.run.hasEnded) await finishRun(ctx, run, turn.run);
	if (due) {
		const after = wakeAt(due, ctx.now);
		await ctx.enqueue(wakeRunsJob, { orgId: ctx.org }, { after, key: `${ctx.org}:${after.toISOString()}` });
	}
	return apply;
}

/** Whether a turn brings nothing but itself: no job, no event, nobody who waits for the run. */
export function isPlain(run: RunRecord, { turn, wakeAt: due }: StepPlan): boolean {
	if (due) return false;
	if (!turn.run.hasEnded) return true;
	return turn.run.state === "succeeded" && !run.parent && !run.isLimited && !run.flow.asksPeople;
}

/** Marks a step as being carried out by this process until an instant, in the caller's transaction. */
export async function beginCall(ctx: Ctx, run: RunRecord, step: LivingStep, until: Date, input: unknown) {
	const row = { ...bare(step), state: "busy", input, busy_until: until };
	await saveTurn(ctx, run, { changed: [row], begun: [], run: { state: stateNow(run, "running") } });
	return () => {
		run.turn++;
		run.steps.set(step.id, { ...step, state: "busy", busyUntil: until, woken: null });
	};
}

function planWait(run: RunRecord, step: LivingStep, row: StepRow): StepPlan {
	const others = [...run.steps.values()].filter(({ id }) => id !== step.id);
	const state = stateNow(
		run,
		others.some(({ state: other }) => other === "ready" || other === "busy") ? "running" : "waiting",
	);
	const apply = () => {
		run.turn++;
		run.state = state;
		run.steps.set(step.id, { ...step, state: "waiting", woken: null, attempt: row.attempt ?? step.attempt });
	};
	return { turn: { changed: [row], begun: [], run: { state } }, wakeAt: row.wake_at ?? null, apply };
}

function rowOf(now: Date, step: LivingStep, end: StepEnd): StepRow {
	const row = { ...bare(step), input: end.input, from_record: end.fromRecord ?? false };
	if (end.kind === "failed") {
		const { message, retryAt } = end;
		return retryAt
			? { ...row, state: "waiting", wait_kind: "retry", wake_at: retryAt, attempt: step.attempt + 1, error: message }
			: { ...row, state: "failed", error: message, port: "error", output: { error: message }, ended_at: now };
	}
	const { output, port, wait, loop, effect = null } = end.result;
	if (wait) {
		return {
			...row,
			state: "waiting",
			output,
			effect,
			wait_kind: wait.for,
			wake_at: wait.until ?? null,
			wait_event: wait.event?.name ?? null,
			wait_subject: wait.event?.subject ?? null,
			wait_filter: wait.event?.filter || null,
		};
	}
	if (loop) return { ...row, state: "looping", output, effect };
	return { ...row, state: "done", output, effect, port: port ?? "next", ended_at: now };
}

/** What is said of an output that cannot be kept; null for one that can. */
export function tooLarge(output: unknown): string | null {
	if (isDeeperThan(output, DEEPEST)) return `What it made nests more than ${DEEPEST} levels deep, and cannot be kept.`;
	const bytes = output === undefined ? 0 : Buffer.byteLength(JSON.stringify(output) ?? "");
	return bytes > MOST_OUTPUT_BYTES
		? `What it made has ${Math.ceil(bytes / 1024)} kB, and ${MOST_OUTPUT_BYTES / 1024} kB can be kept.`
		: null;
}

/** Postgres and whoever reads it walk JSON level by level. */
const DEEPEST = 200;

function happeningOf(step: LivingStep, end: StepEnd): Happening {
	if (end.kind === "failed") return { kind: "failed", token: step.id };
	const { loop, port } = end.result;
	if (loop) return { kind: "looped", token: step.id, count: loop.items.length, width: loop.width };
	return { kind: "left", token: step.id, port: port ?? "next" };
}

function turnOf(now: Date, run: RunRecord, step: LivingStep, row: StepRow, after: Advance, end: StepEnd): Turn {
	const isEndless = run.stepsBegun + after.tokens.length > MOST_STEPS;
	const changed: StepRow[] = [row];
	const touch = (id: string, state: string) => {
		const one = run.steps.get(id);
		if (one && id !== step.id)
			changed.push({ ...bare(one), state, ended_at: now, ...(state === "done" ? { port: "done" } : {}) });
	};
	for (const id of after.absorbed) touch(id, "joined");
	for (const id of after.calledOff) touch(id, "cancelled");
	for (const id of after.looped) touch(id, "done");
	if (after.looped.includes(step.id)) changed[0] = { ...row, state: "done", port: "done", ended_at: now };
	for (const token of after.tokens) {
		const known = run.steps.get(token.id);
		if (!known || !token.loop) continue;
		if (token.id === step.id) changed[0] = { ...row, loop: token.loop };
		else if (JSON.stringify(token.loop) !== JSON.stringify(known.loop)) {
			changed.push({ ...bare(known), state: "looping", loop: token.loop });
		}
	}
	const begun = after.tokens
		.filter(({ id }) => !run.steps.has(id))
		.map((token) => ({ ...token, path: pathOf(run, token.scope) }));
	if (isEndless) return endless(now, run, changed);
	return { changed, begun, run: runAfter(run, row, after, end) };
}

/** A run that goes round for ever is stopped and says so. */
function endless(now: Date, run: RunRecord, changed: StepRow[]): Turn {
	const done = new Set(changed.map(({ id }) => id));
	const rest = [...run.steps.values()].filter(({ id }) => !done.has(id));
	return {
		changed: [...changed, ...rest.map((one) => ({ ...bare(one), state: "cancelled", ended_at: now }))],
		begun: [],
		run: {
			state: "failed",
			error: `It was stopped after ${MOST_STEPS.toLocaleString("en")} steps: it goes round without an end.`,
			hasEnded: true,
		},
	};
}

function runAfter(run: RunRecord, row: StepRow, after: Advance, end: StepEnd): Turn["run"] {
	const isEnd = run.flow.index.nodes.get(row.node)?.type === "end";
	const output = isEnd && end.kind === "result" && end.result.output !== undefined ? { output: end.result.output } : {};
	if (after.outcome === "failed") {
		return { state: "failed", error: row.error ?? null, errorNode: row.node, hasEnded: true };
	}
	if (after.outcome === "succeeded") return { state: "succeeded", hasEnded: true, ...output };
	const isMoving = after.tokens.some(({ state }) => state === "ready" || state === "busy");
	return { state: stateNow(run, isMoving ? "running" : "waiting"), ...output };
}

/** A paused run stays so whatever ends in it. */
const stateNow = (run: RunRecord, state: RunState): RunState => (run.state === "paused" ? "paused" : state);

const bare = ({ id, node, scope, path }: LivingStep) => ({ id, node, scope, path, state: "ready" as string });

/** The path of a scope: the loops around it by their nodes, with the numbers of the items. */
export function pathOf(run: Pick<RunRecord, "steps">, scope: string): string {
	const around = loopOf(scope);
	const loop = around && run.steps.get(around.loop);
	if (!around || !loop) return "";
	return `${loop.path === "" ? "" : `${loop.path}/`}${loop.node}:${around.index}`;
}

function apply(run: RunRecord, step: LivingStep, row: StepRow, after: Advance, turn: Turn): void {
	run.turn++;
	run.state = turn.run.state;
	run.stepsBegun += turn.begun.length;
	if (row.output !== undefined) noteOutput(run, step.path, step.node, row.output);
	const before = run.steps;
	run.steps = new Map(
		after.tokens.map((token) => {
			const known = before.get(token.id);
			const output = token.id === step.id ? row.output : (known?.output ?? null);
			const path = known?.path ?? turn.begun.find(({ id }) => id === token.id)?.path ?? "";
			return [
				token.id,
				{
					...token,
					path,
					loop: token.loop ?? null,
					joined: token.joined ?? null,
					attempt: known?.attempt ?? 0,
					woken: known?.woken ?? null,
					busyUntil: known?.busyUntil ?? null,
					output,
				},
			];
		}),
	);
}
