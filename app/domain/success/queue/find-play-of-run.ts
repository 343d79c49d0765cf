import { invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";

/** The play that a run goes through. 422 where no run is named, 404 for a run of no play. */
export async function findPlayOfRun(ctx: Ctx, runId: string | undefined): Promise<string> {
	if (runId === undefined) throw invalid("Some fields cannot be accepted.", { playId: ["Name a play or its run."] });
	const row = isId(runId)
		? await ctx.db.selectFrom("plays").select("id").where("run_id", "=", runId).executeTakeFirst()
		: undefined;
	if (!row) throw notFound("play");
	return row.id;
}
