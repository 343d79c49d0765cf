import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { TaskPriority, TaskState } from "./schema.ts";

/** A task as programs read it. Instants are ISO texts, `dueDate` a calendar day, `assignedTo` a member or an agent. */
export type TaskRecord = {
	id: string;
	version: number;
	title: string;
	detail: string;
	status: Exclude<TaskState, "trashed">;
	completed: boolean;
	priority: TaskPriority;
	dueDate: string | null;
	assignedTo: string | null;
	subject: { type: string; id: string } | null;
	/** The run of a workflow that raised it. */
	workflowExecutionId: string | null;
	createdAt: string;
	completedAt: string | null;
};

/** The instant, to the microsecond, and the id of the last task of a page. */
export type TaskPlace = [at: string, id: string];

type Asked = {
	status?: TaskRecord["status"] | undefined;
	workflowExecutionId?: string | undefined;
	after?: TaskPlace | undefined;
	limit: number;
};

/** Tasks that are not in the trash, newest first: one query a page. */
export async function listTaskRecords(
	ctx: Ctx,
	{ status, workflowExecutionId, after, limit }: Asked,
): Promise<{ data: TaskRecord[]; next: TaskPlace | null }> {
	authorize(ctx, "tasks.view");
	const where = [
		sql`t.state <> 'trashed'`,
		...(status ? [sql`t.state = ${status}`] : []),
		...(workflowExecutionId ? [sql`t.run_id = ${workflowExecutionId}::uuid`] : []),
		...(after ? [sql`(t.created_at, t.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
	];
	const { rows } = await sql<Row>`${SELECTION} where ${sql.join(where, sql` and `)}
		order by t.created_at desc, t.id desc limit ${limit + 1}`.execute(ctx.db);
	const last = rows.length > limit ? rows[limit - 1] : undefined;
	return { data: rows.slice(0, limit).map(recordOf), next: last ? [last.created_text, last.id] : null };
}

/** One task as programs read it. 404 for none, and for one in the trash. */
export async function getTaskRecord(ctx: Ctx, id: string): Promise<TaskRecord> {
	authorize(ctx, "tasks.view");
	return readTaskRecord(ctx, id);
}

/** As `getTaskRecord`, for whoever has just made or changed the task by an authorised command. */
export async function readTaskRecord(ctx: Ctx, id: string): Promise<TaskRecord> {
	const { rows } = isId(id)
		? await sql<Row>`${SELECTION} where t.id = ${id} and t.state <> 'trashed'`.execute(ctx.db)
		: { rows: [] };
	if (!rows[0]) throw notFound("task");
	return recordOf(rows[0]);
}

type Row = {
	id: string;
	version: number;
	title: string;
	detail: string;
	state: TaskRecord["status"];
	priority: TaskPriority;
	due_on: string | null;
	assignee: string | null;
	subject_type: string | null;
	subject_id: string | null;
	run_id: string | null;
	created_at: Date;
	created_text: string;
	completed_at: Date | null;
};

const SELECTION = sql`select t.id, t.version, t.title, t.detail, t.state, t.priority, t.due_on,
	coalesce(t.member_id, t.agent_id) as assignee, t.subject_type, t.subject_id, t.run_id, t.created_at,
	t.created_at::text as created_text, t.completed_at from tasks t`;

function recordOf(row: Row): TaskRecord {
	return {
		id: row.id,
		version: row.version,
		title: row.title,
		detail: row.detail,
		status: row.state,
		completed: row.state === "done",
		priority: row.priority,
		dueDate: row.due_on,
		assignedTo: row.assignee,
		subject: row.subject_type && row.subject_id ? { type: row.subject_type, id: row.subject_id } : null,
		workflowExecutionId: row.run_id,
		createdAt: row.created_at.toISOString(),
		completedAt: row.completed_at?.toISOString() ?? null,
	};
}
