import { sql } from "kysely";
import { invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { updateDeal } from "../deals/update-deal.ts";

export type Move = { name: string; from: string; to: string; stage: string; outcome: "open" | "won" | "lost" };

/** A deal and the stage it is to go to: one query. 404 for a deal or a stage that is not there. */
export async function getMove(ctx: Ctx, id: string, stageId: string): Promise<Move> {
	authorize(ctx, "deals.view");
	const { rows } =
		isId(id) && isId(stageId)
			? await sql<Move>`select d.name, o.name as "from", s.name as "to", s.id as stage, s.outcome from deals d
				join pipeline_stages o on o.org_id = d.org_id and o.id = d.stage_id, pipeline_stages s
				where d.id = ${id} and d.deleted_at is null and s.id = ${stageId} and s.deleted_at is null`.execute(ctx.db)
			: { rows: [] };
	if (!rows[0]) throw notFound("deal");
	return rows[0];
}

/**
 * Moves a deal to another stage. A lost one keeps why; one that is taken up again loses the reason. Throws 404, and 422
 * where a deal is lost for no reason given. `lostReason` undefined: nothing was asked yet.
 */
export async function moveDeal(
	ctx: Ctx,
	{ id, stageId, lostReason }: { id: string; stageId: string; lostReason?: string | undefined },
): Promise<Move> {
	authorize(ctx, "deals.edit");
	const move = await getMove(ctx, id, stageId);
	const reason = lostReason?.trim() ?? "";
	if (move.outcome === "lost" && reason === "") {
		throw invalid("Say why the deal was lost.", { lostReason: ["Say why the deal was lost, in a few words."] });
	}
	await updateDeal(ctx, { id, stageId, lostReason: move.outcome === "lost" ? reason : null });
	return move;
}
