import { verifyEmailMail } from "#app/domain/identity/mail/mail-texts.ts";
import { queueSystemMail, systemOutbox } from "#app/domain/identity/mail/system-mail.ts";
import { instantOf, type Origin } from "#app/domain/identity/origin.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { asSystem } from "#db/context.ts";
import { issueToken, isTokenLive, useToken } from "./tokens.ts";

/** Uses a verification link: the address is theirs. Throws 410 for a link that was used or is over. */
export async function verifyEmail(token: string, origin: Origin): Promise<void> {
	const now = instantOf(origin);
	const user = await asSystem(async (db) => {
		const userId = await useToken(db, { kind: "verify-email", text: token, now });
		return db
			.updateTable("users")
			.set({ email_verified_at: now, updated_at: now })
			.where("id", "=", userId)
			.returning(["id", "email"])
			.executeTakeFirstOrThrow();
	});
	await recordSecurityEvent({ name: "email.verified", email: user.email, userId: user.id, origin });
}

/** Whether a verification link would still work. */
export function canVerifyEmail(token: string, now: Date): Promise<boolean> {
	return asSystem((db) => isTokenLive(db, { kind: "verify-email", text: token, now }));
}

/** Sends the verification mail again; once confirmed, there is nothing to send. The door keeps it to once a minute. */
export async function resendVerification(userId: string, origin: Origin): Promise<void> {
	const now = instantOf(origin);
	await asSystem(async (db) => {
		const user = await db
			.selectFrom("users")
			.select("email")
			.where("id", "=", userId)
			.where("email_verified_at", "is", null)
			.executeTakeFirst();
		if (!user) return;
		const token = await issueToken(db, { kind: "verify-email", userId, now });
		await queueSystemMail(systemOutbox(db, now), verifyEmailMail(user.email, token));
	});
}
