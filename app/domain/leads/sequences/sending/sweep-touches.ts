import { sql } from "kysely";
import { sendTouchJob } from "#app/domain/leads/sequences/jobs.ts";
import { asSystem, enqueueAsSystem } from "#db/context.ts";

const PER_ORGANISATION = 200;
const GRACE_MS = 120_000;

/**
 * Asks again for touches that are overdue without their job having run: lost in a restore, or never added. A few of
 * every organisation each time, so that one with a backlog does not starve the others. A touch whose job still waits
 * gets no second one, by its key.
 */
export async function sweepTouches(now: Date): Promise<void> {
	await asSystem(async (db) => {
		const overdue = await sql<{ org_id: string; id: string }>`
			select o.id as org_id, t.id from organisations o
			cross join lateral (
				select touches.id, planned_at from touches
				where touches.org_id = o.id and status = 'scheduled' and message_id is null
					and planned_at < ${new Date(now.getTime() - GRACE_MS)}
				order by planned_at limit ${PER_ORGANISATION}
			) t order by t.planned_at`.execute(db);
		if (overdue.rows.length === 0) return;
		await enqueueAsSystem(
			db,
			sendTouchJob,
			overdue.rows.map((row) => ({ payload: { orgId: row.org_id, touchId: row.id } })),
		);
	});
}
