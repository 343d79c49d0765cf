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

/** A locked run that is going on; `root`: of those asked for the one that it stands below, itself first. */
export type TreeRun = {
	id: string;
	root: string;
	workflow_id: string;
	state: RunState;
	parent_run_id: string | null;
	parent_step_id: string | null;
};

/**
 * Locks runs and those below them that are going on, the youngest first: a run that ends wakes the older one that began
 * it, in the same order, so that the two never wait for each other. One statement, whatever their number; runs that ended
 * or are not there are left out.
 */
export async function lockTrees(ctx: Ctx, runIds: readonly string[]): Promise<TreeRun[]> {
	const ids = runIds.filter(isId);
	if (ids.length === 0) return [];
	const { rows } = await sql<TreeRun & { ended_at: Date | null }>`
		with recursive below as (
			select id as root, id from unnest(${ids}::uuid[]) id
			union
			select b.root, r.id from below b join workflow_runs r on r.org_id = ${ctx.org} and r.parent_run_id = b.id
			where r.ended_at is null
		),
		one as (select distinct on (id) id, root from below order by id, root <> id, root)
		select r.id, one.root, r.workflow_id, r.state, r.parent_run_id, r.parent_step_id, r.ended_at
		from one join workflow_runs r on r.org_id = ${ctx.org} and r.id = one.id
		order by r.id desc for update of r`.execute(ctx.db);
	return rows.filter(({ ended_at }) => ended_at === null);
}
