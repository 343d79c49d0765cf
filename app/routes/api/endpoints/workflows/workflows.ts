import { z } from "zod";
import { createWorkflow, NewWorkflow } from "#app/domain/workflows/definitions/create-workflow.ts";
import { publishWorkflow } from "#app/domain/workflows/definitions/publish-workflow.ts";
import { trashWorkflow } from "#app/domain/workflows/definitions/trash-workflow.ts";
import { updateWorkflow } from "#app/domain/workflows/definitions/update-workflow.ts";
import { getStepBranches } from "#app/domain/workflows/reading/step-branches.ts";
import { getWorkflowRecord, listWorkflowRecords } from "#app/domain/workflows/reading/workflow-records.ts";
import { Graph } from "#app/domain/workflows/rules/graph.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { cursorIn, instantOut, pageLimit, pageOf, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";

const path = "/api/workflows";
const Id = z.object({ id: z.uuid() });

const Workflow = z.object({
	...{ id: z.uuid(), name: z.string(), description: z.string() },
	enabled: z.boolean().describe("Whether it begins by itself"),
	publishedVersion: z.number().int().nullable().describe("The version that new runs follow; null: never published"),
	version: z.number().int().describe("Of the draft: a PUT with a graph names the one it saw"),
	...{ createdAt: instantOut, updatedAt: instantOut },
});

const Detail = Workflow.extend({
	graph: Graph.describe("The draft: steps and the ways between them; secrets are masked"),
	hookPath: z
		.string()
		.nullable()
		.describe("Where posts begin it; answered once, when a version that begins so is published for the first time"),
});

const Change = z.strictObject({
	id: z.uuid(),
	name: z.string().optional(),
	description: z.string().optional(),
	graph: Graph.optional(),
	version: z.int().positive().optional().describe("Of the draft that was seen; needed with `graph` and `publish`"),
	publish: z.boolean().default(false).describe("Makes the draft the version that new runs follow"),
	enabled: z.boolean().optional(),
});

async function shown(ctx: Parameters<typeof getWorkflowRecord>[0], id: string, token: string | null = null) {
	return { ...(await getWorkflowRecord(ctx, id)), hookPath: token && `/hooks/workflows/${token}` };
}

/** Workflows in the API: what is drawn. */
export const workflowEndpoints = {
	list: endpoint({
		method: "GET",
		path,
		summary: "List workflows, newest first",
		description: "What is in the trash is left out.",
		permission: "workflows.view",
		input: z.object({ limit: pageLimit, cursor: cursorIn }),
		output: pageOf(Workflow),
		async run(ctx, { limit, cursor }) {
			const after = readCursor(z.uuid(), cursor);
			const page = await listWorkflowRecords(ctx, { limit: Number(limit), after });
			return { data: page.data, next: writeCursor(page.next) };
		},
	}),
	create: endpoint({
		method: "POST",
		path,
		summary: "Create a workflow",
		description: "Its draft is the `graph`, or one step that begins it by hand. With `publish` it can run at once.",
		permission: "workflows.edit",
		status: 201,
		input: z.strictObject({ ...NewWorkflow.shape, publish: z.boolean().default(false) }),
		output: Detail,
		async run(ctx, { publish, ...input }) {
			const { id } = await createWorkflow(ctx, input);
			const { token } = publish ? await publishWorkflow(ctx, id, { version: 1 }) : { token: null };
			return shown(ctx, id, token);
		},
	}),
	show: endpoint({
		method: "GET",
		path: `${path}/{id}`,
		summary: "Show a workflow with its draft",
		permission: "workflows.view",
		input: Id,
		output: Detail,
		run: (ctx, { id }) => shown(ctx, id),
	}),
	update: endpoint({
		method: "PUT",
		path: `${path}/{id}`,
		summary: "Change, publish, or turn a workflow on or off",
		description:
			"Fields that are absent stay as they are. A secret that comes back masked stays as it is, while its address leads to the " +
			"same host; else the answer is 422. When somebody else saved the draft meanwhile the answer is 409 with the draft as " +
			"it is now, and nothing is changed.",
		permission: "workflows.edit",
		input: Change,
		output: Detail,
		conflict: z.object({ version: z.number().int(), graph: Graph }),
		async run(ctx, { id, ...change }) {
			const { token } = await updateWorkflow(ctx, id, change);
			return shown(ctx, id, token);
		},
	}),
	remove: endpoint({
		method: "DELETE",
		path: `${path}/{id}`,
		summary: "Move a workflow to the trash",
		description: "Nothing begins it any more; runs under way go on. It can be restored.",
		permission: "workflows.edit",
		input: Id,
		output: z.object({ id: z.uuid(), deleted: z.literal(true) }),
		async run(ctx, { id }) {
			await trashWorkflow(ctx, id);
			return { id, deleted: true };
		},
	}),
	branches: endpoint({
		method: "GET",
		path: `${path}/{id}/branches`,
		summary: "Show the ways on from a step, and what a person fills in there",
		permission: "workflows.view",
		input: Id.extend({ stepId: z.string().max(60).default("").describe("The step's id in the workflow's graph") }),
		output: z.object({
			...{ stepId: z.string(), title: z.string(), type: z.string() },
			fields: z.array(
				z.object({ name: z.string(), kind: z.string(), required: z.boolean(), choices: z.array(z.string()) }),
			),
			branches: z.array(
				z.object({
					id: z.string().describe("The way out of the step"),
					label: z.string(),
					next: z.array(z.object({ stepId: z.string(), title: z.string() })),
				}),
			),
		}),
		run: (ctx, { id, stepId }) => getStepBranches(ctx, id, stepId),
	}),
};
