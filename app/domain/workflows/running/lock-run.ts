import { sql } from "kysely";
import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { RUN_STATE_LABELS, type RunState } from "#app/domain/workflows/schema.ts";
import type { Ctx } from "#db/context.ts";

/** Locks a run that has not ended. 404; 409 for one that has. */
export async function lockGoing(ctx: Ctx, runId: string) {
	const row = isId(runId)
		? await ctx.db
				.selectFrom("workflow_runs")
				.select(["id", "workflow_id", "state", "parent_run_id", "parent_step_id", "ended_at", "is_dry"])
				.where("id", "=", runId)
				.forUpdate()
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("run");
	if (row.ended_at) throw conflict(`This run has ended: ${RUN_STATE_LABELS[row.state as RunState].toLowerCase()}.`);
	return row;
}

/**
 * Locks a run and those below it, the youngest first: a run that ends wakes the older one that began it, in the same
 * order, so that the two never wait for each other.
 */
export async function lockTree(ctx: Ctx, runId: string): Promise<string[]> {
	if (!isId(runId)) return [];
	const { rows } = await sql<{ id: string }>`
		select id from workflow_runs where org_id = ${ctx.org} and id in (
			with recursive below as (
				select ${runId}::uuid as id
				union all
				select r.id from below b join workflow_runs r on r.org_id = ${ctx.org} and r.parent_run_id = b.id
				where r.ended_at is null
			)
			select id from below)
		order by id desc for update`.execute(ctx.db);
	return rows.map(({ id }) => id);
}
