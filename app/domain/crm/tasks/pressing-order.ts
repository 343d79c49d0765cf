import { type RawBuilder, sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { readDate } from "#app/base/time.ts";
import { TASK_PRIORITIES, type TaskPriority } from "#app/domain/crm/tasks/schema.ts";
import type { Ctx } from "#db/context.ts";

/**
 * The order in which open tasks press: what is due by today by its priority and then its day (urgent and high ones without a
 * day count as due from when they were made: what the product raises for a person is such a one), then what is due later
 * by day, then what has no day, by priority. Its parts, the first first: one for each priority, and all the rest. Each part is one stretch of an index.
 */
type Part = { part: number; rank: number | null; where: RawBuilder<boolean> };

const LATER = TASK_PRIORITIES.length + 1;

/** Where a page ended: the part, and the task in it. */
export type PressingKey = { part: number; listOn: string; rank: number; id: string };

type Asked = {
	/** The reader's calendar day. */
	today: RawBuilder<unknown>;
	/** What narrows it, of the table `t`; one of several: they must not overlap. */
	where: readonly RawBuilder<boolean>[];
	priority?: TaskPriority | undefined;
	after?: PressingKey | undefined;
	limit: number;
};

/** Open tasks in their order, `limit` of them: `columns` of the table `t`, with `part`, `list_on`, `rank` and `id` to sort by. */
export function pressingTasks(ctx: Ctx, columns: RawBuilder<unknown>, asked: Asked): RawBuilder<unknown> {
	const { after, limit } = asked;
	const branches = partsOf(asked).flatMap(({ part, rank, where }) => {
		if (after && part < after.part) return [];
		const beyond = after && part === after.part ? sql` and ${beyondOf(after, rank)}` : sql``;
		const order = rank === null ? sql`t.list_on, t.rank, t.id` : sql`t.list_on, t.id`;
		return asked.where.map(
			(narrowed) => sql`(select ${sql.lit(part)}::integer as part, t.list_on, t.rank, t.id, ${columns} from tasks t
				where t.org_id = ${ctx.org} and t.state = 'open' and ${where} and ${narrowed}${beyond}
				order by ${order} limit ${limit})`,
		);
	});
	return sql`(select * from (${sql.join(branches, sql` union all `)}) u
		order by u.part, u.list_on, u.rank, u.id limit ${limit})`;
}

function partsOf({ today, priority }: Asked): Part[] {
	const ranks = priority ? [rankOf(priority)] : TASK_PRIORITIES.map(rankOf);
	const only = priority ? rankOf(priority) : null;
	const due = ranks.map((rank) => ({
		...{ part: rank, rank },
		where: sql<boolean>`t.rank = ${sql.lit(rank)} and t.list_on <= ${today}`,
	}));
	const ofRank = only === null ? sql`` : sql` and t.rank = ${sql.lit(only)}`;
	return [...due, { part: LATER, rank: only, where: sql<boolean>`t.list_on > ${today}${ofRank}` }];
}

/** Behind a task, by the keys that the part's index is sorted by. */
function beyondOf({ listOn, rank, id }: PressingKey, only: number | null): RawBuilder<boolean> {
	return only === null
		? sql<boolean>`(t.list_on, t.rank, t.id) > (${listOn}::date, ${rank}::smallint, ${id}::uuid)`
		: sql<boolean>`(t.list_on, t.id) > (${listOn}::date, ${id}::uuid)`;
}

const rankOf = (priority: TaskPriority): number => TASK_PRIORITIES.indexOf(priority) + 1;

/** The same order for the few open tasks of one thing, which no index has to find: what stands behind `order by`, of `t`. */
export const byPressing = (ctx: Ctx, t: string): RawBuilder<unknown> => {
	const column = (name: string) => sql.ref(`${t}.${name}`);
	return sql`case when ${column("list_on")} <= ${todayOf(ctx)} then ${column("rank")} else ${sql.lit(LATER)} end,
		${column("list_on")}, ${column("rank")}, ${column("id")}`;
};

/** The organisation's calendar day. */
export const todayOf = (ctx: Ctx): RawBuilder<unknown> =>
	sql`(select (${ctx.now}::timestamptz at time zone o.time_zone)::date from organisations o where o.id = ${ctx.org})`;

/** A key as an address holds it. */
export const writePressingKey = ({ part, listOn, rank, id }: PressingKey): string => [part, listOn, rank, id].join("_");

/** A key of an address; undefined for what cannot be read. */
export function readPressingKey(text: string | undefined): PressingKey | undefined {
	const [part = "", listOn = "", rank = "", id] = text?.split("_") ?? [];
	if (!isId(id) || !/^[1-5]$/.test(part) || !/^[1-4]$/.test(rank)) return undefined;
	if (listOn !== "infinity" && !readDate(listOn)) return undefined;
	return { part: Number(part), listOn, rank: Number(rank), id };
}

export const NOBODYS: RawBuilder<boolean> = sql`t.member_id is null and t.agent_id is null`;

export const givenToMember = (member: string): RawBuilder<boolean> =>
	sql`t.member_id = ${member}::uuid and t.agent_id is null`;

/** What is a member's to do or anybody's; what an agent has is neither. */
export const queueOf = (member: string | null): RawBuilder<boolean>[] =>
	member === null ? [NOBODYS] : [NOBODYS, givenToMember(member)];
