import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { refuseAbove } from "./change-role.ts";
import { keepAnOwner } from "./last-owner.ts";
import { getMember } from "./member-queries.ts";
import { revokeInvitationsBy } from "./revoke-invitation.ts";

/**
 * Takes a member out of the organisation: their next request finds them outside, their API keys go with them, what
 * they owned stays without an owner. The last owner stays (409).
 */
export async function removeMember(ctx: Ctx, memberId: string): Promise<void> {
	authorize(ctx, "members.remove");
	const member = await getMember(ctx, memberId);
	refuseAbove(ctx, member.role);
	if (member.role === "owner") await keepAnOwner(ctx, member.id);
	await revokeInvitationsBy(ctx, member.id);
	await ctx.db.deleteFrom("memberships").where("org_id", "=", ctx.org).where("id", "=", member.id).execute();
	await ctx.record({
		name: "member.removed",
		subject: { type: "member", id: member.id },
		changes: { role: [member.role, null] },
		data: { name: member.name, email: member.email },
	});
}
