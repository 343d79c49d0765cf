import { sql } from "kysely";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** What a member meets in the morning: how much waits where, what comes next, what is left to do. */
export type Today = {
	counts: { newLeads: number; unanswered: number; held: number; uncertain: number; openTasks: number };
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
};

const ROWS = 8;
/** Counts stop here: "100+" says enough, and a count never reads a whole table. */
export const COUNT_CAP = 100;

/**
 * Today's page, in three queries: capped counts, the next appointments of a day and a half, open tasks, and with them
 * the one that was `closed` just now, which one may want back.
 */
export async function getToday(ctx: Ctx, closed?: string): Promise<Today> {
	authorize(ctx, "leads.view");
	const memberId = ctx.actor.kind === "member" ? ctx.actor.id : null;
	return {
		counts: await countWaiting(ctx),
		appointments: await nextAppointments(ctx),
		tasks: await openTasks(ctx, memberId, isId(closed) ? closed : undefined),
	};
}

async function countWaiting(ctx: Ctx): Promise<Today["counts"]> {
	const { rows } = await sql<Today["counts"]>`select
		(select count(*) from (select 1 from leads where state = 'new' limit ${COUNT_CAP}) c) as "newLeads",
		(select count(*) from (
			select 1 from tasks where state = 'open' and left(dedupe_key, 7) = 'person:' limit ${COUNT_CAP}) c) as "unanswered",
		(select count(*) from (select 1 from messages where direction = 'out' and channel <> 'chat' and state = 'held' limit ${COUNT_CAP}) c) as "held",
		(select count(*) from (select 1 from messages where direction = 'out' and channel <> 'chat' and state = 'uncertain' limit ${COUNT_CAP}) c) as "uncertain",
		(select count(*) from (select 1 from tasks where state = 'open' limit ${COUNT_CAP}) c) as "openTasks"`.execute(
		ctx.db,
	);
	return rows[0]!;
}

async function nextAppointments(ctx: Ctx): Promise<Today["appointments"]> {
	const until = new Date(ctx.now.getTime() + 36 * 3_600_000);
	const rows = await ctx.db
		.selectFrom("appointments as a")
		.leftJoin("contacts as c", (join) => join.onRef("c.org_id", "=", "a.org_id").onRef("c.id", "=", "a.contact_id"))
		.leftJoin("locations as l", (join) => join.onRef("l.org_id", "=", "a.org_id").onRef("l.id", "=", "a.location_id"))
		.select(["a.id", "a.title", "a.starts_at", "a.time_zone", "c.first_name", "c.last_name", "l.name as location"])
		.select("a.member_name")
		.where("a.state", "=", "booked")
		.where("a.starts_at", ">=", ctx.now)
		.where("a.starts_at", "<", until)
		.orderBy("a.starts_at")
		.limit(ROWS)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		title: row.title,
		customer: [row.first_name, row.last_name].filter(Boolean).join(" "),
		location: row.location ?? row.member_name ?? "",
		startsAt: row.starts_at.toISOString(),
		zone: row.time_zone,
	}));
}

async function openTasks(ctx: Ctx, memberId: string | null, closed: string | undefined): Promise<Today["tasks"]> {
	const columns = sql`id, title, state, list_on, due_on, priority, member_id, subject_type, subject_id`;
	const justClosed = sql`select ${columns} from tasks where id = ${closed ?? null}::uuid and state <> 'open' union all`;
	const { rows } = await sql<TaskRow>`select * from (${closed ? justClosed : sql``}
		(select ${columns} from tasks where state = 'open' order by list_on, id limit ${ROWS})) t
		order by list_on, id`.execute(ctx.db);
	return rows.map((row) => ({
		id: row.id,
		title: row.title,
		isOpen: row.state === "open",
		dueOn: row.due_on,
		priority: row.priority,
		mine: memberId !== null && row.member_id === memberId,
		subject: row.subject_type && row.subject_id ? { type: row.subject_type, id: row.subject_id } : null,
	}));
}

type TaskRow = {
	id: string;
	title: string;
	state: string;
	list_on: string;
	due_on: string | null;
	priority: string;
	member_id: string | null;
	subject_type: string | null;
	subject_id: string | null;
};
