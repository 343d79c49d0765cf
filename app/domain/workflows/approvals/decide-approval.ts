import { z } from "zod";
import { conflict, forbidden, invalid, notFound } from "#app/base/errors.ts";
import { checkFields } from "#app/domain/crm/records/check-fields.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { wakeSteps } from "#app/domain/workflows/running/waking/wake-steps.ts";
import type { Ctx, Role } from "#db/context.ts";
import { assertSame, ChangedText, keepText } from "./change-text.ts";
import { assertAwaited, mayDecide, mayDecideNow, OVER } from "./open-approval.ts";

/** `text`: as it shall go on, of an approval that shows one; `textVersion`: the one that was read, which a yes to it needs. */
export const Vote = z.object({
	isYes: z.boolean(),
	note: z.string().trim().max(2_000).optional(),
	text: ChangedText.shape.text.optional(),
	textVersion: ChangedText.shape.version.optional(),
});

const NOT_KEPT = "Your answer was not kept.";

/**
 * A member's yes or no to what a run asks (FLOW-1). One no declines it; with as many yes as are needed, of members who may
 * decide it now, it is approved, and the run goes on in the same transaction. 404; 403 for whoever may not decide this one; 409 once it is decided or no longer
 * waited for, for a second vote of one's own, or when the text that it shows is another than the one that was read.
 */
export async function decideApproval(
	ctx: Ctx,
	id: string,
	input: z.input<typeof Vote>,
): Promise<{ state: "open" | "approved" | "declined" }> {
	authorize(ctx, "approvals.decide");
	const { isYes, note, text, textVersion } = checkFields(Vote, input);
	const asked = await ctx.db.selectFrom("approvals").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
	if (!asked) throw notFound("approval");
	assertAwaited(ctx, asked, NOT_KEPT);
	const { actor } = ctx;
	if (actor.kind !== "member" || !mayDecideNow(ctx, asked)) throw forbidden("You are not among those who decide this.");
	const approval = await withText(ctx, asked, { isYes, text, textVersion });
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
		...textData(approval),
	};
	const wake = { runId: approval.run_id, stepId: approval.step_id, woken: { by: "person" as const, data } };
	if ((await wakeSteps(ctx, [wake])) === 0) throw conflict(`${OVER} ${NOT_KEPT}`);
	return { state };
}

type Approval = Parameters<typeof keepText>[1];

/** The approval with the text that is decided on, changed or not. */
async function withText<Asked extends Approval>(
	ctx: Ctx,
	asked: Asked,
	{ isYes, text, textVersion }: { isYes: boolean; text: string | undefined; textVersion: number | undefined },
): Promise<Asked> {
	if (asked.text === null) return asked;
	if (textVersion === undefined) {
		if (!isYes && text === undefined) return asked;
		throw invalid("Say which version of the text you read.", { textVersion: ["Read the approval again."] });
	}
	assertSame(asked, textVersion);
	return text === undefined ? asked : keepText(ctx, asked, { text, version: textVersion });
}

/** What later steps read of a text: as it goes on, as it was first, and who changed it last. */
const textData = ({ text, original_text, text_changed_by }: Approval) =>
	text === null ? {} : { text, original: original_text, changedBy: text_changed_by };
