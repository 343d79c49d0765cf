import { type RawBuilder, sql } from "kysely";
import { DAY } from "#app/base/time.ts";
import type { PlayRules } from "#app/domain/success/rules/play-rules.ts";
import { PLAY_TYPES } from "#app/domain/success/schema.ts";
import type { Ctx } from "#db/context.ts";
import { pointsSql, stagesSql, weighedSql } from "./definition-sql.ts";

/** All accounts, or those that changed with the others of their owners, whose workload they share. */
export type Looked = { accountIds?: readonly string[] };

/**
 * The CTEs with which every decision begins: `looked` (accounts, whatever their state), `wanted` (the plays that apply:
 * account, type, stage, basis and facts), `loaded` (those with their owner's load and `weighed`) and `open` (the plays that
 * stand open). What a member did or skipped is not wanted again: a renewal's stage of the same day never, the other kinds
 * after the days of rest.
 */
export function wantedSql(ctx: Ctx, rules: PlayRules, { accountIds }: Looked = {}): RawBuilder<unknown> {
	const rested = new Date(ctx.now.getTime() - rules.restDays * DAY);
	return sql`
		looked as materialized (
			select a.id, a.owner_id, a.renewal_on, a.arr_cents::bigint as arr_cents, a.risk, a.health, a.opportunity, a.lifecycle,
				a.deleted_at
			from accounts a where a.org_id = ${ctx.org} ${accountIds ? among(ctx, accountIds) : sql``}
		),
		known as (
			select a.id as account_id, a.owner_id, a.renewal_on, a.renewal_on - t.day as days_until, a.arr_cents, a.risk, a.health,
				a.opportunity, k.utilisation, k.usage_trend, coalesce(k.plan, 'standard') as plan,
				coalesce(t.day - k.last_qbr_on, 9999) as days_since_qbr
			from looked a
			cross join (select (${ctx.now}::timestamptz at time zone o.time_zone)::date as day from organisations o where o.id = ${ctx.org}) t
			left join account_facts k on k.org_id = ${ctx.org} and k.account_id = a.id
			where a.deleted_at is null and a.lifecycle = 'customer'
		),
		-- Not as a lateral list of values, whose expressions are prepared anew for every account.
		staged as (
			select f.*, unnest(array[${sql.join(PLAY_TYPES.map((type) => sql.lit(type)))}]) as type,
				unnest(${stagesSql(rules)}) as stage
			from known f
		),
		wanted as materialized (
			select f.*, case f.type when 'renewal' then f.renewal_on::text else '' end as basis
			from staged f
			where f.stage is not null and not exists (
				select from plays p where p.org_id = ${ctx.org} and p.account_id = f.account_id and p.type = f.type
					and p.stage = f.stage and p.state in ('done', 'skipped')
					and case f.type when 'renewal' then p.basis = f.renewal_on::text else p.closed_at > ${rested}::timestamptz end)
		),
		loads as (select owner_id, count(*) as load from wanted where owner_id is not null group by owner_id),
		loaded as materialized (
			select f.*, ${weighedSql(rules)} as weighed
			from (select w.*, coalesce(l.load, 0) as load from wanted w left join loads l on l.owner_id = w.owner_id) f
		),
		open as (
			select p.id, p.account_id, p.type, p.stage, p.owner_id, p.basis, p.weighed, p.priority, p.run_id from plays p
			where p.org_id = ${ctx.org} and p.closed_at is null
				${accountIds ? sql`and p.account_id in (select id from looked)` : sql``}
		)`;
}

/** Rows of a CTE that come from `loaded`, with the points of each part and their sum, the priority. */
export function pointedSql(rules: PlayRules, from: RawBuilder<unknown>): RawBuilder<unknown> {
	const { columns, sum } = pointsSql(rules);
	return sql`select f.*, (${sum})::smallint as priority from (select f.*, ${columns} from ${from} f) f`;
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
