import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { refuseAbove } from "./change-role.ts";
import { INVITATION_DAYS, mailInvitation } from "./invite-member.ts";

/** Sends an open invitation again with a new link and new days; the old link ends. Throws 404 when there is none. */
export async function resendInvitation(ctx: Ctx, id: string): Promise<{ email: string }> {
	authorize(ctx, "members.invite");
	if (!isId(id)) throw notFound("invitation");
	const token = newToken();
	const sent = await ctx.db
		.updateTable("invitations")
		.set({
			token_hash: hashToken(token),
			expires_at: new Date(ctx.now.getTime() + INVITATION_DAYS * 86_400_000),
			// Who sends it vouches for it: with them it goes when they leave.
			...(ctx.actor.kind === "member" ? { invited_by: ctx.actor.id } : {}),
		})
		.where("org_id", "=", ctx.org)
		.where("id", "=", id)
		.where("accepted_at", "is", null)
		.where("revoked_at", "is", null)
		.returning(["email", "role"])
		.executeTakeFirst();
	if (!sent) throw notFound("invitation");
	refuseAbove(ctx, sent.role);
	await mailInvitation(ctx, { recipient: sent.email, token });
	await ctx.record({ name: "invitation.sent", subject: { type: "invitation", id }, data: { ...sent, again: true } });
	return { email: sent.email };
}
