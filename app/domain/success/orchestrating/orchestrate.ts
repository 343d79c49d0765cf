import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import { readRules } from "#app/domain/success/orchestrating/stored-rules.ts";
import type { PlayStage, PlayType } from "#app/domain/success/schema.ts";
import { cancelRun } from "#app/domain/workflows/running/change-run.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { closeReasonSql } from "./close-reason.ts";
import { type Looked, overMany, wantedSql } from "./wanted-sql.ts";

/** As many changes are told one by one; more are one event, with their counts. */
const TOLD = 500;

export type Orchestrated = { opened: number; closed: number; changed: number };

type Moved = {
	id: string;
	account_id: string;
	type: PlayType;
	stage: PlayStage;
	run_id: string | null;
	reason: string;
};

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
	const statement = sql<{ opened: Moved[]; closed: Moved[]; changed: number }>`
		with ${wantedSql(ctx, rules, looked)},
		closed as (
			update plays p set state = 'closed', closed_at = ${ctx.now}, due_at = null, updated_at = ${ctx.now},
				close_reason = ${closeReasonSql(ctx)}
			where p.org_id = ${ctx.org} and p.closed_at is null and p.account_id in (select id from looked)
				and not exists (select from wanted w where w.account_id = p.account_id and w.type = p.type and w.stage = p.stage)
			returning p.id, p.account_id, p.type, p.stage, p.run_id, p.close_reason as reason
		),
		changed as (
			update plays p set owner_id = s.owner_id, priority = s.priority, breakdown = s.breakdown, basis = s.basis,
				rules_version = ${version}, updated_at = ${ctx.now}
			from scored s
			where p.org_id = ${ctx.org} and p.closed_at is null and p.account_id = s.account_id and p.type = s.type
				and p.stage = s.stage and (p.owner_id, p.priority, p.breakdown, p.basis)
					is distinct from (s.owner_id, s.priority, s.breakdown, s.basis)
			returning p.id
		),
		opened as (
			insert into plays (org_id, id, account_id, type, stage, owner_id, priority, breakdown, basis, rules_version, opened_at,
				updated_at)
			select ${ctx.org}::uuid, uuidv7(), s.account_id, s.type, s.stage, s.owner_id, s.priority, s.breakdown, s.basis,
				${version}::integer, ${ctx.now}::timestamptz, ${ctx.now}::timestamptz
			-- Counting them has what is closed leave the index of open plays first.
			from scored s cross join (select count(*) from closed) first
			where not exists (select from plays p where p.org_id = ${ctx.org} and p.closed_at is null
				and p.account_id = s.account_id and p.type = s.type and p.stage = s.stage)
			returning id, account_id, type, stage, null::uuid as run_id, '' as reason
		)
		select (select coalesce(json_agg(o), '[]') from opened o) as opened,
			(select coalesce(json_agg(c), '[]') from closed c) as closed,
			(select count(*)::int from changed) as changed`;
	const decide = () => statement.execute(ctx.db);
	const { rows } = await (looked.accountIds ? decide() : overMany(ctx, decide));
	const { opened, closed, changed } = rows[0]!;
	await endRuns(ctx, closed);
	await tell(ctx, opened, closed);
	return { opened: opened.length, closed: closed.length, changed };
}

/** A run of a play that applies no more is kept, and ended with the play's reason; so are conversations beside it. */
async function endRuns(ctx: Ctx, closed: readonly Moved[]): Promise<void> {
	const runs = closed.filter(({ run_id }) => run_id !== null).map(({ run_id, reason }) => ({ id: run_id, reason }));
	if (runs.length === 0) return;
	const { rows } = await sql<{ id: string; reason: string }>`
		select r.id, g.reason from jsonb_to_recordset(${jsonb(runs)}) as g (id uuid, reason text)
		join workflow_runs r on r.org_id = ${ctx.org} and r.id = g.id where r.ended_at is null order by r.id desc`.execute(
		ctx.db,
	);
	for (const { id, reason } of rows) await cancelRun(ctx, id, reason);
	await sql`update guided_threads set state = 'closed', ended_at = ${ctx.now} where org_id = ${ctx.org} and state = 'open'
		and run_id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(ctx.db);
}

async function tell(ctx: Ctx, opened: readonly Moved[], closed: readonly Moved[]): Promise<void> {
	const count = opened.length + closed.length;
	if (count === 0) return;
	if (count > TOLD) {
		const subject = { type: "organisation", id: ctx.org };
		const data = { opened: opened.length, closed: closed.length };
		return ctx.record({ name: "plays.orchestrated", subject, data });
	}
	const eventOf = ({ id, account_id, type, stage, reason }: Moved) => ({
		subject: { type: "play", id },
		parent: { type: "account", id: account_id },
		data: { type, stage, ...(reason ? { reason } : {}) },
	});
	await ctx.recordMany(closed.map((play) => ({ name: "play.closed", ...eventOf(play) })));
	await ctx.recordMany(opened.map((play) => ({ name: "play.opened", ...eventOf(play) })));
}
