import { passwordChangedMail, resetPasswordMail } from "#app/domain/identity/mail/mail-texts.ts";
import { queueSystemMail, systemOutbox } from "#app/domain/identity/mail/system-mail.ts";
import { instantOf, type Origin } from "#app/domain/identity/origin.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { announceSessions } from "#app/domain/identity/sessions/announce-sessions.ts";
import { asSystem } from "#db/context.ts";
import { hashPassword } from "./password.ts";
import { issueToken, isTokenLive, useToken } from "./tokens.ts";

/** Sends a reset link to a known address and nothing to an unknown one. The caller's answer is the same for both. */
export async function requestPasswordReset(email: string, origin: Origin): Promise<void> {
	const now = instantOf(origin);
	const userId = await asSystem(async (db) => {
		const user = await db.selectFrom("users").select("id").where("email", "=", email).executeTakeFirst();
		if (!user) return undefined;
		const token = await issueToken(db, { kind: "reset-password", userId: user.id, now });
		await queueSystemMail(systemOutbox(db, now), resetPasswordMail(email, token));
		return user.id;
	});
	await recordSecurityEvent({ name: "password.reset-asked", email, userId, origin });
}

/** Whether a reset link would still work. */
export function canResetPassword(token: string, now: Date): Promise<boolean> {
	return asSystem((db) => isTokenLive(db, { kind: "reset-password", text: token, now }));
}

/**
 * Uses a reset link: sets the password, ends every session and says so by mail. The link came by mail, so the address
 * counts as confirmed. Throws 410 for a link that was used or is over.
 */
export async function resetPassword(input: { token: string; password: string }, origin: Origin): Promise<void> {
	const now = instantOf(origin);
	const password_hash = await hashPassword(input.password);
	const user = await asSystem(async (db) => {
		const userId = await useToken(db, { kind: "reset-password", text: input.token, now });
		const changed = await db
			.updateTable("users")
			.set((set) => ({
				password_hash,
				email_verified_at: set.fn.coalesce("email_verified_at", set.val(now)),
				updated_at: now,
			}))
			.where("id", "=", userId)
			.returning(["id", "email"])
			.executeTakeFirstOrThrow();
		await db.deleteFrom("sessions").where("user_id", "=", userId).execute();
		await queueSystemMail(systemOutbox(db, now), passwordChangedMail(changed.email));
		return changed;
	});
	announceSessions(user.id);
	await recordSecurityEvent({ name: "password.reset", email: user.email, userId: user.id, origin });
}
