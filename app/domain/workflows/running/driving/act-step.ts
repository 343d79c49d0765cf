import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import { type Outside, StepFailure } from "#app/domain/workflows/nodes/node-type.ts";
import { beginCall, endStep, type StepEnd, tooLarge } from "#app/domain/workflows/running/state/end-step.ts";
import type { LivingStep, RunRecord } from "#app/domain/workflows/running/state/run-record.ts";
import { TurnLost } from "#app/domain/workflows/running/state/save-turn.ts";
import { inOrg } from "#db/context.ts";
import { commit, type Driver, readAgain, scopeOfRun, tell, transact } from "./driver.ts";
import { failed } from "./judge-step.ts";
import type { Prepared } from "./prepare-step.ts";

/** What a step outside may take longer than its own limit before another process takes it for dead. */
const GRACE_MS = 15_000;

/** A step that works in the transaction which ends it: it happens once. */
export async function act(
	driver: Driver,
	run: RunRecord,
	step: LivingStep,
	{ type, work, input }: Prepared,
): Promise<void> {
	let failure: StepEnd | undefined;
	await transact(driver, run, async (ctx) => {
		const result = await type.act!(ctx, work);
		const message = tooLarge(result.output);
		if (message) throw new StepFailure(message);
		return endStep(ctx, run, step, { kind: "result", result, input });
	}).catch((error: unknown) => {
		failure = failed(driver.now(), run, step, error, input);
	});
	if (failure) await commit(driver, run, step, failure);
}

/** A step outside: marked as busy and committed, carried out, and ended in a second transaction. */
export async function call(driver: Driver, run: RunRecord, step: LivingStep, prepared: Prepared): Promise<void> {
	const { work, input } = prepared;
	const until = new Date(work.now.getTime() + work.timeoutMs + GRACE_MS);
	await transact(driver, run, async (ctx) => {
		const isAlone = ![...run.steps.values()].some(({ id, state }) => id !== step.id && state === "ready");
		// Other ways of the run do not wait for the answer.
		if (!isAlone) await ctx.enqueue(driveRunJob, { orgId: run.org, runId: run.id, workflowId: run.workflow.id });
		return beginCall(ctx, run, step, until, input);
	});
	tell(run);
	const busy = run.steps.get(step.id)!;
	await settle(driver, run, busy, await callOutside(driver, run, busy, prepared));
}

async function callOutside(
	driver: Driver,
	run: RunRecord,
	step: LivingStep,
	{ type, work }: Prepared,
): Promise<StepEnd> {
	const signal = AbortSignal.any([driver.signal, AbortSignal.timeout(work.timeoutMs)]);
	try {
		const within: Outside["within"] = (fn) => inOrg(scopeOfRun(driver, run), fn);
		const result = await type.call!({ ...driver.outside, org: run.org, within, signal }, work);
		const message = tooLarge(result.output);
		return message ? { kind: "failed", message } : { kind: "result", result };
	} catch (error) {
		// The process stops: the step stays busy, and whoever comes next carries it out again with the same key.
		if (driver.signal.aborted) throw error;
		return failed(driver.now(), run, step, error, undefined, work.timeoutMs);
	}
}

/** Ends a step whose call came back, however the run has changed meanwhile; one that was cancelled keeps its end. */
async function settle(driver: Driver, run: RunRecord, step: LivingStep, end: StepEnd): Promise<void> {
	for (;;) {
		try {
			return await commit(driver, run, step, end);
		} catch (error) {
			if (!(error instanceof TurnLost)) throw error;
			const fresh = await readAgain(driver, run.id);
			const there = fresh?.steps.get(step.id);
			if (!fresh || there?.state !== "busy" || there.busyUntil?.getTime() !== step.busyUntil?.getTime()) throw error;
			Object.assign(run, fresh);
		}
	}
}
