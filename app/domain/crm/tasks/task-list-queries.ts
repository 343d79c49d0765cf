import { type RawBuilder, sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { addDays, isNear, readDate } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { TaskFilter, TaskPriority, TaskState } from "./schema.ts";

/** One row of the list of tasks. Instants are ISO texts, `dueOn` a calendar day. */
export type TaskRow = {
	id: string;
	title: string;
	state: TaskState;
	priority: TaskPriority;
	dueOn: string | null;
	assignee: string | null;
	isAgents: boolean;
	subject: { type: string; id: string } | null;
	createdAt: string;
	completedAt: string | null;
	deletedAt: string | null;
};

/** `today` is the reader's calendar day, `me` the member behind `who=me`; `after` is the `next` of the page before. */
export type TaskPage = {
	today: string;
	me?: string | undefined;
	after?: string | undefined;
	limit?: number | undefined;
};

export const TASK_PAGE = 50;

/**
 * A page of tasks in one query: open ones by the day they are wanted (what presses and has no day counts from when it
 * was made), closed ones by when they were closed, those in the trash by when they came there, the latest first. A key that cannot be read counts as absent.
 */
export async function listTasks(
	ctx: Ctx,
	filter: TaskFilter,
	page: TaskPage,
): Promise<{ data: TaskRow[]; next: string | null }> {
	authorize(ctx, "tasks.view");
	const limit = page.limit ?? TASK_PAGE;
	const rows = await tasksQuery(ctx, filter, page)
		.limit(limit + 1)
		.execute();
	const last = rows.length > limit ? rows[limit - 1] : undefined;
	return {
		data: rows.slice(0, limit).map((row) => ({
			id: row.id,
			title: row.title,
			state: row.state,
			priority: row.priority,
			dueOn: row.due_on,
			assignee: row.member_name ?? row.agent_name,
			isAgents: row.agent_id !== null,
			subject: row.subject_type && row.subject_id ? { type: row.subject_type, id: row.subject_id } : null,
			createdAt: row.created_at.toISOString(),
			completedAt: row.completed_at?.toISOString() ?? null,
			deletedAt: row.deleted_at?.toISOString() ?? null,
		})),
		next: last
			? `${last.state === "open" ? last.list_on : (last.deleted_at ?? last.completed_at)?.getTime()}_${last.id}`
			: null,
	};
}

/** The list's statement, without its limit: for the page, and for the test that reads its plan. */
export function tasksQuery(ctx: Ctx, filter: TaskFilter, { today, me, after }: TaskPage) {
	const state = filter.state ?? "open";
	const key = readKey(after, state);
	const query = ctx.db
		.selectFrom("tasks as t")
		.leftJoin("memberships as m", (join) => join.onRef("m.org_id", "=", "t.org_id").onRef("m.id", "=", "t.member_id"))
		.leftJoin("agents as a", (join) => join.onRef("a.org_id", "=", "t.org_id").onRef("a.id", "=", "t.agent_id"))
		.select(["t.id", "t.title", "t.state", "t.priority", "t.due_on", "t.list_on", "t.agent_id", "t.created_at"])
		.select([
			"t.completed_at",
			"t.deleted_at",
			"t.subject_type",
			"t.subject_id",
			"m.name as member_name",
			"a.name as agent_name",
		])
		.where("t.org_id", "=", ctx.org)
		.where(inState(state))
		.where(({ and }) => and([...givenTo(filter.who, me), ...dueBy(filter.due, today), ...called(filter.q)]))
		.$if(filter.priority !== undefined, (more) => more.where("t.priority", "=", filter.priority!));
	if (state === "open")
		return query
			.$if(key !== undefined, (more) =>
				more.where(sql<boolean>`(t.list_on, t.id) > (${key?.at}::date, ${key?.id}::uuid)`),
			)
			.orderBy("t.list_on")
			.orderBy("t.id");
	const by = state === "trashed" ? "t.deleted_at" : "t.completed_at";
	return query
		.$if(key !== undefined, (more) =>
			more.where(sql<boolean>`(${sql.ref(by)}, t.id) < (${key?.at}::timestamptz, ${key?.id}::uuid)`),
		)
		.orderBy(by, "desc")
		.orderBy("t.id", "desc");
}

type Condition = RawBuilder<boolean>;

/** Written out rather than as parameters: partial indexes are found by these words. */
function inState(state: TaskState): Condition {
	if (state === "open") return sql`t.state = 'open'`;
	return state === "trashed" ? sql`t.state = 'trashed'` : sql`t.state <> 'open' and t.state = ${state}`;
}

/** As many tasks of a name are looked among. */
const MOST_CALLED = 1_000;

/** Titles that hold this; from three letters on by their index, which may look past row level security. */
function called(q: string | undefined): Condition[] {
	if (q === undefined) return [];
	const part = q.toLowerCase();
	if (part.length < 3) return [sql`strpos(lower(t.title), ${part}) > 0`];
	return [sql`t.id in (select f.id from find_by_name(${part}, ${MOST_CALLED}::integer, array['task']) f)`];
}

function givenTo(who: TaskFilter["who"], me: string | undefined): Condition[] {
	if (who === undefined) return [];
	if (who === "none") return [sql`t.member_id is null and t.agent_id is null`];
	if (who === "queue") {
		return [sql`t.agent_id is null and (t.member_id is null or t.member_id = ${me ?? null}::uuid)`];
	}
	const agent = /^agent:(.+)$/.exec(who)?.[1];
	if (agent) return [sql`t.member_id is null and t.agent_id = ${agent}::uuid`];
	const member = who === "me" ? me : who;
	return [member ? sql`t.member_id = ${member}::uuid and t.agent_id is null` : sql`false`];
}

/** By the day it is due; the day it is listed by is the same then, and in the indexes. */
function dueBy(due: TaskFilter["due"], today: string): Condition[] {
	if (due === undefined) return [];
	if (due === "overdue") return [sql`t.due_on is not null and t.list_on < ${today}::date`];
	const last = due === "today" ? today : addDays(today, 7);
	return [sql`t.due_on is not null and t.list_on >= ${today}::date and t.list_on <= ${last}::date`];
}

function readKey(text: string | undefined, state: TaskState): { at: string; id: string } | undefined {
	const [at = "", id] = text?.split("_") ?? [];
	if (!isId(id)) return undefined;
	if (state === "open") return at === "infinity" || readDate(at) ? { at, id } : undefined;
	const instant = new Date(/^\d{1,15}$/.test(at) ? Number(at) : Number.NaN);
	return isNear(instant) ? { at: instant.toISOString(), id } : undefined;
}
