import { AppError, isDatabaseAway } from "#app/base/errors.ts";
import { StepFailure, type StepResult, type Woken } from "#app/domain/workflows/nodes/node-type.ts";
import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import { waitInWords } from "#app/domain/workflows/nodes/wait-in-words.ts";
import { ExpressionError } from "#app/domain/workflows/rules/expressions.ts";
import type { FlowNode } from "#app/domain/workflows/rules/graph.ts";
import { type StepEnd, tooLarge } from "#app/domain/workflows/running/state/end-step.ts";
import type { LivingStep, RunRecord } from "#app/domain/workflows/running/state/run-record.ts";
import { TurnLost } from "#app/domain/workflows/running/state/save-turn.ts";
import { standInFor } from "#app/domain/workflows/trying/samples.ts";
import type { Prepared } from "./prepare-step.ts";

const RETRIES_OUTSIDE = 3;
const FIRST_RETRY_SECONDS = 10;

/** What a judgement says, or in words why it could not be made. */
export function judged(judge: () => StepResult, input: unknown): StepEnd {
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

/** What becomes of a step that was woken. */
export function afterWait({ type, work }: Prepared, woken: Woken): StepResult {
	if (type.resume) return type.resume(work, woken);
	const isLate = woken.by === "time" && type.ports(work.node.settings).includes("late");
	return { port: isLate ? "late" : "next", ...(woken.data === undefined ? {} : { output: woken.data }) };
}

/** A dry run waits for nothing; what it would have waited for is kept in words. */
export function withoutWaiting(run: RunRecord, node: FlowNode, end: StepEnd): StepEnd {
	if (end.kind !== "result" || !end.result.wait) return end;
	const { wait, ...result } = end.result;
	return { ...end, result: foretold(run, node, { ...result, effect: waitInWords(wait) }) };
}

/** What a dry step answers, with what later steps read and only a real one would know (`standInFor`). */
export function foretold({ flow }: RunRecord, node: FlowNode, result: StepResult): StepResult {
	const output = standInFor(flow.graph, node, result.output);
	return output === undefined ? result : { ...result, output };
}

/** A failure in words, and whether it is tried again. Throws what is no failure of the step: the job tries that again. */
export function failed(
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
