import { z } from "zod";
import { dateAt } from "#app/base/time.ts";
import { sayDate } from "#app/base/words/say-time.ts";
import { memberOf } from "#app/domain/assistant/member/threads/lock-thread.ts";
import { TASK_DUES, TASK_PRIORITY_LABELS } from "#app/domain/crm/tasks/schema.ts";
import { listTasks as listOpenTasks } from "#app/domain/crm/tasks/task-list-queries.ts";
import type { ReadTool } from "../tool.ts";

const Input = z.object({
	whose: z.enum(["mine", "all"]).default("mine"),
	due: z.enum(TASK_DUES).optional().describe("overdue, today, or within a week; absent: any"),
});

export const listTasks: ReadTool<z.output<typeof Input>> = {
	name: "list_tasks",
	purpose: "List open tasks, the member's own or everybody's, the most pressing first.",
	permission: "tasks.view",
	input: Input,
	async read(ctx, { whose, due }, { zone }) {
		const isMine = whose === "mine";
		const me = await memberOf(ctx);
		const filter = { state: "open" as const, ...(isMine ? { who: "me" as const } : {}), due };
		const { data, next } = await listOpenTasks(ctx, filter, { today: dateAt(ctx.now.getTime(), zone), me, limit: 10 });
		const query = new URLSearchParams({ ...(isMine ? { who: "me" } : {}), ...(due ? { due } : {}) });
		return {
			heading:
				data.length === 0
					? `${isMine ? "You have" : "There are"} no open tasks${DUE_WORDS[due ?? "any"]}.`
					: `${isMine ? "Your" : "All"} open tasks${DUE_WORDS[due ?? "any"]}:`,
			lines: data.map((task) => ({
				text: [
					task.title,
					task.dueOn ? `due ${sayDate(task.dueOn)}` : null,
					task.priority === "normal" ? null : TASK_PRIORITY_LABELS[task.priority].toLowerCase(),
					whose === "all" ? (task.assignee ?? "nobody's yet") : null,
				]
					.filter(Boolean)
					.join(", "),
				finding: { title: task.title, note: "task", href: `/tasks/${task.id}` },
			})),
			more: { label: next ? "All of them" : "The list of tasks", href: `/tasks?${query}` },
		};
	},
};

const DUE_WORDS = { overdue: " that are overdue", today: " due today", week: " due within a week", any: "" };
