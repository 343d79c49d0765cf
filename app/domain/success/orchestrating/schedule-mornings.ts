import { sql } from "kysely";
import { orchestrateJob, returnPlaysJob } from "#app/domain/success/jobs.ts";
import { asSystem, enqueueAsSystem } from "#db/context.ts";

/** The hour of the organisation's own morning in which its plays are decided: before anybody opens the day's queue. */
const MORNING = 5;

/**
 * Asks for the plays of the organisations in whose zone it is five in the morning, and brings back what should have come
 * back by then. Across organisations, as the system.
 */
export async function scheduleMornings(now: Date): Promise<number> {
	return asSystem(async (db) => {
		const { rows } = await sql<{ id: string }>`
			select id from organisations
			where extract(hour from ${now}::timestamptz at time zone time_zone) = ${MORNING}`.execute(db);
		const entries = rows.map(({ id }) => ({ payload: { orgId: id } }));
		await enqueueAsSystem(db, orchestrateJob, entries);
		await enqueueAsSystem(db, returnPlaysJob, entries);
		return rows.length;
	});
}
