import { sql } from "kysely";
import { OpenTasks } from "#app/domain/artifacts/rules/open-tasks.ts";
import { byPressing } from "#app/domain/crm/tasks/pressing-order.ts";
import type { Ctx } from "#db/context.ts";
import { defineKind } from "./kind.ts";

/** What is open for an account, arranged. It begins with the open tasks about it, its people, deals and projects, what presses first. */
export const openTasks = defineKind<OpenTasks>({
	content: OpenTasks,
	async start(ctx, { id }) {
		const tasks = await listOpenTasks(ctx, id);
		return {
			intro: "",
			lines: tasks.map((task) => ({
				...{ key: task.id, title: task.title, comment: "", taskId: task.id, ownerId: null, dueOn: null },
			})),
		};
	},
	links: ({ lines }) => lines.flatMap(({ key, taskId }) => (taskId === null ? [] : [{ item: key, taskId }])),
	members: ({ lines }) =>
		lines.flatMap(({ taskId, ownerId }) => (taskId === null && ownerId !== null ? [ownerId] : [])),
	items: ({ lines }) =>
		lines
			.filter(({ taskId }) => taskId === null)
			.map(({ key, title, comment, ownerId, dueOn }) => ({ key, title, detail: comment, ownerId, dueOn })),
});

/** The account's open tasks, what presses first, as in the list of tasks; a hundred at most. */
async function listOpenTasks(ctx: Ctx, accountId: string): Promise<{ id: string; title: string }[]> {
	const { rows } = await sql<{ id: string; title: string }>`
		select t.id, t.title from tasks t
		where t.org_id = ${ctx.org} and t.state = 'open' and (
			(t.subject_type = 'account' and t.subject_id = ${accountId})
			or (t.subject_type = 'contact' and t.subject_id in
				(select c.id from contacts c where c.org_id = ${ctx.org} and c.account_id = ${accountId}))
			or (t.subject_type = 'deal' and t.subject_id in
				(select d.id from deals d where d.org_id = ${ctx.org} and d.account_id = ${accountId}))
			or (t.subject_type = 'project' and t.subject_id in
				(select p.id from projects p where p.org_id = ${ctx.org} and p.account_id = ${accountId})))
		order by ${byPressing(ctx, "t")} limit 100`.execute(ctx.db);
	return rows;
}
