import { sql } from "kysely";
import type { StepResult } from "#app/domain/workflows/nodes/node-type.ts";
import type { LivingStep } from "#app/domain/workflows/running/state/run-record.ts";
import type { Ctx } from "#db/context.ts";

/**
 * What an earlier run was answered at the same place of the same item, given the same input; undefined when it did not
 * come there, or was asked something else (FLOW-3). A replay of a replay finds what either of them did.
 */
export async function answerFromRecord(
	ctx: Ctx,
	replayOf: string,
	step: Pick<LivingStep, "node" | "path">,
	input: unknown,
): Promise<StepResult | undefined> {
	const { rows } = await sql<{ output: unknown; port: string | null }>`
		with recursive earlier as (
			select id, replay_of, 1 as n from workflow_runs where org_id = ${ctx.org} and id = ${replayOf}
			union all
			select r.id, r.replay_of, e.n + 1 from workflow_runs r join earlier e on r.id = e.replay_of
			where r.org_id = ${ctx.org} and e.n < 20
		)
		select s.output, s.port from earlier e join workflow_steps s on s.org_id = ${ctx.org} and s.run_id = e.id
		where s.node = ${step.node} and s.path = ${step.path} and s.state = 'done' and s.input = ${JSON.stringify(input ?? null)}::jsonb
		order by e.n, s.ended_at desc limit 1`.execute(ctx.db);
	const [row] = rows;
	return row && { output: row.output ?? undefined, port: row.port ?? "next" };
}
