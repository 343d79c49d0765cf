import { newId } from "#app/base/ids.ts";
import { advance, begin, type Happening } from "#app/domain/workflows/rules/advance.ts";
import { ExpressionError } from "#app/domain/workflows/rules/expressions.ts";
import { prepareStep } from "#app/domain/workflows/running/driving/prepare-step.ts";
import { pathOf } from "#app/domain/workflows/running/state/end-step.ts";
import {
	type LivingStep,
	noteOutput,
	type RunRecord,
	tokensOf,
} from "#app/domain/workflows/running/state/run-record.ts";
import type { VersionGraph } from "#app/domain/workflows/running/state/version-graphs.ts";
import type { Ctx } from "#db/context.ts";
import { StepFailure, type StepResult } from "../nodes/node-type.ts";
import { flowKinds } from "../nodes/registry.ts";
import { waitInWords } from "../nodes/wait-in-words.ts";
import { standInFor } from "../trying/samples.ts";
import { foretell } from "../trying/try-node.ts";

/** A step that was done, or would be. `input` is what it was given, as it may be kept. */
export type Walked = {
	node: string;
	path: string;
	port: string;
	input: unknown;
	output: unknown;
	effect: string | null;
	error: string | null;
	/** It only judged what was there: then what came out of it counts, and not how it was asked. */
	isJudged?: boolean;
};

export type Walk = { steps: Walked[]; outcome: "succeeded" | "failed" | "endless" };

/** What an earlier run was answered at a place, given the same input; undefined where it never came there. */
export type Remember = (node: string, path: string, input: unknown) => Walked | undefined;

/** What a run began with, and when; `at` is when an earlier run came to a place, which some conditions ask. */
export type Began = {
	trigger: Record<string, unknown>;
	subject: { type: string; id: string } | null;
	at(node: string, path: string): Date;
};

/** So many steps are followed: a draft that goes round is not followed for ever. */
const MOST_STEPS = 1_000;
/** Nobody else is served meanwhile, and each step may work as long as one expression does. */
const LONGEST_MS = 2_000;

/**
 * Follows a graph from its trigger to its end in memory: nothing is written, sent, asked or waited for. What the earlier run
 * did with the same input is taken from its record; the rest is foretold (FLOW-3).
 */
export function walkDraft(ctx: Pick<Ctx, "org">, flow: VersionGraph, began: Began, remember: Remember): Walk {
	const first = begin(flow.trigger, newId);
	const run = recordOf(ctx, flow, began);
	const walk: Walk = { steps: [], outcome: "endless" };
	run.steps.set(first.id, living(first, "", null));
	const until = performance.now() + LONGEST_MS;
	for (let count = 0; count < MOST_STEPS && performance.now() < until; count++) {
		const step = [...run.steps.values()].find(({ state }) => state === "ready");
		if (!step) break;
		const { walked, loop } = step.id === first.id ? triggered(flow, began) : walkStep(run, step, began, remember);
		walk.steps.push(walked);
		if (walked.output !== undefined && walked.output !== null) noteOutput(run, step.path, step.node, walked.output);
		const outcome = goOn(run, step, walked, loop);
		if (outcome !== "going") return { ...walk, outcome };
	}
	return walk;
}

function triggered(flow: VersionGraph, { trigger }: Began): { walked: Walked; loop?: undefined } {
	const walked = {
		node: flow.trigger,
		path: "",
		port: "next",
		input: null,
		output: trigger,
		effect: null,
		error: null,
	};
	return { walked };
}

function walkStep(run: RunRecord, step: LivingStep, began: Began, remember: Remember) {
	const { node, path } = step;
	const walked: Walked = { node, path, port: "next", input: null, output: null, effect: null, error: null };
	try {
		const { type, work, input } = prepareStep(run, step, began.at(node, path));
		walked.input = input ?? null;
		const result = foretell(type, work);
		const isPure = type.decide !== undefined && !result.wait;
		walked.isJudged = isPure;
		const known = isPure ? undefined : remember(node, path, walked.input);
		if (known) return { walked: { ...walked, port: known.port, output: known.output, error: known.error } };
		const { port = "next", loop, wait, effect = null } = result;
		const output = (isPure ? result.output : standInFor(run.flow.graph, work.node, result.output)) ?? null;
		// A for-each is left by `done` once its items have ended, and so stands in the record.
		const left = loop ? "done" : port;
		return { walked: { ...walked, port: left, output, effect: wait ? waitInWords(wait) : effect }, loop };
	} catch (error) {
		if (!(error instanceof StepFailure || error instanceof ExpressionError)) throw error;
		return { walked: { ...walked, port: "error", output: { error: error.message }, error: error.message } };
	}
}

/** Moves the run on in memory, as the engine does with its rows. */
function goOn(
	run: RunRecord,
	step: LivingStep,
	walked: Walked,
	loop: StepResult["loop"],
): "going" | "succeeded" | "failed" {
	const happening: Happening = walked.error
		? { kind: "failed", token: step.id }
		: loop
			? { kind: "looped", token: step.id, count: loop.items.length, width: loop.width }
			: { kind: "left", token: step.id, port: walked.port };
	const after = advance(run.flow.index, flowKinds, tokensOf(run), happening, newId);
	const before = run.steps;
	run.steps = new Map(
		after.tokens.map((token) => {
			const known = before.get(token.id);
			const output = token.id === step.id ? walked.output : (known?.output ?? null);
			return [token.id, living(token, known?.path ?? pathOf({ steps: before }, token.scope), output)];
		}),
	);
	return after.outcome;
}

function living(token: ReturnType<typeof begin>, path: string, output: unknown): LivingStep {
	const { loop = null, joined = null } = token;
	return { ...token, path, loop, joined, attempt: 0, woken: null, busyUntil: null, output };
}

function recordOf({ org }: Pick<Ctx, "org">, flow: VersionGraph, { trigger, subject }: Began): RunRecord {
	return {
		...{ org, id: newId(), workflow: { id: newId(), name: "" }, version: 0, state: "running", isDry: true },
		...{ trigger, subject, turn: 0, stepsBegun: 1, depth: 0, parent: null, replayOf: null, repeatsEffects: false },
		...{ isLimited: false, key: null, steps: new Map(), outputs: new Map(), flow },
	};
}
