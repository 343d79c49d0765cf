import { forbidden } from "#app/base/errors.ts";
import { authorize, outranks } from "#app/domain/identity/policy.ts";
import type { Ctx, Role } from "#db/context.ts";
import { keepAnOwner } from "./last-owner.ts";
import { getMember } from "./member-queries.ts";
import { revokeInvitationsBy } from "./revoke-invitation.ts";

/** Changes a member's role. Nobody grants, or takes from, a role above their own; the last owner stays (409). */
export async function changeRole(ctx: Ctx, input: { memberId: string; role: Role }): Promise<void> {
	authorize(ctx, "members.change-role");
	const member = await getMember(ctx, input.memberId);
	if (member.role === input.role) return;
	refuseAbove(ctx, member.role, input.role);
	if (member.role === "owner") await keepAnOwner(ctx, member.id);
	await ctx.db
		.updateTable("memberships")
		.set({ role: input.role })
		.where("org_id", "=", ctx.org)
		.where("id", "=", member.id)
		.execute();
	if (!outranks(input.role, "admin")) await revokeInvitationsBy(ctx, member.id);
	await ctx.record({
		name: "member.role-changed",
		subject: { type: "member", id: member.id },
		changes: { role: [member.role, input.role] },
		data: { name: member.name },
	});
}

/** Throws 403 unless the actor stands above or beside every one of these roles. */
export function refuseAbove(ctx: Ctx, ...roles: Role[]): void {
	const own = "role" in ctx.actor ? ctx.actor.role : undefined;
	if (own && roles.every((role) => outranks(own, role))) return;
	throw forbidden("You cannot give or take a role above your own.");
}
