import { AppError } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import { asSystem } from "#db/context.ts";
import { verifyPassword } from "./password.ts";
import type { SignIn } from "./schema.ts";
import { recordSecurityEvent } from "./security-events.ts";

const SESSION_MS = 30 * 86_400_000;

/** Where a request came from, for sessions and the security log. */
export type Origin = { ip: string | undefined; userAgent: string | undefined; requestId: string };

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
	// Outside any transaction: hashing takes 25 ms on purpose, and no connection waits for it.
	if (!(await verifyPassword(user?.password_hash, input.password)) || !user) {
		await recordSecurityEvent({ name: "sign-in.refused", email: input.email, userId: user?.id, origin });
		throw new AppError(
			422,
			"sign-in-refused",
			"This address and password do not belong together. Try again or reset your password.",
		);
	}
	const token = await openSession(user.id, origin);
	await recordSecurityEvent({ name: "sign-in.succeeded", email: input.email, userId: user.id, origin });
	return { token, startPage: user.start_page };
}

/** Opens a session for a person in the organisation they worked in last, else in their first. Returns its token. */
export async function openSession(userId: string, origin: Origin): Promise<string> {
	const token = newToken();
	await asSystem(async (db) => {
		const last = await db
			.selectFrom("memberships")
			.leftJoin("sessions", (join) =>
				join.onRef("sessions.user_id", "=", "memberships.user_id").onRef("sessions.org_id", "=", "memberships.org_id"),
			)
			.select("memberships.org_id")
			.where("memberships.user_id", "=", userId)
			.orderBy((order) => order.fn("coalesce", ["sessions.seen_at", "memberships.created_at"]), "desc")
			.limit(1)
			.executeTakeFirst();
		await db
			.insertInto("sessions")
			.values({
				token_hash: hashToken(token),
				id: newId(),
				user_id: userId,
				org_id: last?.org_id ?? null,
				expires_at: new Date(Date.now() + SESSION_MS),
				ip: origin.ip ?? null,
				user_agent: origin.userAgent?.slice(0, 400) ?? null,
			})
			.execute();
	});
	return token;
}
