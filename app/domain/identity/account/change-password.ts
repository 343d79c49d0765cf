import { invalid } from "#app/base/errors.ts";
import { passwordChangedMail } from "#app/domain/identity/mail/mail-texts.ts";
import { queueSystemMail, systemOutbox } from "#app/domain/identity/mail/system-mail.ts";
import { instantOf, type Origin } from "#app/domain/identity/origin.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { announceSessions } from "#app/domain/identity/sessions/announce-sessions.ts";
import { openSession } from "#app/domain/identity/sessions/open-session.ts";
import { asSystem } from "#db/context.ts";
import { hashPassword, verifyPassword } from "./password.ts";

/**
 * Changes a person's own password after checking the present one, ends every session and opens a new one for the
 * browser that asked. Returns its token. Throws 422 on the field `password`.
 */
export async function changePassword(
	userId: string,
	input: { password: string; newPassword: string },
	origin: Origin,
): Promise<string> {
	const now = instantOf(origin);
	const user = await asSystem((db) =>
		db.selectFrom("users").select(["email", "password_hash"]).where("id", "=", userId).executeTakeFirstOrThrow(),
	);
	if (!(await verifyPassword(user.password_hash, input.password))) {
		await recordSecurityEvent({ name: "password.change-refused", email: user.email, userId, origin });
		throw invalid("The present password is another one.", { password: ["This is not your present password"] });
	}
	const password_hash = await hashPassword(input.newPassword);
	const { token, orgId } = await asSystem(async (db) => {
		await db.updateTable("users").set({ password_hash, updated_at: now }).where("id", "=", userId).execute();
		await db.deleteFrom("sessions").where("user_id", "=", userId).execute();
		await db
			.updateTable("identity_tokens")
			.set({ used_at: now })
			.where("user_id", "=", userId)
			.where("kind", "=", "reset-password")
			.where("used_at", "is", null)
			.execute();
		await queueSystemMail(systemOutbox(db, now), passwordChangedMail(user.email));
		return openSession(db, userId, origin);
	});
	announceSessions(userId);
	await recordSecurityEvent({ name: "password.changed", email: user.email, userId, orgId, origin });
	return token;
}
