import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import { readRules } from "#app/domain/success/orchestrating/stored-rules.ts";
import type { PlayRules } from "#app/domain/success/rules/play-rules.ts";
import type { PlayStage, PlayType } from "#app/domain/success/schema.ts";
import type { Ctx } from "#db/context.ts";
import { overMany, pointedSql, wantedSql } from "./wanted-sql.ts";

/** One account's play as it would move. `from` null: it would be opened; `to` null: closed. */
export type Move = {
	accountId: string;
	account: string;
	type: PlayType;
	from: PlayStage | null;
	to: PlayStage | null;
	/** Whether a run is under way that would end. */
	endsRun: boolean;
};

/** A play that would stay where it is with another priority, in tenths of a point. */
export type Weighing = { accountId: string; account: string; type: PlayType; from: number; to: number };

/** How many moves there are; how many plays would only get another priority; and the first of both, by account. */
export type Preview = { count: number; weighed: number; moves: Move[]; weighings: Weighing[] };

const SHOWN = 200;

/**
 * What rules would do to today's accounts (SUCCESS-2). Priorities are compared with what the rules that hold give today, not
 * with what they gave when they were last asked: only what the rules change is named. Writes nothing.
 */
export async function previewRules(ctx: Ctx, rules: PlayRules): Promise<Preview> {
	authorize(ctx, "success.manage");
	const { rules: held } = await readRules(ctx);
	const statement = sql<Preview>`
		with before as materialized (
			with ${wantedSql(ctx, held)}
			select account_id, type, stage, priority from (${pointedSql(held, sql`loaded`)}) f
		),
		${wantedSql(ctx, rules)},
		scored as materialized (
			select account_id, type, stage, priority from (${pointedSql(rules, sql`loaded`)}) f
		),
		moved as materialized (
			select coalesce(s.account_id, o.account_id) as account_id, coalesce(s.type, o.type) as type, o.stage as before,
				s.stage as after, o.run_id is not null as ends
			from scored s full join open o on o.account_id = s.account_id and o.type = s.type
			where s.stage is distinct from o.stage
		),
		weighed as materialized (
			select s.account_id, s.type, coalesce(b.priority, o.priority) as before, s.priority as after
			from scored s join open o on o.account_id = s.account_id and o.type = s.type and o.stage = s.stage
			left join before b on b.account_id = s.account_id and b.type = s.type and b.stage = s.stage
			where coalesce(b.priority, o.priority) <> s.priority
		),
		weighed_shown as (
			select w.*, a.name from weighed w join accounts a on a.org_id = ${ctx.org} and a.id = w.account_id
			order by a.sort_name, a.id, w.type limit ${SHOWN}
		),
		shown as (
			select m.*, a.name from moved m join accounts a on a.org_id = ${ctx.org} and a.id = m.account_id
			order by a.sort_name, a.id, m.type limit ${SHOWN}
		)
		select (select count(*)::int from moved) as count,
			(select count(*)::int from weighed) as weighed,
			coalesce((select json_agg(json_build_object('accountId', account_id, 'account', name, 'type', type, 'from', before,
				'to', after)) from weighed_shown), '[]') as weighings,
			coalesce((select json_agg(json_build_object('accountId', account_id, 'account', name, 'type', type, 'from', before,
				'to', after, 'endsRun', ends)) from shown), '[]') as moves`;
	const { rows } = await overMany(ctx, () => statement.execute(ctx.db));
	return rows[0]!;
}
