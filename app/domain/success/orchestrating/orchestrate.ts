import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import { readRules } from "#app/domain/success/orchestrating/stored-rules.ts";
import type { PlayStage, PlayType } from "#app/domain/success/schema.ts";
import { cancelRuns } from "#app/domain/workflows/running/change-run.ts";
import type { Ctx } from "#db/context.ts";
import { closeReasonSql } from "./close-reason.ts";
import { breakdownSql } from "./definition-sql.ts";
import { type Looked, overMany, pointedSql, wantedSql } from "./wanted-sql.ts";

/** As many changes are told one by one; more are one event, with their counts. */
const TOLD = 500;

export type Orchestrated = { opened: number; closed: number; changed: number };

type Moved = { id: string; account_id: string; type: PlayType; stage: PlayStage; reason: string };
type EndedRun = { id: string; reason: string };
/** How many, and each of them where they are few; the runs that fall with what is closed. */
type Told = Orchestrated & { openedPlays: Moved[]; closedPlays: Moved[]; runs: EndedRun[] };

/**
 * Decides which plays apply to an organisation's accounts and at what stage, and writes the differences alone (SUCCESS-2,
 * SUCCESS-3): what applies no more, or at another stage, is closed with its reason and its run with it; what applies now is
 * opened; priorities that moved are set. One statement, whatever the number of accounts; run again it writes nothing. Two
 * at once wait for each other. `accountIds`: these and the others of their owners.
 */
export async function orchestrate(ctx: Ctx, looked: Looked = {}): Promise<Orchestrated> {
	authorize(ctx, "success.orchestrate");
	// The statement has many expressions: to compile them takes longer than to carry it out.
	await sql`select pg_advisory_xact_lock(hashtextextended(${`success:${ctx.org}`}, 0)), set_config('jit', 'off', true)`.execute(
		ctx.db,
	);
	const { rules, version } = await readRules(ctx);
	const statement = sql<Told>`
		with ${wantedSql(ctx, rules, looked)},
		-- What differs, by one reading of the open plays; where nothing does, the rest has nothing to do.
		differing as materialized (
			select l.*, o.id as play_id, o.account_id as play_account, o.stage as play_stage
			from loaded l full join open o on o.account_id = l.account_id and o.type = l.type
			where (l.stage, l.owner_id, l.basis, l.weighed) is distinct from (o.stage, o.owner_id, o.basis, o.weighed)
		),
		pointed as materialized (${pointedSql(rules, sql`(select * from differing where stage is not null)`)}),
		closed as (
			update plays p set state = 'closed', closed_at = ${ctx.now}, due_at = null, updated_at = ${ctx.now},
				close_reason = ${closeReasonSql()}
			from differing c join looked a on a.id = c.play_account
			where p.org_id = ${ctx.org} and p.id = c.play_id and p.closed_at is null and c.stage is distinct from c.play_stage
			returning p.id, p.account_id, p.type, p.stage, p.run_id, p.close_reason as reason
		),
		changed as (
			update plays p set owner_id = f.owner_id, priority = f.priority, breakdown = ${breakdownSql(rules)}, basis = f.basis,
				weighed = f.weighed, rules_version = ${version}, updated_at = ${ctx.now}
			from pointed f
			where p.org_id = ${ctx.org} and p.id = f.play_id and p.closed_at is null and f.stage = f.play_stage
			returning p.id
		),
		opened as (
			insert into plays (org_id, id, account_id, type, stage, owner_id, priority, breakdown, basis, weighed, rules_version,
				opened_at, updated_at)
			select ${ctx.org}::uuid, uuidv7(), f.account_id, f.type, f.stage, f.owner_id, f.priority, ${breakdownSql(rules)}, f.basis,
				f.weighed, ${version}::integer, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
			-- Counting them has what is closed leave the index of open plays first.
			from pointed f cross join (select count(*) from closed) first
			where f.stage is distinct from f.play_stage
			returning id, account_id, type, stage, '' as reason
		),
		count as materialized (
			select (select count(*)::int from opened) as opened, (select count(*)::int from closed) as closed,
				(select count(*)::int from changed) as changed
		)
		select n.*, coalesce((select json_agg(c) from closed c where n.opened + n.closed <= ${TOLD}), '[]') as "closedPlays",
			coalesce((select json_agg(o) from opened o where n.opened + n.closed <= ${TOLD}), '[]') as "openedPlays",
			coalesce((select json_agg(json_build_object('id', run_id, 'reason', reason)) from closed where run_id is not null),
				'[]') as runs
		from count n`;
	const decide = () => statement.execute(ctx.db);
	const { rows } = await (looked.accountIds ? decide() : overMany(ctx, decide));
	const told = rows[0]!;
	await endRuns(ctx, told.runs);
	await tell(ctx, told);
	const { opened, closed, changed } = told;
	return { opened, closed, changed };
}

/** A run of a play that applies no more is kept, and ended with the play's reason; so are conversations beside it. */
async function endRuns(ctx: Ctx, runs: readonly EndedRun[]): Promise<void> {
	const ids = await cancelRuns(ctx, runs);
	if (ids.length === 0) return;
	await sql`update guided_threads set state = 'closed', ended_at = ${ctx.now} where org_id = ${ctx.org} and state = 'open'
		and run_id = any(${ids}::uuid[])`.execute(ctx.db);
}

async function tell(ctx: Ctx, { opened, closed, openedPlays, closedPlays }: Told): Promise<void> {
	const count = opened + closed;
	if (count === 0) return;
	if (count > TOLD) {
		const subject = { type: "organisation", id: ctx.org };
		return ctx.record({ name: "plays.orchestrated", subject, data: { opened, closed } });
	}
	const eventOf = ({ id, account_id, type, stage, reason }: Moved) => ({
		subject: { type: "play", id },
		parent: { type: "account", id: account_id },
		data: { type, stage, ...(reason ? { reason } : {}) },
	});
	await ctx.recordMany(closedPlays.map((play) => ({ name: "play.closed", ...eventOf(play) })));
	await ctx.recordMany(openedPlays.map((play) => ({ name: "play.opened", ...eventOf(play) })));
}
