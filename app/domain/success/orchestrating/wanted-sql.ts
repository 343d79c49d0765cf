import { type RawBuilder, sql } from "kysely";
import { DAY } from "#app/base/time.ts";
import type { PlayRules } from "#app/domain/success/rules/play-rules.ts";
import type { Ctx } from "#db/context.ts";
import { breakdownSql, pointsSql, stagesSql } from "./definition-sql.ts";

/** All accounts, or those that changed with the others of their owners, whose workload they share. */
export type Looked = { accountIds?: readonly string[] };

/**
 * The CTEs with which every decision begins: `looked` (accounts), `wanted` (the plays that apply: account, type, stage,
 * basis) and `scored` (those with priority and breakdown). What a member did or skipped is not wanted again: a renewal's
 * stage of the same day never, the other kinds after the days of rest.
 */
export function wantedSql(ctx: Ctx, rules: PlayRules, { accountIds }: Looked = {}): RawBuilder<unknown> {
	const rested = new Date(ctx.now.getTime() - rules.restDays * DAY);
	const points = pointsSql(rules);
	return sql`
		looked as materialized (select a.id from accounts a where a.org_id = ${ctx.org} ${accountIds ? among(ctx, accountIds) : sql``}),
		known as (
			select a.id as account_id, a.owner_id, a.renewal_on, a.renewal_on - t.day as days_until, a.arr_cents::bigint as arr_cents,
				a.risk, a.health, a.opportunity, k.utilisation, k.usage_trend, coalesce(k.plan, 'standard') as plan,
				coalesce(t.day - k.last_qbr_on, 9999) as days_since_qbr
			from looked l join accounts a on a.org_id = ${ctx.org} and a.id = l.id
			cross join (select (${ctx.now}::timestamptz at time zone o.time_zone)::date as day from organisations o where o.id = ${ctx.org}) t
			left join account_facts k on k.org_id = ${ctx.org} and k.account_id = a.id
			where a.deleted_at is null and a.lifecycle = 'customer'
		),
		wanted as materialized (
			select f.*, w.type, w.stage, case w.type when 'renewal' then f.renewal_on::text else '' end as basis
			from known f cross join lateral (${stagesSql(rules)}) as w (type, stage)
			where w.stage is not null and not exists (
				select from plays p where p.org_id = ${ctx.org} and p.account_id = f.account_id and p.type = w.type
					and p.stage = w.stage and p.state in ('done', 'skipped')
					and case w.type when 'renewal' then p.basis = f.renewal_on::text else p.closed_at > ${rested}::timestamptz end)
		),
		loaded as (
			select w.*, case when w.owner_id is null then 0 else count(*) over (partition by w.owner_id) end as load from wanted w
		),
		pointed as (select f.*, ${points.columns} from loaded f),
		scored as materialized (
			select f.account_id, f.type, f.stage, f.owner_id, f.basis, (${points.sum})::smallint as priority,
				${breakdownSql(rules)} as breakdown
			from pointed f
		)`;
}

/**
 * Runs a statement over all accounts of an organisation with joins by hash, since of the CTEs above Postgres knows no sizes,
 * and without compiling its many expressions, which takes longer than to carry it out.
 */
export async function overMany<T>(ctx: Ctx, statement: () => Promise<T>): Promise<T> {
	await sql`select set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)`.execute(ctx.db);
	const result = await statement();
	await sql`select set_config('enable_nestloop', 'on', true)`.execute(ctx.db);
	return result;
}

function among(ctx: Ctx, ids: readonly string[]) {
	return sql`and (a.id = any(${[...ids]}::uuid[]) or a.owner_id in (
		select x.owner_id from accounts x where x.org_id = ${ctx.org} and x.id = any(${[...ids]}::uuid[]) and x.owner_id is not null
		union select p.owner_id from plays p where p.org_id = ${ctx.org} and p.account_id = any(${[...ids]}::uuid[])
			and p.closed_at is null and p.owner_id is not null))`;
}
