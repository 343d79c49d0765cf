import { sql } from "kysely";
import { recoverMessageJob } from "#app/domain/messaging/jobs.ts";
import { asSystem, enqueueAsSystem } from "#db/context.ts";
import { SENDING_LEASE_MS } from "./claim-message.ts";

/** A message that waits longer than this beyond its time has lost its job, or its job stands in a backlog. */
const PATIENCE_MS = 120_000;
const PER_ORGANISATION = 200;

/**
 * Gives a job to every message, of all organisations, that waits without one: due for two minutes, or in `sending`
 * longer than any worker may take. A few of every organisation each time, so that one with a backlog does not starve
 * the others. A second job does no harm, and at most one of these waits for each message. Returns how many it found.
 */
export async function sweepOutbox(now: Date): Promise<number> {
	const dueBefore = new Date(now.getTime() - PATIENCE_MS);
	const lostBefore = new Date(now.getTime() - SENDING_LEASE_MS);
	return asSystem(async (db) => {
		const { rows } = await sql<{ org_id: string; id: string }>`
			select org_id, id from (
				select org_id, id, state_at, row_number() over (partition by org_id order by state_at) as place from messages
				where direction = 'out' and (
					(state = 'sending' and state_at < ${lostBefore})
					or (state in ('queued', 'scheduled') and state_at < ${dueBefore}
						and (send_after is null or send_after < ${dueBefore})))
			) stuck where place <= ${PER_ORGANISATION} order by state_at`.execute(db);
		const entries = rows.map((row) => ({ payload: { orgId: row.org_id, messageId: row.id } }));
		if (entries.length > 0) await enqueueAsSystem(db, recoverMessageJob, entries);
		return entries.length;
	});
}
