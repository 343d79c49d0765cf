import { z } from "zod";
import { answerFixed } from "#app/domain/success/guided/answer-fixed.ts";
import { getThread, listMessages, openThread } from "#app/domain/success/guided/threads.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { instantOut } from "#app/doors/api/endpoint-schema.ts";
import { askThread, endThread, within } from "#app/doors/success.ts";

const path = "/api/workflows/chat/threads";
const Id = z.object({ id: z.uuid() });

const Thread = z.object({
	...{
		id: z.uuid(),
		title: z.string(),
		state: z.enum(["open", "completed", "closed"]),
		outcome: z.string().nullable(),
	},
	workflowExecutionId: z.uuid(),
	stepId: z.uuid(),
	...{
		startedBy: z.string(),
		startedAt: instantOut,
		endedAt: instantOut.nullable(),
		durationMs: z.number().nullable(),
	},
});

const Message = z.object({
	...{ id: z.uuid(), author: z.enum(["member", "assistant"]), name: z.string(), body: z.string() },
	source: z.enum(["member", "fixed", "model", "rules", "action"]),
	...{ provider: z.string().nullable(), model: z.string().nullable(), at: instantOut },
});
const Messages = z.object({ data: z.array(Message), next: z.null() });

const threadOut = <T extends { runId: string }>({ runId, ...thread }: T) => ({ ...thread, workflowExecutionId: runId });

/** Conversations beside guided steps (SUCCESS-5). */
export const threadEndpoints = {
	open: endpoint({
		method: "POST",
		path,
		summary: "Begin the conversation of a guided step, or find it",
		permission: "success.work",
		input: z.strictObject({ workflowExecutionId: z.uuid(), stepId: z.uuid() }),
		output: Thread,
		run: async (ctx, { workflowExecutionId, stepId }) =>
			threadOut(await openThread(ctx, { runId: workflowExecutionId, stepId })),
	}),
	show: endpoint({
		method: "GET",
		path: `${path}/{id}`,
		summary: "Show a step's conversation",
		permission: "success.view",
		input: Id,
		output: Thread,
		run: async (ctx, { id }) => threadOut(await getThread(ctx, id)),
	}),
	messages: endpoint({
		method: "GET",
		path: `${path}/{id}/messages`,
		summary: "List what was said, the oldest first",
		permission: "success.view",
		input: Id,
		output: Messages,
		run: async (ctx, { id }) => ({ data: await listMessages(ctx, id), next: null }),
	}),
	write: endpoint({
		method: "POST",
		path: `${path}/{id}/messages`,
		summary: "Ask within a step, or use a fixed answer",
		description:
			"`text` is answered by a model with the customer's context, or by rules where there is none (`source`). `fixed` is a " +
			"question that the step has a fixed answer to.",
		permission: "success.work",
		also: ["accounts.view"],
		status: 201,
		input: z.strictObject({
			id: z.uuid(),
			text: z.string().max(4_000).optional(),
			fixed: z.string().max(120).optional(),
		}),
		output: Messages,
		async runOutside(scope, { id, text, fixed }, { signal }) {
			const data =
				fixed === undefined
					? await askThread(scope, id, text ?? "", signal)
					: await within(scope, (ctx) => answerFixed(ctx, id, fixed));
			return { data, next: null };
		},
	}),
	complete: endpoint({
		method: "POST",
		path: `${path}/{id}/complete`,
		summary: "Complete a conversation, and its step with it",
		description: "Keeps duration and outcome, lets the run go on, and answers the step that comes next.",
		permission: "success.work",
		also: ["guided-steps.complete"],
		input: z.strictObject({
			id: z.uuid(),
			outcome: z.enum(["done", "skipped"]).default("done"),
			values: z.record(z.string(), z.unknown()).default({}).describe("What the step's fields hold, by their names"),
		}),
		output: z.object({
			...{ returnToStep: z.uuid(), nextStepId: z.string().nullable() },
			...{ outcome: z.string().nullable(), durationMs: z.number().nullable() },
		}),
		async runOutside(scope, { id, outcome, values }, { signal }) {
			const ended = await endThread(scope, id, { outcome: outcome ?? "done", values: values ?? {} }, signal);
			const { thread, returnToStep, nextStepId } = ended;
			return { returnToStep, nextStepId, outcome: thread.outcome, durationMs: thread.durationMs };
		},
	}),
};
