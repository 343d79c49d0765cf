import { sql } from "kysely";
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
	tasks: { id: string; title: string; dueOn: string | null; priority: string; mine: boolean; href: string | null }[];
};

const ROWS = 8;
/** Counts stop here: "100+" says enough, and a count never reads a whole table. */
export const COUNT_CAP = 100;

/** Today's page, in three queries: capped counts, the next appointments of a day and a half, open tasks. */
export async function getToday(ctx: Ctx): Promise<Today> {
	authorize(ctx, "leads.view");
	const memberId = ctx.actor.kind === "member" ? ctx.actor.id : null;
	return {
		counts: await countWaiting(ctx),
		appointments: await nextAppointments(ctx),
		tasks: await openTasks(ctx, memberId),
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
		location: row.location ?? "",
		startsAt: row.starts_at.toISOString(),
		zone: row.time_zone,
	}));
}

async function openTasks(ctx: Ctx, memberId: string | null): Promise<Today["tasks"]> {
	const rows = await ctx.db
		.selectFrom("tasks")
		.select(["id", "title", "due_on", "priority", "member_id", "subject_type", "subject_id"])
		.where("state", "=", "open")
		.orderBy("due_on", (order) => order.asc().nullsLast())
		.orderBy("id")
		.limit(ROWS)
		.execute();
	return rows.map((row) => ({
		id: row.id,
		title: row.title,
		dueOn: row.due_on,
		priority: row.priority,
		mine: memberId !== null && row.member_id === memberId,
		href: subjectHref(row.subject_type, row.subject_id),
	}));
}

const PAGES: Record<string, string> = {
	appointment: "/calendar/",
	conversation: "/conversations/",
	lead: "/leads/",
	message: "/outbox/",
};

function subjectHref(type: string | null, id: string | null): string | null {
	const page = type ? PAGES[type] : undefined;
	return page && id ? page + id : null;
}
