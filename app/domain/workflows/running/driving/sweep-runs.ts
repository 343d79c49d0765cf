import { sql } from "kysely";
import { driveRunJob } from "#app/domain/workflows/jobs.ts";
import { asSystem, enqueueAsSystem } from "#db/context.ts";

const AT_ONCE = 1_000;

/** Gives a job to the runs whose process died while it carried them on itself. Returns how many there were. */
export async function sweepRuns(now: Date): Promise<number> {
	return asSystem(async (db) => {
		const { rows } = await sql<{ org_id: string; id: string }>`
			update workflow_runs r set lease_until = null
			from (select org_id, id from workflow_runs where lease_until < ${now} order by lease_until limit ${AT_ONCE}
				for update skip locked) late
			where r.org_id = late.org_id and r.id = late.id
			returning r.org_id, r.id, r.ended_at`.execute(db);
		await enqueueAsSystem(
			db,
			driveRunJob,
			rows.map(({ org_id, id }) => ({ payload: { orgId: org_id, runId: id } })),
		);
		return rows.length;
	});
}
