import { z } from "zod";
import { conflict, notFound } from "#app/base/errors.ts";
import { assertSubject } from "#app/domain/crm/tasks/assert-subject.ts";
import { TASK_SUBJECTS } from "#app/domain/crm/tasks/schema.ts";
import { completeGuidedStep } from "#app/domain/workflows/guided/complete-guided-step.ts";
import { findWaitingStep } from "#app/domain/workflows/guided/find-waiting-step.ts";
import { GuidedStart, startGuidedRun } from "#app/domain/workflows/guided/start-guided-run.ts";
import { getRun } from "#app/domain/workflows/reading/get-run.ts";
import { getWorkflowRecord } from "#app/domain/workflows/reading/workflow-records.ts";
import { completeRun } from "#app/domain/workflows/running/complete-run.ts";
import { startRun } from "#app/domain/workflows/running/starting/start-runs.ts";
import { MOST_OUTPUT_BYTES, RUN_STATES } from "#app/domain/workflows/schema.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { runHere } from "#app/doors/workflow-run.ts";
import { Json, jsonOf } from "./execution-shape.ts";

const path = "/api/workflows/{id}";

const Begun = z.object({
	...{ executionId: z.uuid(), workflowId: z.uuid(), version: z.number().int() },
	status: z.enum(RUN_STATES),
});

async function begun(ctx: Parameters<typeof getRun>[0], executionId: string): Promise<z.input<typeof Begun>> {
	const { workflow, version, state } = await getRun(ctx, executionId);
	return { executionId, workflowId: workflow.id, version, status: state };
}

/** What programs do with runs of workflows. */
export const workflowActEndpoints = {
	execute: endpoint({
		method: "POST",
		path: `${path}/execute`,
		summary: "Begin a run of a workflow",
		description:
			"It is carried on in the background: ask for the run to see how far it is. Works for one that is off, too.",
		permission: "workflows.run",
		also: ["workflows.view"],
		status: 201,
		input: z.strictObject({
			id: z.uuid(),
			input: z
				.record(z.string(), z.unknown())
				.default({})
				.describe("What it begins with: `trigger` in its expressions"),
			subject: z
				.object({ type: z.enum(TASK_SUBJECTS), id: z.uuid() })
				.optional()
				.describe("The record that it is about"),
			dryRun: z
				.boolean()
				.default(false)
				.describe("Nothing leaves and nothing changes; each step says what it would do"),
		}),
		output: Begun,
		async run(ctx, { id, input, subject, dryRun }) {
			await getWorkflowRecord(ctx, id);
			if (subject) await assertSubject(ctx, subject);
			const start = { trigger: input, subject: subject ?? null };
			const run = await startRun(ctx, id, start, { isDry: dryRun, evenIfOff: true });
			if (!run) throw conflict("The workflow's limits leave no room for another run now. Nothing was begun.");
			return begun(ctx, run);
		},
	}),
	run: endpoint({
		method: "POST",
		path: `${path}/run`,
		summary: "Begin a run of a workflow and wait for it",
		description:
			"Answers once it has ended, waits, or has come to a call outside, which is carried on in the background. For one that is on.",
		permission: "workflows.run",
		also: ["workflows.view"],
		status: 201,
		input: z.strictObject({
			id: z.uuid(),
			input: z.record(z.string(), z.unknown()).default({}).describe("What it begins with"),
		}),
		output: Begun.extend({
			output: Json.describe("What its end made of it; null until then, and where it is too large to be shown"),
		}),
		async runOutside(scope, { id, input }, { signal }) {
			const run = await runHere(scope, id, { trigger: input }, signal);
			if (!run) throw conflict("The workflow's limits leave no room for another run now. Nothing was begun.");
			const { id: executionId, workflow, version, state, output } = run;
			return { executionId, workflowId: workflow.id, version, status: state, output: jsonOf(output) };
		},
	}),
	start: endpoint({
		method: "POST",
		path: `${path}/start`,
		summary: "Begin a guided run for a customer",
		permission: "workflows.run",
		also: ["workflows.view"],
		status: 201,
		input: z.strictObject({ id: z.uuid(), ...GuidedStart.shape }),
		output: Begun,
		async run(ctx, { id, ...input }) {
			return begun(ctx, (await startGuidedRun(ctx, id, input)).id);
		},
	}),
	complete: endpoint({
		method: "POST",
		path: `${path}/complete`,
		summary: "End a run as done",
		description:
			"What it still waits for is called off; the outcome and the metadata are what it made. Metadata that is larger than a run can keep is a 422.",
		permission: "workflows.run",
		also: ["workflows.view"],
		input: z.strictObject({
			...{ id: z.uuid(), executionId: z.uuid(), outcome: z.string().trim().min(1).max(2_000) },
			metadata: z
				.record(z.string(), z.unknown())
				.default({})
				.describe(`Kept with the run: ${MOST_OUTPUT_BYTES / 1024} kB at most, with the outcome`),
		}),
		output: Begun.extend({ outcome: z.string() }),
		async run(ctx, { id, executionId, outcome, metadata }) {
			await getWorkflowRecord(ctx, id);
			if ((await getRun(ctx, executionId)).workflow.id !== id) throw notFound("run");
			await completeRun(ctx, executionId, { outcome, metadata });
			return { ...(await begun(ctx, executionId)), outcome };
		},
	}),
	endStep: endpoint({
		method: "PUT",
		path: "/api/workflows/executions/{id}/steps",
		summary: "End a guided step that waits",
		description:
			"The run goes on with what was filled in. What can be filled in, and where each way leads, is in the branches.",
		permission: "guided-steps.complete",
		also: ["workflows.view"],
		input: z.strictObject({
			id: z.uuid(),
			stepId: z.string().max(60).describe("Of the run, or the step's id in the graph"),
			status: z.enum(["completed", "skipped"]),
			values: z.record(z.string(), z.unknown()).default({}).describe("By the fields' names"),
			reason: z.string().max(2_000).default("").describe("Why it is skipped"),
		}),
		output: z.object({ executionId: z.uuid(), stepId: z.string(), status: z.enum(["completed", "skipped"]) }),
		async run(ctx, { id, stepId, status, values, reason }) {
			const step = await findWaitingStep(ctx, id, stepId);
			const outcome = status === "completed" ? ("done" as const) : status;
			await completeGuidedStep(ctx, { runId: id, stepId: step, outcome, values, reason });
			return { executionId: id, stepId, status };
		},
	}),
};
