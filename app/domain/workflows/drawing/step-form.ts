import { notFound } from "#app/base/errors.ts";
import { problemsOf } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { stepMark } from "#app/domain/workflows/definitions/save-step.ts";
import type { NodeType, SettingField } from "#app/domain/workflows/nodes/node-type.ts";
import { typeOf } from "#app/domain/workflows/nodes/registry.ts";
import { maskedSettings } from "#app/domain/workflows/nodes/secrets.ts";
import type { GraphProblem } from "#app/domain/workflows/rules/check-graph.ts";
import { type ExpressionData, ExpressionError, evaluate, fill } from "#app/domain/workflows/rules/expressions.ts";
import { type FlowNode, type Graph, indexGraph } from "#app/domain/workflows/rules/graph.ts";
import { sampleData } from "#app/domain/workflows/trying/try-node.ts";
import { isRows, ROW_PARTS, rowsOf } from "./setting-values.ts";
import { shownFields } from "./shown-fields.ts";
import { type Variable, variablesOf } from "./variables.ts";

/** What an expression comes to on sample data, or in words why it comes to nothing. */
export type SampleResult = { isGood: boolean; text: string };

/** Everything that a form for one step shows. Secrets are masked; nothing here is for the server alone. */
export type StepForm = {
	node: Pick<FlowNode, "id" | "type" | "name" | "settings" | "retries" | "retryAfterSeconds" | "timeoutSeconds">;
	/** Goes back with the form (`saveStep`): tells whether somebody else changed the step meanwhile. */
	base: string;
	/** Null for a kind that does not exist here any more. */
	type: {
		label: string;
		hint: string;
		fields: readonly SettingField[];
		isTrigger: boolean;
		/** Whether it is worth saying how often it is tried and how long it may take. */
		canRetry: boolean;
		retries: number;
	} | null;
	variables: Variable[];
	/** By the name of the input: `settings.when`, `settings.cases[0].when`. */
	results: Record<string, SampleResult>;
	problems: GraphProblem[];
};

/** The form of a step of a graph, as canvas and outline show it (FLOW-2). 404. */
export function stepForm(graph: Graph, nodeId: string, now: Date): StepForm {
	const node = graph.nodes.find(({ id }) => id === nodeId);
	if (!node) throw notFound("step");
	const type = typeOf(node);
	const settings = maskedSettings(node);
	const index = indexGraph(graph);
	const inLoop = graph.nodes.some((one) => one.type === "for_each" && index.reachesBy(one.id, "each", node.id));
	const data = sampleData(graph, node, inLoop ? { item: {}, index: 0 } : {}, now);
	const { x: _x, y: _y, ...rest } = node;
	return {
		node: { ...rest, settings },
		base: stepMark(node),
		type: type ? typeShown(type) : null,
		variables: type && type.fields.length > 0 ? variablesOf(graph, index, node, data) : [],
		results: type ? resultsOf(type, settings, data) : {},
		problems: problemsOf(graph).filter((problem) => problem.node === nodeId),
	};
}

const typeShown = (type: NodeType): StepForm["type"] => ({
	...{ label: type.label, hint: type.hint, fields: shownFields(type), isTrigger: type.isTrigger ?? false },
	canRetry: !type.isTrigger && (type.act !== undefined || type.call !== undefined),
	retries: type.retries ?? (type.call ? 3 : 0),
});

/** Each expression and each text with holes in it, worked out on sample data. Of an event's filter there is no telling. */
function resultsOf(type: NodeType, settings: FlowNode["settings"], data: ExpressionData): Record<string, SampleResult> {
	const event = (data.trigger as { event?: unknown }).event;
	const seen = type.isTrigger && event ? { ...data, event } : data;
	const results: Record<string, SampleResult> = {};
	const note = (name: string, text: unknown, isExpression: boolean) => {
		if (typeof text !== "string" || text.trim() === "" || (!isExpression && !text.includes("{{"))) return;
		results[name] = resultOf(() => (isExpression ? evaluate(text, seen) : fill(text, seen)));
	};
	for (const { name, kind } of type.fields) {
		const isExpression = kind === "expression" || (type.expressions?.includes(name) ?? false);
		if (!isRows(kind)) {
			note(`settings.${name}`, settings[name], isExpression);
			continue;
		}
		const [, part] = ROW_PARTS[kind];
		rowsOf(kind, settings[name]).forEach((row, at) => {
			note(`settings.${name}[${at}].${part}`, row[part], isExpression);
		});
	}
	return results;
}

const MOST = 300;

function resultOf(work: () => unknown): SampleResult {
	try {
		const value = work();
		const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "nothing");
		return { isGood: true, text: text.length > MOST ? `${text.slice(0, MOST)}…` : text };
	} catch (error) {
		if (error instanceof ExpressionError) return { isGood: false, text: error.message };
		throw error;
	}
}
