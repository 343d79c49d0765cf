import { z } from "zod";
import { askApproval } from "#app/domain/artifacts/approving/ask-approval.ts";
import { decideApproval } from "#app/domain/artifacts/approving/decide-approval.ts";
import { getArtifact, listArtifacts, listVersions } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { removeArtifact } from "#app/domain/artifacts/saving/remove-artifact.ts";
import { restoreVersion } from "#app/domain/artifacts/saving/restore-version.ts";
import { saveArtifact } from "#app/domain/artifacts/saving/save-artifact.ts";
import { ItemKey, Kind, Title, VersionNote } from "#app/domain/artifacts/schema.ts";
import { linkTask } from "#app/domain/artifacts/tasks/link-task.ts";
import { makeTask } from "#app/domain/artifacts/tasks/make-task.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { cursorIn, instantOut, pageLimit, pageOf, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";

const path = "/api/workflows/artifacts";
const text = z.string().nullable();
const Json = z.record(z.string(), z.unknown());
const ApprovalState = z.enum(["waiting", "approved", "rejected"]);
const whole = z.number().int().positive();

const Listed = z.object({
	...{ id: z.uuid(), artifactType: z.string(), title: z.string() },
	version: z.number().int().describe("Of its content; a change of it names the one it was edited from"),
	...{ accountId: text, account: text, playId: text, workflowExecutionId: text, stepId: text },
	...{ createdBy: z.string(), createdAt: instantOut, updatedAt: instantOut },
});

const Linked = z.object({
	item: z.string().describe("The key of the line"),
	...{ taskId: z.uuid(), title: z.string(), state: z.enum(["open", "done", "skipped", "trashed"]) },
	...{ dueOn: text, assignee: text },
});

const Artifact = Listed.extend({
	number: z.number().int().describe("The version shown"),
	...{ content: Json, metadata: Json, note: z.string(), savedBy: z.string(), savedAt: instantOut },
	tasks: z.array(Linked),
	approval: z
		.object({
			...{ state: ApprovalState, reasons: z.array(z.string()), askedBy: z.string(), askedAt: instantOut },
			...{ by: text, at: instantOut.nullable(), note: z.string() },
		})
		.nullable()
		.describe("What a manager said of this version of a price; null: nobody was asked"),
});

const Version = z.object({
	...{ number: z.number().int(), note: z.string(), savedBy: z.string(), savedAt: instantOut },
	approval: ApprovalState.nullable(),
});

const Saved = z.object({ id: z.uuid(), version: z.number().int(), isChanged: z.boolean() });
const Conflict = z.object({ current: Json.optional(), taskId: z.uuid().optional() });

const shown = <T extends { kind: string; runId: string | null }>({ kind, runId, ...artifact }: T) => ({
	...artifact,
	artifactType: kind,
	workflowExecutionId: runId,
});

/** What work with customers leaves behind, in versions (SUCCESS-7). */
export const artifactEndpoints = {
	list: endpoint({
		method: "GET",
		path,
		summary: "List artifacts, newest first",
		description: "Of an account (`companyId`), a play, a run or its step. What was removed is left out.",
		permission: "success.view",
		input: z.object({
			...{ companyId: z.uuid().optional(), playId: z.uuid().optional(), workflowExecutionId: z.uuid().optional() },
			...{ stepId: z.uuid().optional(), artifactType: Kind.optional() },
			...{ limit: pageLimit, cursor: cursorIn },
		}),
		output: pageOf(Listed),
		async run(ctx, { companyId, workflowExecutionId, artifactType, limit, cursor, ...asked }) {
			const page = await listArtifacts(ctx, {
				...{ ...asked, accountId: companyId, runId: workflowExecutionId, kind: artifactType },
				...{ after: readCursor(z.uuid(), cursor), limit: Number(limit) },
			});
			return { data: page.data.map(shown), next: writeCursor(page.next) };
		},
	}),
	create: endpoint({
		method: "POST",
		path,
		summary: "Save an artifact of an account, a play, or a run and its step",
		description:
			"Types of ours (`assessment`, `open_tasks`, `contract_analysis`, `pricing`, `stakeholder_map`, `recommendations`) have " +
			"a schema, and begin with what is known of the account where no content comes. Any other type is kept as it comes. " +
			"The account follows from the play or the run where `accountId` is left out.",
		permission: "success.work",
		also: ["accounts.view"],
		status: 201,
		input: z.strictObject({
			artifactType: Kind,
			...{ accountId: z.uuid().optional(), playId: z.uuid().optional(), workflowExecutionId: z.uuid().optional() },
			stepId: z.string().min(1).max(200).optional().describe("A step of the run, by its id or its node"),
			...{ title: Title.optional(), content: Json.optional(), metadata: Json.optional(), note: VersionNote.optional() },
		}),
		output: Artifact,
		async run(ctx, { artifactType, workflowExecutionId, ...input }) {
			const given = Object.fromEntries(
				Object.entries({ ...input, kind: artifactType, runId: workflowExecutionId }).filter(
					([, value]) => value !== undefined,
				),
			);
			const { id } = await createArtifact(ctx, given as never);
			return shown(await getArtifact(ctx, id));
		},
	}),
	show: endpoint({
		method: "GET",
		path: `${path}/{id}`,
		summary: "Show an artifact",
		description: "Its newest version, or the one that `number` names.",
		permission: "success.view",
		input: z.object({ id: z.uuid(), number: z.coerce.number().int().positive().max(2_147_483_647).optional() }),
		output: Artifact,
		run: async (ctx, { id, number }) => shown(await getArtifact(ctx, id, number)),
	}),
	update: endpoint({
		method: "PATCH",
		path: `${path}/{id}`,
		summary: "Save a new version of an artifact, or another title",
		description:
			"With `content` the `version` that it was edited from; a version by somebody else meanwhile is a 409 with what it " +
			"holds. The same content again makes no new version.",
		permission: "success.work",
		input: z.strictObject({
			id: z.uuid(),
			...{ version: whole.optional(), title: Title.optional(), content: Json.optional(), note: VersionNote.optional() },
		}),
		output: Artifact,
		conflict: Conflict,
		async run(ctx, { id, ...input }) {
			await saveArtifact(ctx, id, input);
			return shown(await getArtifact(ctx, id));
		},
	}),
	remove: endpoint({
		method: "DELETE",
		path: `${path}/{id}`,
		summary: "Move an artifact to the trash with its versions",
		description: "It can be restored for 90 days.",
		permission: "success.work",
		input: z.object({ id: z.uuid() }),
		output: z.object({ id: z.uuid(), deleted: z.literal(true) }),
		async run(ctx, { id }) {
			await removeArtifact(ctx, { id });
			return { id, deleted: true };
		},
	}),
	versions: endpoint({
		method: "GET",
		path: `${path}/{id}/versions`,
		summary: "List an artifact's versions, the newest first",
		permission: "success.view",
		input: z.object({ id: z.uuid(), limit: pageLimit, cursor: cursorIn }),
		output: pageOf(Version),
		async run(ctx, { id, limit, cursor }) {
			const page = await listVersions(ctx, id, { before: readCursor(whole, cursor), limit: Number(limit) });
			return { data: page.data, next: writeCursor(page.next) };
		},
	}),
	restore: endpoint({
		method: "POST",
		path: `${path}/{id}/versions`,
		summary: "Make an earlier version the newest",
		description: "What it held becomes a new version; the ones between stay.",
		permission: "success.work",
		status: 201,
		input: z.strictObject({ id: z.uuid(), restore: whole, version: whole.optional() }),
		output: Saved,
		conflict: Conflict,
		run: (ctx, { id, restore, version }) => restoreVersion(ctx, id, { number: restore, version }),
	}),
	task: endpoint({
		method: "POST",
		path: `${path}/{id}/tasks`,
		summary: "Make a line of an artifact a task, or say which task it is",
		description: "`item` is the key of the line. However often it is asked, one task is made.",
		permission: "success.work",
		also: ["tasks.edit"],
		status: 201,
		input: z.strictObject({ id: z.uuid(), item: ItemKey, taskId: z.uuid().optional() }),
		output: z.object({ taskId: z.uuid(), isNew: z.boolean() }),
		conflict: Conflict,
		run: (ctx, { id, item, taskId }) => (taskId ? linkTask(ctx, id, { item, taskId }) : makeTask(ctx, id, item)),
	}),
	ask: endpoint({
		method: "POST",
		path: `${path}/{id}/approval`,
		summary: "Ask a manager to approve a price outside the limits",
		description: "Of the newest version, which `version` names. The manager gets a task.",
		permission: "success.work",
		also: ["tasks.edit"],
		status: 201,
		input: z.strictObject({ id: z.uuid(), version: whole, memberId: z.uuid() }),
		output: z.object({ isNew: z.boolean() }),
		conflict: Conflict,
		run: (ctx, { id, ...asked }) => askApproval(ctx, id, asked),
	}),
	decide: endpoint({
		method: "POST",
		path: `${path}/{id}/decision`,
		summary: "Approve or reject the newest version of a price",
		description: "A manager's. It holds for exactly that version; a rejection says why.",
		permission: "artifacts.approve",
		input: z.strictObject({
			...{ id: z.uuid(), version: whole, decision: z.enum(["approve", "reject"]), note: VersionNote.optional() },
		}),
		output: Artifact,
		conflict: Conflict,
		async run(ctx, { id, ...decision }) {
			await decideApproval(ctx, id, decision);
			return shown(await getArtifact(ctx, id));
		},
	}),
};
