import { type RawBuilder, sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { pressingTasks, queueOf, todayOf } from "#app/domain/crm/tasks/pressing-order.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { isReadable } from "#app/domain/knowledge/collections/readable.ts";
import { approvalsForMe, type WaitingApproval } from "#app/domain/workflows/reading/approval-queries.ts";
import type { Ctx } from "#db/context.ts";
import { computeFigures, DASHBOARD } from "./dashboard/compute-figures.ts";
import { type Figures, figuresFor, KEPT_MS, KeptFigures } from "./dashboard/schema.ts";

/** What a member meets in the morning: how much waits where, what comes next, what is left to do. */
export type Today = {
	counts: {
		newLeads: number;
		unanswered: number;
		held: number;
		uncertain: number;
		/** In the queue: given to the reader, or to nobody. */
		openTasks: number;
		/** All that are open in the firm. */
		firmTasks: number;
	};
	appointments: {
		id: string;
		title: string;
		customer: string;
		location: string;
		startsAt: string;
		zone: string;
	}[];
	tasks: {
		id: string;
		title: string;
		isOpen: boolean;
		dueOn: string | null;
		priority: string;
		mine: boolean;
		subject: { type: string; id: string } | null;
	}[];
	/** What runs ask the reader, the longest asked first; one more than are shown tells that there are more. */
	approvals: WaitingApproval[];
};

const ROWS = 8;
/** Counts stop here: "100+" says enough, and a count never reads a whole table. */
export const COUNT_CAP = 100;

/**
 * Today's page in one query: capped counts, the next appointments of a day and a half, the reader's queue (what is
 * given to them or to nobody, the whole firm's with `everybody`) with the one that was `closed` just now, which one may
 * want back, and the figures of the day. `today` is the reader's calendar day, absent the organisation's. The figures are
 * kept for five minutes, and counted anew (a second query) once they are older, or once this member changed something
 * since. Of documents only those are counted that the reader may read.
 */
export async function getToday(
	ctx: Ctx,
	closed?: string,
	{ everybody = false, today }: { everybody?: boolean; today?: string | undefined } = {},
): Promise<Today & { figures: Figures }> {
	authorize(ctx, "leads.view");
	const memberId = ctx.actor.kind === "member" ? ctx.actor.id : null;
	const actorId = "id" in ctx.actor ? (ctx.actor.id ?? null) : null;
	const queue = queueOf(memberId);
	const { rows } =
		await sql<TodayRow>`select (${countsFor(ctx, queue)}) as counts, (${appointments(ctx)}) as appointments, (${approvalsForMe(ctx, ROWS + 1)}) as approvals,
		(${tasks(ctx, { closed: isId(closed) ? closed : undefined, today, where: everybody ? [sql`true`] : queue })}) as tasks,
		(select value from kept_figures k where k.org_id = ${ctx.org} and k.name = ${DASHBOARD}
			and k.computed_at > ${new Date(ctx.now.getTime() - KEPT_MS)}
			and k.computed_at > coalesce((select e.at from events e where e.org_id = ${ctx.org} and e.actor_id = ${actorId}
				order by e.id desc limit 1), '-infinity')) as figures,
		array(${ctx.db.selectFrom("collections").select("id").where(isReadable(ctx))}) as readable`.execute(ctx.db);
	const row = rows[0]!;
	const kept = KeptFigures.safeParse(row.figures);
	return {
		counts: row.counts,
		approvals: row.approvals,
		appointments: row.appointments.map((one) => ({
			id: one.id,
			title: one.title,
			customer: [one.first_name, one.last_name].filter(Boolean).join(" "),
			location: one.location ?? one.member_name ?? "",
			startsAt: new Date(one.starts_at).toISOString(),
			zone: one.time_zone,
		})),
		tasks: row.tasks.map((one) => ({
			id: one.id,
			title: one.title,
			isOpen: one.state === "open",
			dueOn: one.due_on,
			priority: one.priority,
			mine: memberId !== null && one.member_id === memberId,
			subject: one.subject_type && one.subject_id ? { type: one.subject_type, id: one.subject_id } : null,
		})),
		figures: figuresFor(kept.success ? kept.data : await computeFigures(ctx), new Set(row.readable)),
	};
}

type TodayRow = {
	counts: Today["counts"];
	approvals: WaitingApproval[];
	appointments: {
		id: string;
		title: string;
		starts_at: string;
		time_zone: string;
		first_name: string | null;
		last_name: string | null;
		location: string | null;
		member_name: string | null;
	}[];
	tasks: TaskRow[];
	figures: unknown;
	readable: string[];
};

const capped = (rows: RawBuilder<unknown>) => sql`(select count(*) from (${rows} limit ${sql.lit(COUNT_CAP)}) c)`;

/**
 * Each walks an index of the organisation's own: without an order the planner reads a table from its beginning, past what
 * belongs to all organisations before.
 */
function countsFor({ org }: Ctx, queue: readonly RawBuilder<boolean>[]) {
	const outbound = (state: RawBuilder<unknown>) => sql`select 1 from messages
		where org_id = ${org} and direction = 'out' and channel <> 'chat' and state = ${state} order by id desc`;
	const open = sql`from tasks t where t.org_id = ${org} and t.state = 'open'`;
	const mine = queue.map(
		(
			whose,
		) => sql`select 1 from (select 1 ${open} and ${whose} order by t.member_id, t.agent_id, t.list_on, t.rank, t.id
			limit ${sql.lit(COUNT_CAP)}) w`,
	);
	return sql`select json_build_object(
		'newLeads', ${capped(sql`select 1 from leads where org_id = ${org} and state = 'new' order by id desc`)},
		'unanswered', ${capped(sql`select 1 ${open} and t.dedupe_key is not null and left(t.dedupe_key, 7) = 'person:'
			order by t.dedupe_key`)},
		'held', ${capped(outbound(sql`'held'`))},
		'uncertain', ${capped(outbound(sql`'uncertain'`))},
		'openTasks', ${capped(sql`${sql.join(mine, sql` union all `)}`)},
		'firmTasks', ${capped(sql`select 1 ${open} order by t.list_on, t.rank, t.id`)})`;
}

function appointments(ctx: Ctx): RawBuilder<unknown> {
	const until = new Date(ctx.now.getTime() + 36 * 3_600_000);
	return sql`select coalesce(json_agg(x), '[]') from (
		select a.id, a.title, a.starts_at, a.time_zone, c.first_name, c.last_name, l.name as location, a.member_name
		from appointments a
		left join contacts c on c.org_id = a.org_id and c.id = a.contact_id
		left join locations l on l.org_id = a.org_id and l.id = a.location_id
		where a.state = 'booked' and a.starts_at >= ${ctx.now} and a.starts_at < ${until} order by a.starts_at limit ${ROWS}) x`;
}

/** The first of them in the order in which they press, and the one that was closed just now among them. */
function tasks(ctx: Ctx, { closed, today, where }: { closed: string | undefined } & Asked): RawBuilder<unknown> {
	const columns = sql`t.title, t.state, t.due_on, t.priority, t.member_id, t.subject_type, t.subject_id`;
	const day = today ? sql`${today}::date` : todayOf(ctx);
	const justClosed = sql`select case when t.list_on <= ${day} then t.rank else 5 end, t.list_on, t.rank, t.id, ${columns}
		from tasks t where t.id = ${closed ?? null}::uuid and t.state in ('done', 'skipped')`;
	return sql`select coalesce(json_agg(x order by x.part, x.list_on, x.rank, x.id), '[]') from (
		select * from ${pressingTasks(ctx, columns, { today: day, where, limit: ROWS })} p ${closed ? sql`union all ${justClosed}` : sql``}) x`;
}

type Asked = { today: string | undefined; where: readonly RawBuilder<boolean>[] };

type TaskRow = {
	id: string;
	title: string;
	state: string;
	due_on: string | null;
	priority: string;
	member_id: string | null;
	subject_type: string | null;
	subject_id: string | null;
};
