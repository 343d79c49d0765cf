import { type RawBuilder, sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { addDays, isNear } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { givenToMember, NOBODYS, pressingTasks, queueOf, readPressingKey, writePressingKey } from "./pressing-order.ts";
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
 * A page of tasks in one query: open ones in the order in which they press (`pressing-order.ts`), closed ones by when they
 * were closed, those in the trash by when they came there, the latest first. A key that cannot be read counts as absent.
 */
export async function listTasks(
	ctx: Ctx,
	filter: TaskFilter,
	page: TaskPage,
): Promise<{ data: TaskRow[]; next: string | null }> {
	authorize(ctx, "tasks.view");
	const limit = page.limit ?? TASK_PAGE;
	const { rows } = await tasksStatement(ctx, filter, { ...page, limit: limit + 1 }).execute(ctx.db);
	const last = rows.length > limit ? rows[limit - 1] : undefined;
	return {
		data: rows.slice(0, limit).map((row) => ({
			id: row.id,
			title: row.title,
			state: row.state,
			priority: row.priority,
			dueOn: row.due_on,
			assignee: row.assignee,
			isAgents: row.agent_id !== null,
			subject: row.subject_type && row.subject_id ? { type: row.subject_type, id: row.subject_id } : null,
			createdAt: row.created_at.toISOString(),
			completedAt: row.completed_at?.toISOString() ?? null,
			deletedAt: row.deleted_at?.toISOString() ?? null,
		})),
		next: last ? keyOf(last) : null,
	};
}

type Row = {
	id: string;
	title: string;
	state: TaskState;
	priority: TaskPriority;
	due_on: string | null;
	assignee: string | null;
	agent_id: string | null;
	subject_type: string | null;
	subject_id: string | null;
	created_at: Date;
	completed_at: Date | null;
	deleted_at: Date | null;
	/** Of open ones. */
	part: number;
	list_on: string;
	rank: number;
};

const keyOf = ({ state, part, list_on, rank, id, deleted_at, completed_at }: Row): string =>
	state === "open"
		? writePressingKey({ part, listOn: list_on, rank, id })
		: `${(deleted_at ?? completed_at)?.getTime()}_${id}`;

const COLUMNS = sql`t.title, t.state, t.priority, t.due_on, t.member_id, t.agent_id, t.subject_type, t.subject_id, t.created_at,
	t.completed_at, t.deleted_at`;

/** The list's statement: for the page, and for the test that reads its plan. */
export function tasksStatement(ctx: Ctx, filter: TaskFilter, page: TaskPage & { limit: number }): RawBuilder<Row> {
	const isOpen = (filter.state ?? "open") === "open";
	const order = isOpen ? sql`t.part, t.list_on, t.rank, t.id` : sql`t.at desc, t.id desc`;
	const found = filter.q && filter.q.length >= SHORTEST ? called(filter.q) : sql``;
	return sql<Row>`${found}select t.*, coalesce(m.name, a.name) as assignee
		from ${isOpen ? openTasks(ctx, filter, page) : closedTasks(ctx, filter, page)} t
		left join memberships m on m.org_id = ${ctx.org} and m.id = t.member_id
		left join agents a on a.org_id = ${ctx.org} and a.id = t.agent_id
		order by ${order}`;
}

function openTasks(ctx: Ctx, filter: TaskFilter, { today, me, after, limit }: TaskPage & { limit: number }) {
	const { due, q, who, priority } = filter;
	return pressingTasks(ctx, COLUMNS, {
		...{ today: sql`${today}::date`, priority, limit, after: readPressingKey(after) },
		where: givenTo(who, me).map(
			(given) => sql<boolean>`${sql.join([given, ...dueBy(due, today), ...titled(q)], sql` and `)}`,
		),
	});
}

function closedTasks(ctx: Ctx, filter: TaskFilter, { today, me, after, limit }: TaskPage & { limit: number }) {
	const { state, who, due, priority, q } = filter;
	const by = state === "trashed" ? sql`t.deleted_at` : sql`t.completed_at`;
	const key = readKey(after);
	const where = [
		sql`t.org_id = ${ctx.org}`,
		// Written out rather than as parameters: partial indexes are found by these words.
		state === "trashed" ? sql`t.state = 'trashed'` : sql`t.state <> 'open' and t.state = ${state}`,
		sql`(${sql.join(givenTo(who, me), sql` or `)})`,
		...[...dueBy(due, today), ...titled(q)],
		...(priority ? [sql`t.priority = ${priority}`] : []),
		...(key ? [sql`(${by}, t.id) < (${key.at}::timestamptz, ${key.id}::uuid)`] : []),
	];
	return sql`(select t.id, ${by} as at, ${COLUMNS} from tasks t where ${sql.join(where, sql` and `)}
		order by ${by} desc, t.id desc limit ${limit})`;
}

type Condition = RawBuilder<boolean>;

/** As many tasks of a name are looked among. */
const MOST_CALLED = 1_000;
/** From three letters on titles are found by their index, which may look past row level security. */
const SHORTEST = 3;

/** Titles that hold this, once for all parts of the list. */
const called = (q: string) => sql`with called as materialized
	(select f.id from find_by_name(${q.toLowerCase()}, ${MOST_CALLED}::integer, array['task']) f) `;

function titled(q: string | undefined): Condition[] {
	if (q === undefined) return [];
	if (q.length < SHORTEST) return [sql`strpos(lower(t.title), ${q.toLowerCase()}) > 0`];
	return [sql`t.id in (select id from called)`];
}

/** Whose they are: any of these, which do not overlap, so that each is a stretch of an index. */
function givenTo(who: TaskFilter["who"], me: string | undefined): Condition[] {
	if (who === undefined) return [sql`true`];
	if (who === "none") return [NOBODYS];
	if (who === "queue") return queueOf(me ?? null);
	const agent = /^agent:(.+)$/.exec(who)?.[1];
	if (agent) return [sql`t.member_id is null and t.agent_id = ${agent}::uuid`];
	const member = who === "me" ? me : who;
	return [member ? givenToMember(member) : sql`false`];
}

/** By the day it is due; the day it is listed by is the same then, and in the indexes. */
function dueBy(due: TaskFilter["due"], today: string): Condition[] {
	if (due === undefined) return [];
	if (due === "overdue") return [sql`t.due_on is not null and t.list_on < ${today}::date`];
	const last = due === "today" ? today : addDays(today, 7);
	return [sql`t.due_on is not null and t.list_on >= ${today}::date and t.list_on <= ${last}::date`];
}

function readKey(text: string | undefined): { at: string; id: string } | undefined {
	const [at = "", id] = text?.split("_") ?? [];
	if (!isId(id)) return undefined;
	const instant = new Date(/^\d{1,15}$/.test(at) ? Number(at) : Number.NaN);
	return isNear(instant) ? { at: instant.toISOString(), id } : undefined;
}
