import { type RawBuilder, sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { authorize, can } from "#app/domain/identity/policy.ts";
import type { PlayStage, PlayState, PlayType, PriorityPart } from "#app/domain/success/schema.ts";
import type { Ctx } from "#db/context.ts";

export type QueueAsk = {
	/** Whose; null: everybody's. */
	memberId: string | null;
	type?: PlayType | undefined;
	stage?: PlayStage | undefined;
	accountId?: string | undefined;
	/** Part of an account's name, whatever its capitals. */
	q?: string | undefined;
	/** `here`: what is to be done now; `away`: what was snoozed or scheduled. */
	where?: "here" | "away";
	after?: QueuePlace | undefined;
	limit?: number;
};

/** Where a page ends: a play's priority, or the instant at which one comes back, and its id. */
export type QueuePlace = { key: string; id: string };

export type QueueItem = {
	id: string;
	type: PlayType;
	stage: PlayStage;
	state: PlayState;
	account: { id: string; name: string };
	memberId: string | null;
	member: string | null;
	isEscalated: boolean;
	/** Tenths of a point. */
	priority: number;
	breakdown: Record<string, PriorityPart>;
	arrCents: number;
	currency: string;
	renewalOn: string | null;
	daysUntilRenewal: number | null;
	dueAt: Date | null;
	runId: string | null;
	openedAt: Date;
};

export type Figure = { type: PlayType; stage: PlayStage; here: number; away: number };

export type Queue = { data: QueueItem[]; next: QueuePlace | null };

/** A queue in the order of its priority; what was snoozed or scheduled by when it comes back (SUCCESS-4). One query. */
export async function listQueue(ctx: Ctx, ask: QueueAsk): Promise<Queue> {
	await mayLook(ctx, ask.memberId);
	const { where = "here", limit = 50, after } = ask;
	const isHere = where === "here";
	const place = isHere ? sql`p.priority` : sql`p.due_at`;
	const { rows } = await sql<Omit<QueueItem, "account"> & { accountId: string; name: string; key: string }>`
		select p.id, p.type, p.stage, p.state, p.account_id as "accountId", a.name, p.member_id as "memberId", m.name as member,
			p.escalated_to is not null as "isEscalated", p.priority, p.breakdown, a.arr_cents as "arrCents", a.currency,
			a.renewal_on as "renewalOn",
			a.renewal_on - (${ctx.now}::timestamptz at time zone o.time_zone)::date as "daysUntilRenewal",
			p.due_at as "dueAt", p.run_id as "runId", p.opened_at as "openedAt", ${place}::text as key
		from (
			select p.* from plays p where p.org_id = ${ctx.org} and p.closed_at is null
				and p.state ${isHere ? sql`= 'open'` : sql`<> 'open'`} ${narrowed(ask)} ${after ? beyond(isHere, after) : sql``}
			order by ${isHere ? sql`p.priority desc, p.id` : sql`p.due_at, p.id`} limit ${limit + 1}
		) p
		join organisations o on o.id = p.org_id
		join accounts a on a.org_id = p.org_id and a.id = p.account_id
		left join memberships m on m.org_id = p.org_id and m.id = p.member_id
		order by ${isHere ? sql`p.priority desc, p.id` : sql`p.due_at, p.id`}`.execute(ctx.db);
	const last = rows.length > limit ? rows[limit - 1] : undefined;
	return {
		data: rows
			.slice(0, limit)
			.map(({ accountId, name, key: _key, ...item }) => ({ ...item, account: { id: accountId, name } })),
		next: last ? { key: last.key, id: last.id } : null,
	};
}

/** How many plays a queue has, of accounts that are called so where `q` says it, by type and stage: to be done now, and away. */
export async function countQueue(ctx: Ctx, memberId: string | null, q?: string): Promise<Figure[]> {
	await mayLook(ctx, memberId);
	const { rows } = await sql<Figure>`
		select p.type, p.stage, count(*) filter (where p.state = 'open')::int as here,
			count(*) filter (where p.state <> 'open')::int as away
		from plays p where p.org_id = ${ctx.org} and p.closed_at is null ${narrowed({ memberId, q })}
		group by p.type, p.stage`.execute(ctx.db);
	return rows;
}

/** Members whose queues one may look at: every one who has a play, for managers; else oneself alone. */
export async function listQueueMembers(ctx: Ctx): Promise<{ id: string; name: string }[]> {
	if (!can(ctx.actor, "success.view-others")) return [];
	return ctx.db
		.selectFrom("memberships as m")
		.select(["m.id", "m.name"])
		.where((eb) =>
			eb.exists(
				eb
					.selectFrom("plays as p")
					.select("p.id")
					.whereRef("p.org_id", "=", "m.org_id")
					.whereRef("p.member_id", "=", "m.id")
					.where("p.closed_at", "is", null),
			),
		)
		.orderBy("m.name")
		.limit(300)
		.execute();
}

/** One's own queue is one's own to see; another's, and everybody's, is a manager's. Throws 403. */
async function mayLook(ctx: Ctx, memberId: string | null): Promise<void> {
	authorize(ctx, (await isOwn(ctx, memberId)) ? "success.view" : "success.view-others");
}

/** Throws 404 unless there is such a member here. */
export async function assertQueueMember(ctx: Ctx, memberId: string): Promise<void> {
	const row = await ctx.db.selectFrom("memberships").select("id").where("id", "=", memberId).executeTakeFirst();
	if (!row) throw notFound("member");
}

/** A key is its member's. */
async function isOwn(ctx: Ctx, memberId: string | null): Promise<boolean> {
	if (ctx.actor.kind === "member") return ctx.actor.id === memberId;
	if (ctx.actor.kind !== "api-key" || can(ctx.actor, "success.view-others")) return false;
	const key = await ctx.db.selectFrom("api_keys").select("member_id").where("id", "=", ctx.actor.id).executeTakeFirst();
	return key !== undefined && key.member_id === memberId;
}

/** As many accounts of a name are looked among. */
const MOST_CALLED = 1_000;
/** From three letters on names are found by their index, which may look past row level security. */
const SHORTEST = 3;

function called(q: string): RawBuilder<unknown> {
	const part = q.toLowerCase();
	if (part.length >= SHORTEST)
		return sql`and p.account_id in (select f.id from find_by_name(${part}, ${MOST_CALLED}::integer, array['account']) f)`;
	return sql`and exists (select from accounts x where x.org_id = p.org_id and x.id = p.account_id
		and strpos(lower(x.name), ${part}) > 0)`;
}

function narrowed({ memberId, type, stage, accountId, q }: QueueAsk): RawBuilder<unknown> {
	return sql.join(
		[
			...(memberId === null ? [] : [sql`and p.member_id = ${memberId}`]),
			...(type ? [sql`and p.type = ${type}`] : []),
			...(stage ? [sql`and p.stage = ${stage}`] : []),
			...(accountId ? [sql`and p.account_id = ${accountId}`] : []),
			...(q ? [called(q)] : []),
		],
		sql` `,
	);
}

const beyond = (isHere: boolean, { key, id }: QueuePlace) =>
	isHere
		? sql`and (p.priority < ${Number(key)} or (p.priority = ${Number(key)} and p.id > ${id}))`
		: sql`and (p.due_at, p.id) > (${key}::timestamptz, ${id}::uuid)`;
