import type { Transaction } from "kysely";
import { newId } from "#app/base/ids.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import { instantOf, type Origin } from "#app/domain/identity/origin.ts";
import type { Database } from "#db/types.ts";

const SESSION_MS = 30 * 86_400_000;

/**
 * Opens a session in the organisation the person worked in last, else in the one they joined first. Always a new
 * token: none that a stranger may know is ever raised to a session. Returns the token, which is stored nowhere.
 */
export async function openSession(
	db: Transaction<Database>,
	userId: string,
	origin: Origin,
): Promise<{ token: string; orgId: string | undefined }> {
	const token = newToken();
	const now = instantOf(origin);
	const orgId = await lastOrganisation(db, userId);
	await db
		.insertInto("sessions")
		.values({
			token_hash: hashToken(token),
			id: newId(),
			user_id: userId,
			org_id: orgId ?? null,
			created_at: now,
			seen_at: now,
			expires_at: new Date(now.getTime() + SESSION_MS),
			ip: origin.ip ?? null,
			user_agent: origin.userAgent?.slice(0, 400) ?? null,
		})
		.execute();
	return { token, orgId };
}

/** Where a person works: their last organisation while they still belong to it, else the first they joined. */
export async function lastOrganisation(db: Transaction<Database>, userId: string): Promise<string | undefined> {
	const found = await db
		.selectFrom("memberships")
		.innerJoin("users", "users.id", "memberships.user_id")
		.select("memberships.org_id")
		.where("memberships.user_id", "=", userId)
		.orderBy((order) => order("users.last_org_id", "is not distinct from", order.ref("memberships.org_id")), "desc")
		.orderBy("memberships.created_at")
		.limit(1)
		.executeTakeFirst();
	return found?.org_id;
}
