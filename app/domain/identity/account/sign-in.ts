import { AppError } from "#app/base/errors.ts";
import type { Origin } from "#app/domain/identity/origin.ts";
import type { SignIn } from "#app/domain/identity/schema.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { lastOrganisation, openSession } from "#app/domain/identity/sessions/open-session.ts";
import { asSystem } from "#db/context.ts";
import { verifyPassword } from "./password.ts";

/**
 * Checks an address and a password and opens a session. The answer, and its time, are the same for an unknown
 * address and a wrong password. Returns the session's token (for the cookie, never stored) and the start page.
 */
export async function signIn(input: SignIn, origin: Origin): Promise<{ token: string; startPage: string }> {
	const user = await asSystem((db) =>
		db
			.selectFrom("users")
			.select(["id", "password_hash", "start_page"])
			.where("email", "=", input.email)
			.executeTakeFirst(),
	);
	const known = { email: input.email, userId: user?.id, origin };
	// Outside any transaction: hashing takes 25 ms on purpose, and no connection waits for it.
	if (!(await verifyPassword(user?.password_hash, input.password)) || !user) {
		// Asked for an unknown person too: the same work takes the same time.
		const orgId = await asSystem((db) => lastOrganisation(db, user?.id ?? NOBODY));
		await recordSecurityEvent({ name: "sign-in.refused", ...known, orgId });
		throw new AppError(
			422,
			"sign-in-refused",
			"This address and password do not belong together. Try again or reset your password.",
		);
	}
	const { token, orgId } = await asSystem((db) => openSession(db, user.id, origin));
	await recordSecurityEvent({ name: "sign-in.succeeded", ...known, orgId });
	return { token, startPage: user.start_page };
}

const NOBODY = "00000000-0000-7000-8000-000000000000";
