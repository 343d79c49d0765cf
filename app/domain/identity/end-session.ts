import { asSystem } from "#db/context.ts";

/** Ends one session of a person; ending one that is gone, or another person's, changes nothing. */
export async function endSession(userId: string, sessionId: string): Promise<void> {
	await asSystem((db) => db.deleteFrom("sessions").where("user_id", "=", userId).where("id", "=", sessionId).execute());
}
