import { invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

/**
 * The play that is meant: by its id, by the run that goes through it, or by both. 422 where neither is named or the run is
 * not the play's, 404 for none.
 */
export async function findPlayOfRun(
	ctx: Ctx,
	{ playId, runId }: { playId?: string | undefined; runId?: string | undefined },
): Promise<string> {
	if (playId === undefined && runId === undefined)
		throw invalid("Some fields cannot be accepted.", { playId: ["Name a play or its run."] });
	const row = [playId, runId].every((id) => id === undefined || isId(id))
		? await ctx.db
				.selectFrom("plays")
				.select(["id", "run_id"])
				.$if(playId !== undefined, (query) => query.where("id", "=", playId!))
				.$if(playId === undefined, (query) => query.where("run_id", "=", runId!))
				.executeTakeFirst()
		: undefined;
	if (!row) throw notFound("play");
	if (runId !== undefined && row.run_id !== runId)
		throw invalid("Some fields cannot be accepted.", {
			executionId: ["This run is not the play’s. Name one of them."],
		});
	return row.id;
}
