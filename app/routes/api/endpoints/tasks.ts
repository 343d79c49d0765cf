import { z } from "zod";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { NewTask, TASK_PRIORITIES, TASK_STATES, TaskChange } from "#app/domain/crm/tasks/schema.ts";
import {
	getTaskRecord,
	listTaskRecords,
	readTaskRecord,
	type TaskPlace,
} from "#app/domain/crm/tasks/task-record-queries.ts";
import { trashTask } from "#app/domain/crm/tasks/trash-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import { cursorIn, instantOut, pageLimit, pageOf, readCursor, writeCursor } from "#app/doors/api/endpoint-schema.ts";

const path = "/api/workflows/tasks";
const Id = z.object({ id: z.uuid() });
const Status = z.enum(TASK_STATES).exclude(["trashed"]);
const Subject = z.object({ type: z.string(), id: z.string() });

const Task = z.object({
	...{ id: z.uuid(), version: z.number().int(), title: z.string(), detail: z.string() },
	...{ status: Status, completed: z.boolean(), priority: z.enum(TASK_PRIORITIES) },
	dueDate: z.string().nullable().describe("A calendar day"),
	assignedTo: z.string().nullable().describe("A member or an agent"),
	subject: Subject.nullable().describe("What it is about"),
	workflowExecutionId: z.string().nullable().describe("The run of a workflow that raised it"),
	...{ createdAt: instantOut, completedAt: instantOut.nullable() },
});

const Place = z.tuple([z.string().regex(/^[\d :.+-]{10,40}$/), z.uuid()]) satisfies z.ZodType<TaskPlace>;

/** Tasks in the API: of people and agents, and those that runs of workflows raise. */
export const taskEndpoints = {
	list: endpoint({
		method: "GET",
		path,
		summary: "List tasks, newest first",
		description: "What is in the trash is left out.",
		permission: "tasks.view",
		input: z.object({
			status: Status.optional(),
			workflowExecutionId: z.uuid().optional(),
			...{ limit: pageLimit, cursor: cursorIn },
		}),
		output: pageOf(Task),
		async run(ctx, { limit, cursor, ...asked }) {
			const page = await listTaskRecords(ctx, { ...asked, after: readCursor(Place, cursor), limit: Number(limit) });
			return { data: page.data, next: writeCursor(page.next) };
		},
	}),
	create: endpoint({
		method: "POST",
		path,
		summary: "Create a task",
		description: "About a record or a lead, or standing for itself.",
		permission: "tasks.edit",
		status: 201,
		input: z.strictObject(NewTask.shape),
		output: Task,
		async run(ctx, input) {
			const { id } = await createTask(ctx, input);
			return readTaskRecord(ctx, id);
		},
	}),
	show: endpoint({
		method: "GET",
		path: `${path}/{id}`,
		summary: "Show a task",
		permission: "tasks.view",
		input: Id,
		output: Task,
		run: (ctx, { id }) => getTaskRecord(ctx, id),
	}),
	update: endpoint({
		method: "PATCH",
		path: `${path}/{id}`,
		summary: "Complete, skip or change a task",
		description:
			"Either an `action`, or fields; those that are absent stay as they are. `completed: false` opens it again. " +
			"With `version`, a change by somebody else meanwhile is a 409 with what the task is now.",
		permission: "tasks.edit",
		input: z.strictObject({ id: z.uuid(), ...TaskChange.shape }),
		output: Task,
		conflict: z.object({ current: z.record(z.string(), z.unknown()) }),
		async run(ctx, input) {
			await updateTask(ctx, input);
			return readTaskRecord(ctx, input.id);
		},
	}),
	remove: endpoint({
		method: "DELETE",
		path: `${path}/{id}`,
		summary: "Move a task to the trash",
		description: "It can be restored for 90 days. With `version`, a change by somebody else meanwhile is a 409.",
		permission: "tasks.edit",
		input: Id.extend({ version: z.coerce.number().int().positive().optional() }),
		output: z.object({ id: z.uuid(), deleted: z.literal(true) }),
		async run(ctx, { id, version }) {
			await trashTask(ctx, { id, version });
			return { id, deleted: true };
		},
	}),
};
