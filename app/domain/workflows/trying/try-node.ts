import { invalid } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { type ExpressionData, ExpressionError } from "#app/domain/workflows/rules/expressions.ts";
import { type FlowNode, type Graph, indexGraph } from "#app/domain/workflows/rules/graph.ts";
import { fillSettings, shownSettings } from "#app/domain/workflows/running/driving/prepare-step.ts";
import type { Ctx } from "#db/context.ts";
import { type NodeType, StepFailure, type StepResult, type Work } from "../nodes/node-type.ts";
import { nodeTypes } from "../nodes/registry.ts";
import { waitInWords } from "../nodes/wait-in-words.ts";
import { sampleOf, sampleTrigger, standInFor } from "./samples.ts";

/** Data to try a step on; what is absent is taken from the samples of the graph's other steps. */
export type Sample = {
	trigger?: Record<string, unknown>;
	steps?: Record<string, unknown>;
	item?: unknown;
	index?: number;
	subject?: { type: string; id: string } | null;
};

/** What a step would be given and make of it, or in words why it could not. `data` is what its expressions saw. */
export type Tried = {
	data: { trigger: unknown; steps: Record<string, unknown>; item?: unknown; index?: number };
	input: unknown;
	output: unknown;
	port: string | null;
	effect: string | null;
	problem: string | null;
};

/**
 * Tries one step of a graph on sample data (FLOW-2): fills and checks its settings, and judges or foretells what it would
 * do. Nothing is written, sent or asked. 422 for a step that is not in the graph.
 */
export async function tryNode(ctx: Ctx, graph: Graph, nodeId: string, sample: Sample = {}): Promise<Tried> {
	authorize(ctx, "workflows.view");
	const node = graph.nodes.find(({ id }) => id === nodeId);
	if (!node) throw invalid(`There is no step “${nodeId}” here.`);
	const data = sampleData(graph, node, sample, ctx.now);
	const { trigger, steps, item, index } = data;
	const tried: Tried = {
		data: { trigger, steps, ...(index === undefined ? {} : { item, index }) },
		...{ input: null, output: null, port: null, effect: null, problem: null },
	};
	const type = nodeTypes().get(node.type);
	if (!type) return { ...tried, problem: `Steps of the type “${node.type}” do not exist here.` };
	try {
		const settings = fillSettings(type, node.settings, data);
		tried.input = shownSettings(type, settings);
		const work = workOf(node, settings, data, { name: "", now: ctx.now, subject: sample.subject ?? null });
		return { ...tried, ...told(foretell(type, work)) };
	} catch (error) {
		if (error instanceof StepFailure || error instanceof ExpressionError) {
			return { ...tried, problem: error.message };
		}
		throw error;
	}
}

/** What a step would do, without doing it. */
export function foretell(type: NodeType, work: Work<never>): StepResult {
	if (type.decide) return type.decide(work);
	return type.preview?.(work) ?? { effect: `Would do “${type.label}”.`, output: type.sample ?? null };
}

function told({ output, port, wait, loop, effect }: StepResult): Partial<Tried> {
	return {
		output: output ?? null,
		port: loop ? "each" : (port ?? "next"),
		effect: wait ? waitInWords(wait) : (effect ?? null),
	};
}

function workOf(
	node: FlowNode,
	settings: unknown,
	data: ExpressionData,
	{ name, now, subject }: { name: string; now: Date; subject: Work["run"]["subject"] },
): Work<never> {
	const run = { id: "", workflow: { id: "", name }, subject };
	return { settings, node, data, run, key: "", stepId: "", now, timeoutMs: 30_000, isDry: true } as Work<never>;
}

const isNamed = (made: unknown): made is object => typeof made === "object" && made !== null && !Array.isArray(made);

/** What a step's expressions see on sample data: the samples of the graph's other steps, and over them what was given. */
export function sampleData(graph: Graph, node: FlowNode, sample: Sample, now: Date): ExpressionData {
	const others = graph.nodes.filter(({ id }) => id !== node.id);
	const index = indexGraph(graph);
	const samples = others.flatMap((other) => {
		const made = nodeTypes().get(other.type)?.isTrigger ? undefined : standInFor(graph, other, sampleOf(other));
		// After a way for failures there is a failure to be read.
		const error = index.reachesBy(other.id, "error", node.id) ? { error: "It failed." } : {};
		return made === undefined ? [] : [[other.id, isNamed(made) ? { ...made, ...error } : made] as const];
	});
	const begun = sample.trigger ?? sampleTrigger(graph);
	const isInLoop = sample.index !== undefined || sample.item !== undefined;
	return {
		trigger: begun,
		steps: { ...Object.fromEntries(samples), ...sample.steps },
		now,
		...(isInLoop ? { item: sample.item ?? null, index: sample.index ?? 0 } : {}),
	};
}
