import { z } from "zod";
import type { KeptJson } from "#app/domain/workflows/reading/get-run.ts";
import type { RunRow } from "#app/domain/workflows/reading/run-list.ts";
import type { RunStep } from "#app/domain/workflows/reading/run-steps.ts";
import type { Graph } from "#app/domain/workflows/rules/graph.ts";

/** Any value of JSON. */
export const Json = z.unknown().meta({ type: ["object", "array", "string", "number", "boolean", "null"] });

/** A run as the API calls things. */
export function executionOf(run: Omit<RunRow, "workflow"> & { workflow: { id: string; name: string } }) {
	const { id, workflow, version, state, isDry, subject, startedBy, error, createdAt, endedAt } = run;
	return {
		...{ id, workflowId: workflow.id, workflowName: workflow.name, version, status: state, dryRun: isDry },
		subject: subject && { type: subject.type, id: subject.id },
		...{ startedBy, error, createdAt, endedAt },
	};
}

/** A step of a run as the API calls things; its title and type are those of its version. */
export function stepOf(step: RunStep, { nodes }: Graph) {
	const node = nodes.find(({ id }) => id === step.node);
	const { id, state, path, attempt, port, error, effect, wait, isFromRecord, beganAt, endedAt } = step;
	return {
		...{ id, stepId: step.node, title: node?.name ?? step.node, type: node?.type ?? "", status: state, path },
		...{ attempts: attempt, input: jsonOf(step.input), output: jsonOf(step.output) },
		truncated: [step.input, step.output].some((json) => json !== null && !json.isWhole),
		...{ port, error, effect, waitsFor: wait?.for ?? null, waitsUntil: wait?.until ?? null },
		...{ fromRecord: isFromRecord, beganAt, endedAt },
	};
}

/** The value of what was kept; null where it was cut. */
export function jsonOf(json: KeptJson | null): unknown {
	return json?.isWhole ? JSON.parse(json.text) : null;
}
