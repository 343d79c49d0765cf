import { conflict } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import { invitationMail } from "#app/domain/identity/mail/mail-texts.ts";
import { queueSystemMail } from "#app/domain/identity/mail/system-mail.ts";
import { getOrganisation } from "#app/domain/identity/organisation/organisation-queries.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx, Role } from "#db/context.ts";
import { refuseAbove } from "./change-role.ts";

export const INVITATION_DAYS = 7;

/**
 * Invites an address with a role. One open invitation for each address: a second one takes the first's place, and its
 * link ends. Throws 409 for a member, 403 for a role above one's own.
 */
export async function inviteMember(ctx: Ctx, input: { email: string; role: Role }): Promise<{ id: string }> {
	authorize(ctx, "members.invite");
	refuseAbove(ctx, input.role);
	const member = await ctx.db
		.selectFrom("memberships")
		.select("id")
		.where("org_id", "=", ctx.org)
		.where("email", "=", input.email)
		.executeTakeFirst();
	if (member) throw conflict("This address belongs to a member already.");
	const token = newToken();
	const fresh = {
		role: input.role,
		token_hash: hashToken(token),
		invited_by: ctx.actor.kind === "member" ? ctx.actor.id : null,
		created_at: ctx.now,
		expires_at: new Date(ctx.now.getTime() + INVITATION_DAYS * 86_400_000),
	};
	const { id } = await ctx.db
		.insertInto("invitations")
		.values({ org_id: ctx.org, id: newId(), email: input.email, ...fresh })
		.onConflict((conflict) =>
			conflict
				.columns(["org_id", "email"])
				.where("accepted_at", "is", null)
				.where("revoked_at", "is", null)
				.doUpdateSet(fresh),
		)
		.returning("id")
		.executeTakeFirstOrThrow();
	await mailInvitation(ctx, { recipient: input.email, token });
	await ctx.record({
		name: "invitation.sent",
		subject: { type: "invitation", id },
		data: { email: input.email, role: input.role },
	});
	return { id };
}

/** Writes the mail that carries an invitation's link. */
export async function mailInvitation(ctx: Ctx, to: { recipient: string; token: string }): Promise<void> {
	const { name } = await getOrganisation(ctx);
	await queueSystemMail(ctx, invitationMail({ ...to, org: name, inviter: ctx.actor.name, days: INVITATION_DAYS }));
}
