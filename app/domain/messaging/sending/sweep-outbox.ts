import { recoverMessageJob } from "#app/domain/messaging/jobs.ts";
import { asSystem, enqueueAsSystem } from "#db/context.ts";
import { SENDING_LEASE_MS } from "./claim-message.ts";

/** A message that waits longer than this beyond its time has lost its job, or its job stands in a backlog. */
const PATIENCE_MS = 120_000;
const MOST = 1_000;

/**
 * Gives a job to every message, of all organisations, that waits without one: due for two minutes, or in `sending`
 * longer than any worker may take. A second job does no harm, and at most one of these waits for each message.
 * Returns how many it found.
 */
export async function sweepOutbox(now: Date): Promise<number> {
	const dueBefore = new Date(now.getTime() - PATIENCE_MS);
	const lostBefore = new Date(now.getTime() - SENDING_LEASE_MS);
	return asSystem(async (db) => {
		const stuck = await db
			.selectFrom("messages")
			.select(["org_id", "id"])
			.where("direction", "=", "out")
			.where((where) =>
				where.or([
					where.and([where("state", "=", "sending"), where("state_at", "<", lostBefore)]),
					where.and([
						where("state", "in", ["queued", "scheduled"]),
						where("state_at", "<", dueBefore),
						where.or([where("send_after", "is", null), where("send_after", "<", dueBefore)]),
					]),
				]),
			)
			.orderBy("state_at")
			.limit(MOST)
			.execute();
		const entries = stuck.map((row) => ({ payload: { orgId: row.org_id, messageId: row.id } }));
		if (entries.length > 0) await enqueueAsSystem(db, recoverMessageJob, entries);
		return entries.length;
	});
}
