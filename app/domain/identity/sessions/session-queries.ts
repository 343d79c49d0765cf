import { asSystem } from "#db/context.ts";

export type SessionLine = {
	id: string;
	createdAt: Date;
	seenAt: Date;
	ip: string | null;
	userAgent: string | null;
};

/** A person's open sessions, last used first; the newest hundred are enough to act on. */
export async function listSessions(userId: string, now: Date): Promise<SessionLine[]> {
	const rows = await asSystem((db) =>
		db
			.selectFrom("sessions")
			.select(["id", "created_at", "seen_at", "ip", "user_agent"])
			.where("user_id", "=", userId)
			.where("expires_at", ">", now)
			.orderBy("seen_at", "desc")
			.limit(100)
			.execute(),
	);
	return rows.map((row) => ({
		id: row.id,
		createdAt: row.created_at,
		seenAt: row.seen_at,
		ip: row.ip,
		userAgent: row.user_agent,
	}));
}
