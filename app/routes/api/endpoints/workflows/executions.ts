import { z } from "zod";
import { getRun } from "#app/domain/workflows/reading/get-run.ts";
import { listRuns } from "#app/domain/workflows/reading/run-list.ts";
import { listRunSteps, STEP_STATES } from "#app/domain/workflows/reading/run-steps.ts";
import { RUN_STATES } from "#app/domain/workflows/schema.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { cursorIn, instantOut, pageLimit, pageOf, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";
import { executionOf, Json, jsonOf, stepOf } from "./execution-shape.ts";

const path = "/api/workflows/executions";

const Execution = z.object({
	...{ id: z.uuid(), workflowId: z.uuid(), workflowName: z.string(), version: z.number().int() },
	status: z.enum(RUN_STATES),
	dryRun: z.boolean().describe("On trial: nothing leaves and nothing changes"),
	subject: z.object({ type: z.string(), id: z.uuid() }).nullable().describe("The record that it is about"),
	startedBy: z.string(),
	error: z.string().nullable().describe("Why it failed, in words"),
	...{ createdAt: instantOut, endedAt: instantOut.nullable() },
});

const Step = z.object({
	...{ id: z.uuid(), stepId: z.string().describe("Its id in the graph"), title: z.string(), type: z.string() },
	status: z.enum(STEP_STATES as [string, ...string[]]),
	path: z.string().describe("Within loops: the loop and the number of its item"),
	attempts: z.number().int(),
	...{ input: Json, output: Json },
	truncated: z.boolean().describe("Whether input or output were too long to be shown: they are null then"),
	port: z.string().nullable().describe("By which way it was left"),
	...{ error: z.string().nullable(), effect: z.string().nullable() },
	waitsFor: z.string().nullable(),
	waitsUntil: z.string().nullable(),
	fromRecord: z.boolean(),
	...{ beganAt: instantOut, endedAt: instantOut.nullable() },
});

/** Runs of workflows in the API: what is read of them. */
export const executionEndpoints = {
	list: endpoint({
		method: "GET",
		path,
		summary: "List runs of workflows, newest first",
		permission: "workflows.view",
		input: z.object({
			workflowId: z.uuid().optional(),
			status: z.enum(RUN_STATES).optional(),
			subjectId: z.uuid().optional().describe("The record that they are about, such as a customer account"),
			...{ limit: pageLimit, cursor: cursorIn },
		}),
		output: pageOf(Execution),
		async run(ctx, { status, limit, cursor, ...filter }) {
			const after = readCursor(z.uuid(), cursor);
			const { data, next } = await listRuns(ctx, { ...filter, state: status, after }, { limit: Number(limit) });
			return { data: data.map(executionOf), next: writeCursor(next) };
		},
	}),
	show: endpoint({
		method: "GET",
		path: `${path}/{id}`,
		summary: "Show a run with its steps",
		description:
			"Steps come in the order in which they began, a hundred at a time; `cursor` is `steps.next` of before.",
		permission: "workflows.view",
		input: z.object({ id: z.uuid(), cursor: cursorIn }),
		output: Execution.extend({
			...{ input: Json, output: Json },
			errorStepId: z.string().nullable().describe("The step at which it failed"),
			parentExecutionId: z.string().nullable().describe("The run whose step began it"),
			replayOf: z.string().nullable().describe("The run that it replays"),
			steps: pageOf(Step),
		}),
		async run(ctx, { id, cursor }) {
			const { graph, ...run } = await getRun(ctx, id);
			const steps = await listRunSteps(ctx, id, { after: readCursor(z.string(), cursor) });
			return {
				...executionOf(run),
				...{ input: jsonOf(run.trigger), output: jsonOf(run.output), errorStepId: run.errorNode },
				...{ parentExecutionId: run.parent?.id ?? null, replayOf: run.replayOf },
				steps: { data: steps.data.map((step) => stepOf(step, graph)), next: writeCursor(steps.next) },
			};
		},
	}),
};
