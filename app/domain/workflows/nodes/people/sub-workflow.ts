import { z } from "zod";
import { isId } from "#app/base/ids.ts";
import { evaluate } from "#app/domain/workflows/rules/expressions.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { Condition } from "../condition.ts";
import { defineNode, StepFailure, type Woken } from "../node-type.ts";
import { standInId } from "../stand-ins.ts";

type Settings = { workflow: string; input: string; waits: boolean };

/** A workflow that begins itself for each item of a list would have millions under way before it is too deep. */
const MOST_GOING = 10_000;

/** Begins a run of another workflow, and waits for its end unless told otherwise (FLOW-1). */
export const subWorkflow = defineNode<Settings>({
	type: "sub_workflow",
	label: "Another workflow",
	group: "flow",
	hint: "Begins a run of another workflow and goes on with its result.",
	settings: z.strictObject({
		workflow: z.string("choose a workflow").refine(isId, "choose a workflow"),
		input: Condition,
		waits: z.coerce.boolean().default(true),
	}),
	fields: [
		{ name: "workflow", label: "Workflow", kind: "text", help: "Its id." },
		{
			name: "input",
			label: "It begins with",
			kind: "expression",
			isOptional: true,
			help: 'Such as {"name": trigger.name}.',
		},
		{ name: "waits", label: "Wait for its end", kind: "switch" },
	],
	expressions: ["input"],
	ports: () => ["next"],
	canFail: true,
	act: async (ctx, { settings, data, run, stepId }) => {
		const input = settings.input.trim() === "" ? {} : evaluate(settings.input, data);
		if (input === null || typeof input !== "object" || Array.isArray(input)) {
			throw new StepFailure('What it begins with must be named values, such as {"name": trigger.name}.');
		}
		const depth = (ctx.actor.kind === "workflow" ? (ctx.actor.run?.depth ?? 0) : 0) + 1;
		const id = await startRun(
			ctx,
			settings.workflow,
			{ trigger: input as Record<string, unknown>, subject: run.subject, dedupeKey: `step:${stepId}` },
			// Off, it may be begun by another still; not by one that was begun so itself, or turning it off would stop no circle.
			{
				depth,
				evenIfOff: depth <= 1,
				mostGoing: MOST_GOING,
				...(settings.waits ? { parent: { runId: run.id, stepId } } : {}),
			},
		);
		if (!id) throw new StepFailure("The other workflow's limits leave no room for another run.");
		return settings.waits ? { wait: { for: "run" }, output: { run: id } } : { output: { run: id } };
	},
	preview: ({ settings, ...work }) => ({
		effect: `Would begin a run of the workflow ${settings.workflow}.`,
		output: settings.waits ? { outcome: "succeeded", result: {} } : { run: standInId(work) },
	}),
	resume: (_work, { data }: Woken) => {
		const { outcome, output, error } = data as { outcome: string; output: unknown; error: string | null };
		if (outcome !== "succeeded") throw new StepFailure(`The other workflow ${outcome}${error ? `: ${error}` : "."}`);
		return { output: { outcome, result: output } };
	},
});
