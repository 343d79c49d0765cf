import { type NodeType, StepFailure, type Work } from "#app/domain/workflows/nodes/node-type.ts";
import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import { type ExpressionData, ExpressionError, fillAll } from "#app/domain/workflows/rules/expressions.ts";
import { plainWords } from "#app/domain/workflows/rules/plain-words.ts";
import { loopOf } from "#app/domain/workflows/rules/token.ts";
import { ancestorPaths, type LivingStep, type RunRecord } from "#app/domain/workflows/running/state/run-record.ts";

/** A step that can be carried out. `input` is what is kept of what it was given. */
export type Prepared = { type: NodeType; work: Work<never>; input: unknown };

/** How long an outside step may take where it does not say. */
const TIMEOUT_SECONDS = 30;

/**
 * Fills a step's settings from what the run knows and checks them. Throws `StepFailure` in words for who drew it:
 * a type that is gone, an expression on what is not there, a setting that came out unacceptable.
 */
export function prepareStep(run: RunRecord, step: LivingStep, now: Date): Prepared {
	const node = run.flow.index.nodes.get(step.node);
	const type = node && typeOf(node);
	if (!node || !type)
		throw new StepFailure(`Steps of the type “${node?.type ?? step.node}” do not exist here any more.`);
	const data = dataOf(run, step, now);
	const settings = fillSettings(type, node.settings, data);
	const work: Work = {
		settings: settings as Record<string, unknown>,
		node,
		data,
		run: { id: run.id, workflow: run.workflow, subject: run.subject },
		key: `${run.id}:${step.id}`,
		stepId: step.id,
		now,
		timeoutMs: (node.timeoutSeconds ?? TIMEOUT_SECONDS) * 1_000,
		isDry: run.isDry,
	};
	return { type, work: work as Work<never>, input: shownSettings(type, settings) };
}

/** A step's settings, filled from data and checked. Throws `StepFailure` in words for who drew it. */
export function fillSettings(type: NodeType, settings: Record<string, unknown>, data: ExpressionData): unknown {
	return checked(type, filled(type, settings, data));
}

/** What may be kept and shown of filled settings. */
export function shownSettings(type: NodeType, settings: unknown): unknown {
	return type.shown ? type.shown(settings as never) : settings;
}

/** What the expressions of a step see: what lies nearer, within loops, hides what lies further out. */
export function dataOf(run: RunRecord, step: Pick<LivingStep, "path" | "scope">, now: Date): ExpressionData {
	const steps: Record<string, unknown> = {};
	for (const path of ancestorPaths(step.path)) {
		for (const [node, output] of run.outputs.get(path) ?? []) steps[node] = output;
	}
	const around = loopOf(step.scope);
	const items = around ? (run.steps.get(around.loop)?.output as { items?: unknown[] } | undefined)?.items : undefined;
	return {
		trigger: run.trigger,
		steps,
		now,
		...(around ? { item: items?.[around.index] ?? null, index: around.index } : {}),
	};
}

function filled(type: NodeType, settings: Record<string, unknown>, data: ExpressionData): Record<string, unknown> {
	try {
		return Object.fromEntries(
			Object.entries(settings).map(([name, value]) => [
				name,
				type.expressions?.includes(name) ? value : fillAll(value, data),
			]),
		);
	} catch (error) {
		if (error instanceof ExpressionError) throw new StepFailure(error.message);
		throw error;
	}
}

function checked(type: NodeType, settings: Record<string, unknown>): unknown {
	const parsed = (type.input ?? type.settings).safeParse(settings, { error: plainWords });
	if (parsed.success) return parsed.data;
	const said = parsed.error.issues.map(({ path, message }) => `${path.join(".") || "its settings"}: ${message}`);
	throw new StepFailure(`What came out of its settings cannot be used. ${said.slice(0, 5).join("; ")}`);
}
