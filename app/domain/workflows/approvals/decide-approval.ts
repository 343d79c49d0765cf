import { z } from "zod";
import { conflict, forbidden, notFound } from "#app/base/errors.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize, outranks, rolesThatMay } from "#app/domain/identity/policy.ts";
import { wakeSteps } from "#app/domain/workflows/running/waking/wake-steps.ts";
import type { Ctx, Role } from "#db/context.ts";

export const Vote = z.object({ isYes: z.boolean(), note: z.string().trim().max(2_000).optional() });

/**
 * A member's yes or no to what a run asks (FLOW-1). One no declines it; with as many yes as are needed, of members who may
 * decide it now, it is approved, and the run goes on in the same transaction. 404; 403 for whoever may not decide this one; 409 once it is decided or no longer
 * waited for, or for a second vote of one's own.
 */
export async function decideApproval(
	ctx: Ctx,
	id: string,
	input: z.input<typeof Vote>,
): Promise<{ state: "open" | "approved" | "declined" }> {
	authorize(ctx, "approvals.decide");
	const { isYes, note } = checkFields(Vote, input);
	const approval = await ctx.db.selectFrom("approvals").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
	if (!approval) throw notFound("approval");
	if (approval.state !== "open") throw conflict(ENDED[approval.state]);
	if (approval.due_at && approval.due_at <= ctx.now) throw conflict(OVER);
	const { actor } = ctx;
	if (actor.kind !== "member" || !mayDecide(actor, approval))
		throw forbidden("You are not among those who decide this.");
	const voted = await ctx.db
		.insertInto("approval_votes")
		.values({ org_id: ctx.org, approval_id: id, member_id: actor.id, is_yes: isYes, note: note ?? "", at: ctx.now })
		.onConflict((on) => on.doNothing())
		.returning("member_id")
		.executeTakeFirst();
	if (!voted) throw conflict("You have decided this already.");
	const all = await ctx.db
		.selectFrom("approval_votes as v")
		.innerJoin("memberships as m", (join) => join.onRef("m.org_id", "=", "v.org_id").onRef("m.id", "=", "v.member_id"))
		.select(["m.id", "m.role", "m.name", "v.is_yes", "v.note", "v.at"])
		.where("v.approval_id", "=", id)
		.orderBy("v.at")
		.execute();
	// Who lost the right meanwhile has no say in it any more, as who was removed.
	const votes = all.filter(({ id, role }) => mayDecide({ id, role: role as Role }, approval));
	const state = !isYes
		? "declined"
		: votes.filter(({ is_yes }) => is_yes).length >= approval.needed
			? "approved"
			: "open";
	await ctx.record({
		name: isYes ? "approval.given" : "approval.declined",
		subject: { type: "approval", id },
		data: { title: approval.title, note: note ?? "", run: approval.run_id, state },
	});
	if (state === "open") return { state };
	await ctx.db.updateTable("approvals").set({ state, decided_at: ctx.now }).where("id", "=", id).execute();
	const data = {
		decision: state,
		votes: votes.map((vote) => ({ name: vote.name, yes: vote.is_yes, note: vote.note })),
	};
	const wake = { runId: approval.run_id, stepId: approval.step_id, woken: { by: "person" as const, data } };
	if ((await wakeSteps(ctx, [wake])) === 0) throw conflict(OVER);
	return { state };
}

const ENDED = {
	approved: "This is approved already. Your answer was not kept.",
	declined: "This is declined already. Your answer was not kept.",
	withdrawn: "The run that asked this has ended. Your answer was not kept.",
};
const OVER = "The run no longer waits for this: its time is up, or it went on another way. Your answer was not kept.";

/** Named deciders decide; where nobody is named, whoever has the role. None who may decide nothing. */
export function mayDecide(
	member: { id: string; role: Role },
	{ approver_ids, least_role }: { approver_ids: readonly string[]; least_role: string },
): boolean {
	if (!rolesThatMay("approvals.decide").includes(member.role)) return false;
	return approver_ids.length > 0 ? approver_ids.includes(member.id) : outranks(member.role, least_role as Role);
}
