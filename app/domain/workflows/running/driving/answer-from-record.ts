import { type RawBuilder, sql } from "kysely";
import { stable } from "#app/domain/workflows/comparing/differences.ts";
import type { NodeType, StepResult } from "#app/domain/workflows/nodes/node-type.ts";
import { maskedInput } from "#app/domain/workflows/reading/masked-input.ts";
import type { LivingStep } from "#app/domain/workflows/running/state/run-record.ts";
import type { Ctx } from "#db/context.ts";

/**
 * What an earlier run was answered at the same place of the same item, given the same input; undefined when it did not
 * come there, or was asked something else (FLOW-3). A replay of a replay finds what either of them did. What was kept
 * before a secret in it was masked is the same as what is masked today.
 */
export async function answerFromRecord(
	ctx: Ctx,
	replayOf: string,
	step: Pick<LivingStep, "node" | "path">,
	type: NodeType,
	input: unknown,
): Promise<StepResult | undefined> {
	const same = sql`and s.input = ${JSON.stringify(input ?? null)}::jsonb`;
	const [row] = await earlierAnswers(ctx, replayOf, step, same, 1);
	if (row) return answerOf(row);
	if (!type.shown) return undefined;
	const asked = stable(input ?? null);
	const others = await earlierAnswers(ctx, replayOf, step, sql``, MOST_LOOKED_AT);
	const other = others.find((one) => stable(maskedInput(type.type, one.input)) === asked);
	return other && answerOf(other);
}

/** Of a step that was done again and again, so many are compared. */
const MOST_LOOKED_AT = 200;

type Answered = { input: unknown; output: unknown; port: string | null };

const answerOf = ({ output, port }: Answered): StepResult => ({ output: output ?? undefined, port: port ?? "next" });

async function earlierAnswers(
	ctx: Ctx,
	replayOf: string,
	step: Pick<LivingStep, "node" | "path">,
	which: RawBuilder<unknown>,
	most: number,
): Promise<Answered[]> {
	const { rows } = await sql<Answered>`
		with recursive earlier as (
			select id, replay_of, 1 as n from workflow_runs where org_id = ${ctx.org} and id = ${replayOf}
			union all
			select r.id, r.replay_of, e.n + 1 from workflow_runs r join earlier e on r.id = e.replay_of
			where r.org_id = ${ctx.org} and e.n < 20
		)
		select s.input, s.output, s.port from earlier e join workflow_steps s on s.org_id = ${ctx.org} and s.run_id = e.id
		where s.node = ${step.node} and s.path = ${step.path} and s.state = 'done' ${which}
		order by e.n, s.ended_at desc limit ${most}`.execute(ctx.db);
	return rows;
}
