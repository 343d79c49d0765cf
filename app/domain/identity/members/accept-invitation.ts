import { conflict, forbidden, gone } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { hashToken } from "#app/base/tokens.ts";
import { hashPassword } from "#app/domain/identity/account/password.ts";
import { instantOf, type Origin } from "#app/domain/identity/origin.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { openSession } from "#app/domain/identity/sessions/open-session.ts";
import { asSystem, type Ctx, inOrg, type Role } from "#db/context.ts";

const OVER = "This invitation was used, revoked, or is over. Ask for a new one.";

/** What an invitation's page shows: who invites whom to what, and whether that address has an account. */
export type OpenInvitation = { org: { id: string; name: string }; email: string; role: Role; hasAccount: boolean };

/** Reads an open invitation and uses nothing up. Throws 410 for any other link. */
export async function findInvitation(token: string, now: Date): Promise<OpenInvitation> {
	const row = await asSystem((db) =>
		db
			.selectFrom("invitations")
			.innerJoin("organisations", "organisations.id", "invitations.org_id")
			.leftJoin("users", "users.email", "invitations.email")
			.select([
				"organisations.id",
				"organisations.name",
				"invitations.email",
				"invitations.role",
				"users.id as user_id",
			])
			.where("token_hash", "=", hashToken(token))
			.where("accepted_at", "is", null)
			.where("revoked_at", "is", null)
			.where("expires_at", ">", now)
			.executeTakeFirst(),
	);
	if (!row) throw gone(OVER);
	return { org: { id: row.id, name: row.name }, email: row.email, role: row.role, hasAccount: row.user_id !== null };
}

/** Accepts as somebody who is signed in. Throws 403 when the invitation is for another address, 410 when it is over. */
export async function acceptInvitation(
	person: { userId: string; name: string; email: string },
	token: string,
	origin: Origin,
): Promise<{ orgId: string }> {
	const invitation = await findInvitation(token, instantOf(origin));
	if (invitation.email.toLowerCase() !== person.email.toLowerCase()) {
		throw forbidden(`This invitation is for ${invitation.email}. Sign in with that address to accept it.`);
	}
	await join(invitation.org.id, person, token, origin);
	return { orgId: invitation.org.id };
}

/** Accepts as somebody new: makes the person, joins, and opens a session. The link came by mail: it is confirmed. */
export async function acceptAsNewPerson(
	input: { token: string; name: string; password: string; timeZone?: string | undefined },
	origin: Origin,
): Promise<{ session: string }> {
	const now = instantOf(origin);
	const invitation = await findInvitation(input.token, now);
	const password_hash = await hashPassword(input.password);
	const userId = newId();
	const made = await asSystem((db) =>
		db
			.insertInto("users")
			.values({
				id: userId,
				email: invitation.email,
				name: input.name,
				password_hash,
				email_verified_at: now,
				...(input.timeZone ? { time_zone: input.timeZone } : {}),
			})
			.onConflict((conflict) => conflict.column("email").doNothing())
			.returning("id")
			.executeTakeFirst(),
	);
	if (!made) throw conflict("This address has an account already. Sign in to accept the invitation.");
	await join(invitation.org.id, { userId, name: input.name, email: invitation.email }, input.token, origin);
	const { token: session } = await asSystem((db) => openSession(db, userId, origin));
	await recordSecurityEvent({
		name: "sign-up.by-invitation",
		email: invitation.email,
		userId,
		orgId: invitation.org.id,
		origin,
	});
	return { session };
}

type Joiner = { userId: string; name: string; email: string };

/** Uses the invitation up and writes the membership, together: of two uses at the same instant one gets 410. */
async function join(org: string, person: Joiner, token: string, origin: Origin): Promise<void> {
	const { requestId, ip, userAgent, now } = origin;
	const actor = { kind: "member", id: newId(), name: person.name, role: "viewer", userId: person.userId } as const;
	await inOrg({ org, actor, requestId, ip, userAgent, now }, async (ctx) => {
		const used = await ctx.db
			.updateTable("invitations")
			.set({ accepted_at: ctx.now })
			.where("org_id", "=", ctx.org)
			.where("token_hash", "=", hashToken(token))
			.where("accepted_at", "is", null)
			.where("revoked_at", "is", null)
			.where("expires_at", ">", ctx.now)
			.returning(["id", "role"])
			.executeTakeFirst();
		if (!used) throw gone(OVER);
		await addMember(ctx, { ...person, id: actor.id, role: used.role, invitationId: used.id });
	});
	await asSystem(async (db) => {
		await db.updateTable("users").set({ last_org_id: org }).where("id", "=", person.userId).execute();
		await db
			.updateTable("users")
			.set({ email_verified_at: instantOf(origin) })
			.where("id", "=", person.userId)
			.where("email_verified_at", "is", null)
			.execute();
	});
}

async function addMember(ctx: Ctx, member: Joiner & { id: string; role: Role; invitationId: string }): Promise<void> {
	const added = await ctx.db
		.insertInto("memberships")
		.values({
			org_id: ctx.org,
			id: member.id,
			user_id: member.userId,
			role: member.role,
			name: member.name,
			email: member.email,
		})
		.onConflict((conflict) => conflict.columns(["org_id", "user_id"]).doNothing())
		.returning("id")
		.executeTakeFirst();
	if (!added) return;
	await ctx.record({
		name: "member.joined",
		subject: { type: "member", id: member.id },
		changes: { role: [null, member.role] },
		data: { name: member.name, email: member.email, invitationId: member.invitationId },
	});
}
