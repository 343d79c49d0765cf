import { asSystem } from "#db/context.ts";
import { announceSessions } from "./announce-sessions.ts";

/** Ends one session of a person; ending one that is gone, or another person's, changes nothing and says false. */
export async function endSession(userId: string, sessionId: string): Promise<boolean> {
	const ended = await asSystem((db) =>
		db
			.deleteFrom("sessions")
			.where("user_id", "=", userId)
			.where("id", "=", sessionId)
			.returning("id")
			.executeTakeFirst(),
	);
	if (ended) announceSessions(userId);
	return ended !== undefined;
}

/** Ends every session of a person but one. Returns how many there were. */
export async function endOtherSessions(userId: string, keptId: string): Promise<number> {
	const ended = await asSystem((db) =>
		db.deleteFrom("sessions").where("user_id", "=", userId).where("id", "<>", keptId).returning("id").execute(),
	);
	if (ended.length > 0) announceSessions(userId);
	return ended.length;
}
