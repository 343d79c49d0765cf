import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import { returnPlaysJob } from "#app/domain/success/jobs.ts";
import type { PlayType } from "#app/domain/success/schema.ts";
import { resumeRuns } from "#app/domain/workflows/running/change-run.ts";
import type { Ctx } from "#db/context.ts";

const AT_ONCE = 200;

/**
 * Brings back what was put off and is due, the longest overdue first (SUCCESS-6): the play is open again, its run goes on,
 * and its action knows when it came back. Goes on in another job where there is more. Run twice it finds nothing.
 */
export async function returnPlays(ctx: Ctx): Promise<number> {
	authorize(ctx, "success.work");
	const { rows } = await sql<{ id: string; account_id: string; type: PlayType; run_id: string | null }>`
		update plays p set state = 'open', due_at = null, updated_at = ${ctx.now}
		where p.org_id = ${ctx.org} and p.id in (select d.id from plays d where d.org_id = ${ctx.org} and d.due_at <= ${ctx.now}
			and d.state in ('snoozed', 'scheduled') order by d.due_at limit ${AT_ONCE} for update)
		returning p.id, p.account_id, p.type, p.run_id`.execute(ctx.db);
	if (rows.length === 0) return 0;
	await sql`update play_actions set returned_at = ${ctx.now} where org_id = ${ctx.org} and returned_at is null
		and until is not null and play_id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(ctx.db);
	await resumeRuns(
		ctx,
		rows.flatMap(({ run_id }) => run_id ?? []),
	);
	await ctx.recordMany(
		rows.map(({ id, account_id, type }) => ({
			name: "play.returned",
			subject: { type: "play", id },
			parent: { type: "account", id: account_id },
			data: { type },
		})),
	);
	if (rows.length === AT_ONCE) await ctx.enqueue(returnPlaysJob, { orgId: ctx.org });
	return rows.length;
}
