import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import { StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import type { LivingStep, RunRecord } from "#app/domain/workflows/running/state/run-record.ts";
import { TurnLost } from "#app/domain/workflows/running/state/save-turn.ts";
import { inOrg, readInOrg } from "#db/context.ts";
import { act, call } from "./act-step.ts";
import { answerFromRecord } from "./answer-from-record.ts";
import { commit, type Driver, readAgain, scopeOfRun, tell } from "./driver.ts";
import { afterWait, foretold, judged, withoutWaiting } from "./judge-step.ts";
import { type Prepared, prepareStep } from "./prepare-step.ts";

/** After this long a run lets others have their turn, and goes on in another job. */
const TURN_MS = 20_000;
const TURN_INSIDE_MS = 1_000;
/**
 * Carries a run on as far as it goes by itself (FLOW-3): each step in a transaction of its own, committed before the next
 * begins. Safe to be called at any time and by several at once: who finds the run changed reads it again.
 */
export async function driveRun(driver: Driver, runId: string): Promise<void> {
	const run = await readAgain(driver, runId);
	if (run) await driveFrom(driver, run);
}

/** As `driveRun`, of a run that was read or begun just now; afterwards `known` is as it was left. */
export async function driveFrom(driver: Driver, known: RunRecord): Promise<void> {
	const deadline = Date.now() + (driver.staysInside ? TURN_INSIDE_MS : TURN_MS);
	let run: RunRecord | undefined = known;
	while (run && isGoing(run)) {
		const now = driver.now();
		const step = nextStep(run, now);
		if (!step) {
			await lookAgainLater(driver, run);
			break;
		}
		const isOutside = driver.staysInside && reachesOutside(run, step);
		if (driver.signal.aborted || Date.now() > deadline || isOutside) {
			await goOnLater(driver, run, undefined);
			break;
		}
		try {
			await carryOut(driver, run, step, now);
		} catch (error) {
			if (!(error instanceof TurnLost)) throw error;
			run = await readAgain(driver, known.id);
			if (run) Object.assign(known, run);
			run &&= known;
		}
	}
	tell(known);
}

function reachesOutside(run: RunRecord, { node }: LivingStep): boolean {
	const there = run.flow.index.nodes.get(node);
	return there !== undefined && typeOf(there)?.call !== undefined;
}

const isGoing = ({ state }: RunRecord) => state === "running" || state === "waiting";

/** The oldest step that is ready; one that somebody died over counts as ready again. */
function nextStep(run: RunRecord, now: Date): LivingStep | undefined {
	for (const step of run.steps.values()) {
		if (step.state === "ready") return step;
		if (step.state === "busy" && step.busyUntil && step.busyUntil <= now) return step;
	}
	return undefined;
}

async function carryOut(driver: Driver, run: RunRecord, step: LivingStep, now: Date): Promise<void> {
	let prepared: Prepared;
	try {
		prepared = prepareStep(run, step, now);
	} catch (error) {
		if (!(error instanceof StepFailure)) throw error;
		return commit(driver, run, step, { kind: "failed", message: error.message });
	}
	const { type, work, input } = prepared;
	if (step.woken)
		return commit(
			driver,
			run,
			step,
			judged(() => afterWait(prepared, step.woken!), input),
		);
	if (run.isDry && (type.act || type.call)) {
		return commit(
			driver,
			run,
			step,
			judged(() => foretold(run, work.node, type.preview?.(work) ?? { effect: `Would do “${type.label}”.` }), input),
		);
	}
	if (type.decide) {
		const end = judged(() => type.decide!(work), input);
		return commit(driver, run, step, run.isDry ? withoutWaiting(run, work.node, end) : end);
	}
	const known = await fromRecord(driver, run, step, prepared);
	if (known) return commit(driver, run, step, { kind: "result", result: known, input, fromRecord: true });
	return type.act ? act(driver, run, step, prepared) : call(driver, run, step, prepared);
}

async function fromRecord(driver: Driver, run: RunRecord, step: LivingStep, { type, input }: Prepared) {
	if (!run.replayOf || run.repeatsEffects) return undefined;
	return readInOrg(scopeOfRun(driver, run), (ctx) => answerFromRecord(ctx, run.replayOf!, step, type, input));
}

/** Somebody else carries out what is left; should they die over it, this job's next one takes it up. */
async function lookAgainLater(driver: Driver, run: RunRecord): Promise<void> {
	const busy = [...run.steps.values()].flatMap(({ busyUntil, state }) =>
		state === "busy" && busyUntil ? [busyUntil] : [],
	);
	if (busy.length > 0) await goOnLater(driver, run, new Date(Math.min(...busy.map(Number)) + 1_000));
}

async function goOnLater(driver: Driver, run: RunRecord, after: Date | undefined): Promise<void> {
	const key = after ? `${run.id}:later` : run.id;
	await inOrg(scopeOfRun(driver, run), (ctx) =>
		ctx.enqueue(
			driveRunJob,
			{ orgId: driver.org, runId: run.id, workflowId: run.workflow.id },
			{ key, ...(after ? { after } : {}) },
		),
	);
}
