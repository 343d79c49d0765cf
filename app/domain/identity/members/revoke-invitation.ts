import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** Ends an open invitation; its link answers 410 from now on. Throws 404 when there is none. */
export async function revokeInvitation(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "members.invite");
	if (!isId(id)) throw notFound("invitation");
	const revoked = await ctx.db
		.updateTable("invitations")
		.set({ revoked_at: ctx.now })
		.where("org_id", "=", ctx.org)
		.where("id", "=", id)
		.where("accepted_at", "is", null)
		.where("revoked_at", "is", null)
		.returning(["email", "role"])
		.executeTakeFirst();
	if (!revoked) throw notFound("invitation");
	await ctx.record({ name: "invitation.revoked", subject: { type: "invitation", id }, data: revoked });
}

/** Ends the open invitations of a member who may no longer invite. */
export async function revokeInvitationsBy(ctx: Ctx, memberId: string): Promise<void> {
	const revoked = await ctx.db
		.updateTable("invitations")
		.set({ revoked_at: ctx.now })
		.where("org_id", "=", ctx.org)
		.where("invited_by", "=", memberId)
		.where("accepted_at", "is", null)
		.where("revoked_at", "is", null)
		.returning(["id", "email", "role"])
		.execute();
	await ctx.recordMany(
		revoked.map(({ id, ...data }) => ({ name: "invitation.revoked", subject: { type: "invitation", id }, data })),
	);
}
