import { AppError, isDatabaseAway } from "#app/base/errors.ts";
import type { OrgId } from "#app/base/ids.ts";
import { ExpressionError } from "#app/domain/workflows/rules/expressions.ts";
import type { Actor, Ctx } from "#db/context.ts";
import { house, inOrg, readInOrg, writeOnce } from "#db/context.ts";
import { driveRunJob } from "../jobs.ts";
import { type Outside, StepFailure, type StepResult, type Woken } from "../nodes/node-type.ts";
import { typeOf } from "../nodes/registry.ts";
import { waitInWords } from "../nodes/wait-in-words.ts";
import { answerFromRecord } from "./answer-from-record.ts";
import { beginCall, endStep, isPlain, planEnd, type StepEnd, savePlan, tooLarge } from "./end-step.ts";
import { type Prepared, prepareStep } from "./prepare-step.ts";
import { type LivingStep, type RunRecord, readRun } from "./run-record.ts";
import { TurnLost, turnStatement } from "./save-turn.ts";

export type Driver = {
	org: OrgId;
	requestId: string;
	outside: Omit<Outside, "signal" | "within" | "org">;
	/** The process stops, or the job's time is up. */
	signal: AbortSignal;
	now(): Date;
	/** Hands over to a job what would reach outside: a process that serves pages does not wait for other people's. */
	staysInside?: boolean;
};

/** After this long a run lets others have their turn, and goes on in another job. */
const TURN_MS = 20_000;
const TURN_INSIDE_MS = 1_000;
/** What a step outside may take longer than its own limit before another process takes it for dead. */
const GRACE_MS = 15_000;
const RETRIES_OUTSIDE = 3;
const FIRST_RETRY_SECONDS = 10;

/**
 * Carries a run on as far as it goes by itself (FLOW-3): each step in a transaction of its own, committed before the next
 * begins. Safe to be called at any time and by several at once: who finds the run changed reads it again.
 */
export async function driveRun(driver: Driver, runId: string): Promise<void> {
	const run = await read(driver, runId);
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
			run = await read(driver, known.id);
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
			judged(() => type.preview?.(work) ?? { effect: `Would do “${type.label}”.` }, input),
		);
	}
	if (type.decide) {
		const end = judged(() => type.decide!(work), input);
		return commit(driver, run, step, run.isDry ? withoutWaiting(end) : end);
	}
	const known = await fromRecord(driver, run, step, input);
	if (known) return commit(driver, run, step, { kind: "result", result: known, input, fromRecord: true });
	return type.act ? act(driver, run, step, prepared) : call(driver, run, step, prepared);
}

/** What a judgement says, or in words why it could not be made. */
function judged(judge: () => StepResult, input: unknown): StepEnd {
	try {
		const result = judge();
		const message = tooLarge(result.output);
		return message ? { kind: "failed", message, input } : { kind: "result", result, input };
	} catch (error) {
		if (error instanceof StepFailure || error instanceof ExpressionError) {
			return { kind: "failed", message: error.message, input };
		}
		throw error;
	}
}

function afterWait({ type, work }: Prepared, woken: Woken): StepResult {
	if (type.resume) return type.resume(work, woken);
	const isLate = woken.by === "time" && type.ports(work.node.settings).includes("late");
	return { port: isLate ? "late" : "next", ...(woken.data === undefined ? {} : { output: woken.data }) };
}

/** A dry run waits for nothing; what it would have waited for is kept in words. */
function withoutWaiting(end: StepEnd): StepEnd {
	if (end.kind !== "result" || !end.result.wait) return end;
	const { wait, ...result } = end.result;
	return { ...end, result: { ...result, effect: waitInWords(wait) } };
}

/** A step that works in the transaction which ends it: it happens once. */
async function act(driver: Driver, run: RunRecord, step: LivingStep, { type, work, input }: Prepared): Promise<void> {
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
async function call(driver: Driver, run: RunRecord, step: LivingStep, prepared: Prepared): Promise<void> {
	const { work, input } = prepared;
	const until = new Date(work.now.getTime() + work.timeoutMs + GRACE_MS);
	await transact(driver, run, async (ctx) => {
		const isAlone = ![...run.steps.values()].some(({ id, state }) => id !== step.id && state === "ready");
		// Other ways of the run do not wait for the answer.
		if (!isAlone) await ctx.enqueue(driveRunJob, { orgId: run.org, runId: run.id });
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
		const within: Outside["within"] = (fn) =>
			inOrg({ org: driver.org, actor: actorOf(run), requestId: driver.requestId, now: driver.now() }, fn);
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
			const fresh = await read(driver, run.id);
			const there = fresh?.steps.get(step.id);
			if (!fresh || there?.state !== "busy" || there.busyUntil?.getTime() !== step.busyUntil?.getTime()) throw error;
			Object.assign(run, fresh);
		}
	}
}

/** Ends a step whose work is done: in one trip where the turn brings nothing but itself. */
async function commit(driver: Driver, run: RunRecord, step: LivingStep, end: StepEnd): Promise<void> {
	const now = driver.now();
	const plan = planEnd(now, run, step, end);
	if (!isPlain(run, plan)) return transact(driver, run, (ctx) => savePlan(ctx, run, plan));
	const saved = await writeOnce(driver, turnStatement(run, plan.turn, now));
	if (saved.length === 0) throw new TurnLost();
	plan.apply();
}

/** Runs one turn; the run in memory follows only what was committed. */
async function transact(driver: Driver, run: RunRecord, turn: (ctx: Ctx) => Promise<() => void>): Promise<void> {
	const apply = await inOrg(
		{ org: driver.org, actor: actorOf(run), requestId: driver.requestId, now: driver.now() },
		turn,
	);
	apply();
}

/** A failure in words, and whether it is tried again. Throws what is no failure of the step: the job tries that again. */
function failed(
	now: Date,
	run: RunRecord,
	step: LivingStep,
	error: unknown,
	input: unknown,
	timeoutMs?: number,
): StepEnd {
	if (error instanceof TurnLost || isDatabaseAway(error)) throw error;
	const node = run.flow.index.nodes.get(step.node);
	const isOurs = error instanceof StepFailure || error instanceof AppError || error instanceof ExpressionError;
	const isFinal =
		(error instanceof StepFailure && error.isFinal) ||
		(error instanceof AppError && error.status < 500 && error.status !== 429);
	// What AbortSignal.timeout throws.
	const isLate = (error as Error).name === "TimeoutError";
	const message = isLate
		? `No answer within ${Math.round((timeoutMs ?? 0) / 1_000)} seconds.`
		: isOurs
			? (error as Error).message
			: `It failed for a reason that is not the workflow's: ${(error as Error).message}`;
	const most = node?.retries ?? (node && typeOf(node)?.retries) ?? RETRIES_OUTSIDE;
	if (isFinal || step.attempt >= most) return { kind: "failed", message, input };
	const seconds = Math.min(3_600, (node?.retryAfterSeconds ?? FIRST_RETRY_SECONDS) * 2 ** step.attempt);
	return {
		kind: "failed",
		message,
		input,
		retryAt: new Date(now.getTime() + seconds * 1_000),
	};
}

async function fromRecord(driver: Driver, run: RunRecord, step: LivingStep, input: unknown) {
	if (!run.replayOf || run.repeatsEffects) return undefined;
	const scope = { org: driver.org, actor: actorOf(run), requestId: driver.requestId, now: driver.now() };
	return readInOrg(scope, (ctx) => answerFromRecord(ctx, run.replayOf!, step, input));
}

function read(driver: Driver, runId: string): Promise<RunRecord | undefined> {
	const actor: Actor = { kind: "system", name: "Workflows" };
	return readInOrg({ org: driver.org, actor, requestId: driver.requestId, now: driver.now() }, (ctx) =>
		readRun(ctx, runId),
	);
}

function actorOf({ id, workflow, depth }: RunRecord): Actor {
	return { kind: "workflow", id: workflow.id, name: workflow.name, run: { id, depth } };
}

/** Somebody else carries out what is left; should they die over it, this job's next one takes it up. */
async function lookAgainLater(driver: Driver, run: RunRecord): Promise<void> {
	const busy = [...run.steps.values()].flatMap(({ busyUntil, state }) =>
		state === "busy" && busyUntil ? [busyUntil] : [],
	);
	if (busy.length > 0) await goOnLater(driver, run, new Date(Math.min(...busy.map(Number)) + 1_000));
}

async function goOnLater(driver: Driver, run: RunRecord, after: Date | undefined): Promise<void> {
	const scope = { org: driver.org, actor: actorOf(run), requestId: driver.requestId, now: driver.now() };
	const key = after ? `${run.id}:later` : run.id;
	await inOrg(scope, (ctx) =>
		ctx.enqueue(driveRunJob, { orgId: driver.org, runId: run.id }, { key, ...(after ? { after } : {}) }),
	);
}

/** Whoever looks at the run sees it move. */
function tell(run: RunRecord): void {
	house().live.publish({ org: run.org, topics: [`workflow-run:${run.id}`, `workflow:${run.workflow.id}`] }, []);
}
