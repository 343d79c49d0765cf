import { problemsOf } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { portsOf } from "#app/domain/workflows/drawing/library.ts";
import { type Outline, outlineOf } from "#app/domain/workflows/drawing/outline.ts";
import { stepCode, stepWords } from "#app/domain/workflows/drawing/step-words.ts";
import { nodeTypes } from "#app/domain/workflows/nodes/registry.ts";
import { maskedGraph } from "#app/domain/workflows/nodes/secrets.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";

/** A step as the outline shows it. `ports` are the ways out that it has, that of failures left out. */
export type ShownStep = {
	name: string;
	words: string;
	/** The expression that the words leave open. */
	code?: string;
	ports: string[];
	problems?: { level: "error" | "warning"; message: string }[];
};

export type ShownGraph = {
	outline: Outline;
	steps: Record<string, ShownStep>;
	/** Those of no step in particular. */
	problems: { level: "error" | "warning"; message: string }[];
	/** How many keep it from being published. */
	errors: number;
	/** How many do not, and are worth a look. */
	warnings: number;
	hasTrigger: boolean;
};

/** A graph as the outline shows it: read from top to bottom, in words, with what is wrong beside each step. */
export function shownGraph(graph: Graph, problems = problemsOf(graph)): ShownGraph {
	const masked = maskedGraph(graph);
	const beside = Map.groupBy(problems, ({ node }) => node ?? "");
	const triggers = graph.nodes.filter(({ type }) => nodeTypes().get(type)?.isTrigger);
	const said = (id: string) => beside.get(id)?.map(({ level, message }) => ({ level, message }));
	return {
		outline: outlineOf(graph, triggers[0]?.id),
		steps: Object.fromEntries(
			masked.nodes.map((node): [string, ShownStep] => {
				const found = said(node.id);
				const ports = portsOf(node).filter((port) => port !== "error");
				const code = stepCode(node);
				const shown = { name: node.name, words: stepWords(node), ports, ...(code && { code }) };
				return [node.id, { ...shown, ...(found && { problems: found }) }];
			}),
		),
		problems: said("") ?? [],
		errors: problems.filter(({ level }) => level === "error").length,
		warnings: problems.filter(({ level }) => level === "warning").length,
		hasTrigger: triggers.length > 0,
	};
}
