import { z } from "zod";
import { sayDate } from "#app/base/words/say-time.ts";
import { memberOf } from "#app/domain/assistant/member/threads/lock-thread.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { createTask as create } from "#app/domain/crm/tasks/create-task.ts";
import type { ChangeTool } from "./tool.ts";

const Input = z.object({
	title: z.string().trim().min(1).max(300),
	dueDate: z.iso.date().optional(),
	subject: z.object({ type: z.enum(["contact", "account", "deal", "project", "lead"]), id: z.uuid() }).optional(),
});

export const createTask: ChangeTool<z.output<typeof Input>> = {
	name: "create_task",
	purpose: "Create a task for the member who asks, with a due day and what it is about.",
	permission: "tasks.edit",
	input: Input,
	async words(ctx, { title, dueDate, subject }) {
		const about =
			subject && subject.type !== "lead" ? (await getRecord(ctx, subject.type, subject.id)).name : undefined;
		return `Create the task “${title}”${dueDate ? `, due ${sayDate(dueDate)}` : ""}${about ? `, about ${about}` : ""}, assigned to you`;
	},
	async carryOut(ctx, { title, dueDate, subject }) {
		const assignedTo = await memberOf(ctx);
		const { id } = await create(ctx, {
			title,
			assignedTo,
			...(dueDate ? { dueDate } : {}),
			...(subject ? { subject } : {}),
		});
		return { message: `The task “${title}” is created.`, href: `/tasks/${id}` };
	},
};
