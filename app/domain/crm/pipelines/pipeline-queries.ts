import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { Outcome } from "./board-queries.ts";

export type PipelineStage = {
	id: string;
	name: string;
	outcome: Outcome;
	probability: number;
	most: number | null;
	ages: number | null;
	/** Whether deals stand in it, those in the trash too. */
	used: boolean;
};
export type Pipeline = { id: string; name: string; stages: PipelineStage[] };

/** The pipelines for deals with their stages, in order: one query. */
export async function listPipelines(ctx: Ctx): Promise<Pipeline[]> {
	authorize(ctx, "deals.view");
	const { rows } =
		await sql<Pipeline>`select p.id, p.name, (select coalesce(json_agg(json_build_object('id', s.id, 'name', s.name,
			'outcome', s.outcome, 'probability', s.probability, 'most', s.most, 'ages', s.ages_after_days,
			'used', exists (select from deals d where d.org_id = s.org_id and d.pipeline_id = s.pipeline_id and d.stage_id = s.id and d.deleted_at is null))
			order by s.position, s.id), '[]')
			from pipeline_stages s where s.org_id = p.org_id and s.pipeline_id = p.id and s.deleted_at is null) as stages
		from pipelines p where p.org_id = ${ctx.org} and p.kind = 'deal' and p.deleted_at is null order by p.position, p.id limit 50`.execute(
			ctx.db,
		);
	return rows;
}
