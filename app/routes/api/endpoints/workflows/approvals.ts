import { z } from "zod";
import { changeApprovalText } from "#app/domain/workflows/approvals/change-text.ts";
import { APPROVAL_STATES, MOST_TEXT } from "#app/domain/workflows/approvals/schema.ts";
import { getApproval, listApprovals } from "#app/domain/workflows/reading/approval-queries.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { cursorIn, instantOut, pageOf, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";

const path = "/api/workflows/approvals";

const Approval = z.object({
	...{ id: z.uuid(), title: z.string(), status: z.enum(APPROVAL_STATES) },
	...{ workflowId: z.uuid(), workflowName: z.string(), executionId: z.uuid() },
	given: z.number().int().describe("So many said yes"),
	needed: z.number().int().describe("So many yes are needed"),
	...{ createdAt: instantOut, dueAt: instantOut.nullable(), decidedAt: instantOut.nullable() },
});

const Text = z.object({
	now: z.string().describe("What goes on, as it stands"),
	original: z.string().describe("What the step before made of it"),
	version: z.number().int().describe("Rises with each change; say it when you change the text"),
	changedBy: z.string().nullable(),
});

function approvalOf(row: Awaited<ReturnType<typeof listApprovals>>["data"][number]): z.input<typeof Approval> {
	const { id, title, state, workflow, runId, given, needed, createdAt, dueAt, decidedAt } = row;
	return {
		...{ id, title, status: state, workflowId: workflow.id, workflowName: workflow.name, executionId: runId },
		...{ given, needed, createdAt, dueAt, decidedAt },
	};
}

/** What runs ask people, in the API. Programs read it and may change the text that is asked about; a yes is a person's. */
export const approvalEndpoints = {
	list: endpoint({
		method: "GET",
		path,
		summary: "List what runs ask people: open, the longest asked first, or decided, newest first",
		permission: "approvals.view",
		input: z.object({ status: z.enum(["open", "decided"]).default("open"), cursor: cursorIn }),
		output: pageOf(Approval),
		async run(ctx, { status, cursor }) {
			const { data, next } = await listApprovals(ctx, { state: status, after: readCursor(z.string(), cursor) });
			return { data: data.map(approvalOf), next: writeCursor(next) };
		},
	}),
	show: endpoint({
		method: "GET",
		path: `${path}/{id}`,
		summary: "Show what a run asks, with the text that may be changed and who has answered",
		permission: "approvals.view",
		input: z.object({ id: z.uuid() }),
		output: Approval.extend({
			details: z.string(),
			text: Text.nullable().describe("Null where nothing may be changed"),
			votes: z.array(z.object({ member: z.string(), yes: z.boolean(), note: z.string(), at: z.string() })),
		}),
		async run(ctx, { id }) {
			const { details, text, votes, ...approval } = await getApproval(ctx, id);
			return {
				...approvalOf(approval),
				...{ details, text: text && { ...text } },
				votes: votes.map(({ member, isYes, note, at }) => ({ member, yes: isYes, note, at })),
			};
		},
	}),
	changeText: endpoint({
		method: "PUT",
		path: `${path}/{id}/text`,
		summary: "Change the text that an approval shows, before it is decided",
		description:
			"Later steps read it as `steps.<id>.text`; the first one is kept. Who said yes to it is asked again. 409 with the text of now when it is another than the version that you name.",
		permission: "approvals.change-text",
		also: ["approvals.view"],
		input: z.strictObject({ id: z.uuid(), text: z.string().max(MOST_TEXT), version: z.number().int().min(1) }),
		output: z.object({ id: z.uuid(), text: Text }),
		conflict: z.object({ text: z.string(), version: z.number().int(), by: z.string() }),
		async run(ctx, { id, text, version }) {
			await changeApprovalText(ctx, id, { text, version });
			return { id, text: (await getApproval(ctx, id)).text! };
		},
	}),
};
