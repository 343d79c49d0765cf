import { conflict, forbidden, invalid } from "#app/base/errors.ts";
import { eventOf, lockLiveArtifact } from "#app/domain/artifacts/saving/lock-artifact.ts";
import { can } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { endTask } from "./end-task.ts";
import { actingMember, mayAnotherDecide } from "./who-decides.ts";

export type Decision = { version: number; decision: "approve" | "reject"; note?: string | undefined };

/**
 * A manager's yes or no to the newest version of a price, and to that version alone; the task of whom it was asked is done by
 * it. 403 in words for who may not, and for who asked where another may; 409 where somebody saved since, nobody asked or it is decided, 422 for a no without a
 * reason. 404.
 */
export async function decideApproval(ctx: Ctx, id: string, { version, decision, note = "" }: Decision): Promise<void> {
	if (!can(ctx.actor, "artifacts.approve"))
		throw forbidden("A price outside the limits is a manager's to decide. Ask one of them; nothing was changed.");
	const artifact = await lockLiveArtifact(ctx, id, version);
	if (decision === "reject" && note.trim() === "")
		throw invalid("Some fields cannot be accepted.", { note: ["Say why, so that a better price can be made."] });
	const row = await ctx.db
		.selectFrom("artifact_approvals")
		.select(["state", "task_id", "decided_by", "asked_by_id"])
		.where("artifact_id", "=", id)
		.where("number", "=", version)
		.executeTakeFirst();
	if (!row) throw conflict("Nobody asked for approval of this version.");
	if (row.state !== "waiting") throw conflict(`${row.decided_by} has ${row.state} this version already.`);
	if (
		row.asked_by_id &&
		row.asked_by_id === (await actingMember(ctx)) &&
		(await mayAnotherDecide(ctx, row.asked_by_id))
	)
		throw forbidden("You asked for this approval, so another has to decide. Nothing was changed.");
	await ctx.db
		.updateTable("artifact_approvals")
		.set({
			...{ state: decision === "approve" ? "approved" : "rejected", note: note.trim() },
			...{ decided_by: ctx.actor.name, decided_at: ctx.now },
		})
		.where("artifact_id", "=", id)
		.where("number", "=", version)
		.execute();
	await endTask(ctx, row.task_id, "complete");
	const told = eventOf(artifact, note.trim() ? { note: note.trim() } : {});
	if (decision === "approve") await ctx.record({ name: "artifact.approved", ...told });
	else await ctx.record({ name: "artifact.rejected", ...told });
}
