import { sql } from "kysely";
import { invalid } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";
import { assertRoom } from "./stage-room.ts";

type Stage = { id: string; pipeline_id: string; outcome: "open" | "won" | "lost"; most: number | null };

/**
 * What follows from standing in a stage from now on: its pipeline, since when, and whether the deal is closed.
 * `coming`: how many deals come to it, which must find room; 0 for an act that asks later. 422 for a stage that is not
 * one of the organisation's, and for one that is full.
 */
export async function stageColumns(ctx: Ctx, stageId: string, coming = 1) {
	const { rows } = await sql<Stage>`
		select s.id, s.pipeline_id, s.outcome, s.most from pipeline_stages s
		join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id
		where s.id = ${stageId} and s.deleted_at is null and p.deleted_at is null and p.kind = 'deal'`.execute(ctx.db);
	if (coming > 0 && rows[0]?.most) await assertRoom(ctx, stageId, coming);
	return columnsOf(ctx, rows[0]);
}

/** Where a new deal begins: the first open stage of the first pipeline. */
export async function firstStage(ctx: Ctx): Promise<string> {
	const { rows } = await sql<{ id: string }>`
		select s.id from pipeline_stages s
		join pipelines p on p.org_id = s.org_id and p.id = s.pipeline_id
		where s.deleted_at is null and p.deleted_at is null and p.kind = 'deal' and s.outcome = 'open'
		order by p.position, p.id, s.position, s.id limit 1`.execute(ctx.db);
	if (!rows[0])
		throw invalid("There is no pipeline with an open stage. Add one first.", { stageId: ["Choose a stage."] });
	return rows[0].id;
}

function columnsOf(ctx: Ctx, stage: Stage | undefined) {
	if (!stage)
		throw invalid("This stage is not there any more.", { stageId: ["Choose a stage of one of your pipelines."] });
	const closed_at = stage.outcome === "open" ? null : ctx.now;
	return { pipeline_id: stage.pipeline_id, stage_at: ctx.now, closed_at };
}
