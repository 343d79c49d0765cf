import { type RawBuilder, sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { AccountPlan } from "#app/domain/crm/accounts/figures.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { KeptScore } from "./schema.ts";

export type ContractShown = {
	id: string;
	title: string;
	number: string | null;
	startsOn: string | null;
	endsOn: string | null;
	valueCents: number | null;
	currency: string;
	/** How many days before its end it is to be cancelled. */
	noticeDays: number | null;
	/** How it goes on, in words. */
	renewalTerms: string;
};

export type StakeholderShown = {
	id: string;
	contactId: string | null;
	name: string;
	title: string;
	influence: "low" | "medium" | "high";
	sentiment: "positive" | "neutral" | "negative" | "unknown";
};

/** Everything that is known of an account (SUCCESS-1). `daysUntilRenewal` by the organisation's calendar. */
export type AccountIntelligence = {
	id: string;
	name: string;
	version: number;
	lifecycle: string;
	industry: string | null;
	ownerId: string | null;
	owner: string | null;
	currency: string;
	arrCents: number;
	previousArrCents: number | null;
	renewalOn: string | null;
	daysUntilRenewal: number | null;
	health: number | null;
	risk: number | null;
	opportunity: number | null;
	plan: AccountPlan;
	seats: number | null;
	activeUsers: number | null;
	utilisation: number | null;
	usageTrend: number | null;
	lastContactOn: string | null;
	lastQbrOn: string | null;
	nextQbrOn: string | null;
	openTickets: number | null;
	source: string | null;
	contracts: ContractShown[];
	stakeholders: StakeholderShown[];
};

/** One account's intelligence, in one query. 404 for no such account, or one in the trash. */
export function getIntelligence(ctx: Ctx, accountId: string): Promise<AccountIntelligence> {
	return readIntelligence(ctx, accountId);
}

/** As `getIntelligence`; `beside` are further columns, each after a comma, of the account `a`. */
export async function readIntelligence<Beside extends object>(
	ctx: Ctx,
	accountId: string,
	beside: RawBuilder<unknown> = sql``,
): Promise<AccountIntelligence & Beside> {
	authorize(ctx, "accounts.view");
	if (!isId(accountId)) throw notFound("account");
	const { rows } = await sql<AccountIntelligence & Beside>`
		select a.id, a.name, a.version, a.lifecycle, a.industry, a.owner_id as "ownerId", m.name as owner, a.currency,
			a.arr_cents as "arrCents", a.previous_arr_cents as "previousArrCents", a.renewal_on as "renewalOn",
			a.renewal_on - (${ctx.now}::timestamptz at time zone o.time_zone)::date as "daysUntilRenewal",
			a.health, a.risk, a.opportunity, coalesce(k.plan, 'standard') as plan, k.seats, k.active_users as "activeUsers",
			k.utilisation, k.usage_trend as "usageTrend", k.last_contact_on as "lastContactOn", k.last_qbr_on as "lastQbrOn",
			k.next_qbr_on as "nextQbrOn", k.open_tickets as "openTickets", k.source,
			(select coalesce(json_agg(json_build_object('id', c.id, 'title', c.title, 'number', c.number, 'startsOn', c.starts_on,
				'endsOn', c.ends_on, 'valueCents', c.value_cents, 'currency', c.currency,
				'noticeDays', c.notice_days, 'renewalTerms', c.renewal_terms) order by c.position, c.id), '[]')
				from account_contracts c where c.org_id = a.org_id and c.account_id = a.id) as contracts,
			(select coalesce(json_agg(json_build_object('id', s.id, 'contactId', s.contact_id, 'name', s.name, 'title', s.title,
				'influence', s.influence, 'sentiment', s.sentiment) order by s.position, s.id), '[]')
				from account_stakeholders s where s.org_id = a.org_id and s.account_id = a.id) as stakeholders${beside}
		from accounts a join organisations o on o.id = a.org_id
		left join account_facts k on k.org_id = a.org_id and k.account_id = a.id
		left join memberships m on m.org_id = a.org_id and m.id = a.owner_id
		where a.org_id = ${ctx.org} and a.id = ${accountId} and a.deleted_at is null`.execute(ctx.db);
	if (!rows[0]) throw notFound("account");
	return rows[0];
}

export type ScoreChange = { score: KeptScore; value: number | null; source: string; by: string; at: string };

/** How an account's scores were over time, each the oldest first: the last 60 changes of each. */
export async function listScoreChanges(ctx: Ctx, accountId: string): Promise<ScoreChange[]> {
	authorize(ctx, "accounts.view");
	const { rows } = await sql<ScoreChange>`
		select score, value::float8 as value, source, by_name as by, at from (
			select s.*, row_number() over (partition by score order by at desc, id desc) as place from account_scores s
			where s.org_id = ${ctx.org} and s.account_id = ${accountId}) s
		where place <= 60 order by score, at, id`.execute(ctx.db);
	return rows;
}
