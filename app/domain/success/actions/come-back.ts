import type { LockedPlay } from "#app/domain/success/queue/lock-play.ts";
import { resumeRuns } from "#app/domain/workflows/running/change-run.ts";
import type { Ctx } from "#db/context.ts";

/** Brings one play back before its time, because somebody opens it: it is open, and its run goes on. */
export async function comeBack(ctx: Ctx, play: LockedPlay): Promise<void> {
	await ctx.db
		.updateTable("plays")
		.set({ state: "open", due_at: null, updated_at: ctx.now })
		.where("id", "=", play.id)
		.execute();
	await ctx.db
		.updateTable("play_actions")
		.set({ returned_at: ctx.now })
		.where("play_id", "=", play.id)
		.where("until", "is not", null)
		.where("returned_at", "is", null)
		.execute();
	if (play.runId) await resumeRuns(ctx, [play.runId]);
	await ctx.record({
		name: "play.returned",
		subject: { type: "play", id: play.id },
		parent: { type: "account", id: play.accountId },
		data: { type: play.type },
	});
}
