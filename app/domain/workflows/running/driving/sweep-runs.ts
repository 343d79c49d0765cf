import { sql, type Transaction } from "kysely";
import { driveRunJob, wakeRunsJob } from "#app/domain/workflows/jobs.ts";
import { asSystem, enqueueAsSystem } from "#db/context.ts";
import type { Database } from "#db/types.ts";

const AT_ONCE = 1_000;
/** What is due is woken by a job of its instant; after so long that job is lost. */
const LOST_MS = 120_000;

/**
 * Gives a job to the runs whose process died while it carried them on itself, and another to the organisations whose waits
 * are overdue because their job failed for good. Returns how many there were.
 */
export async function sweepRuns(now: Date): Promise<number> {
	return asSystem(async (db) => {
		const { rows } = await sql<{ org_id: string; id: string; workflow_id: string }>`
			update workflow_runs r set lease_until = null
			from (select org_id, id from workflow_runs where lease_until < ${now} order by lease_until limit ${AT_ONCE}
				for update skip locked) late
			where r.org_id = late.org_id and r.id = late.id
			returning r.org_id, r.id, r.workflow_id`.execute(db);
		await enqueueAsSystem(
			db,
			driveRunJob,
			rows.map(({ org_id, id, workflow_id }) => ({ payload: { orgId: org_id, runId: id, workflowId: workflow_id } })),
		);
		const late = await overdue(db, new Date(now.getTime() - LOST_MS));
		await enqueueAsSystem(
			db,
			wakeRunsJob,
			late.map((orgId) => ({ payload: { orgId } })),
		);
		return rows.length + late.length;
	});
}

/** Organisations with waits that were due by then. A few probes of the index for each, however many runs wait. */
async function overdue(db: Transaction<Database>, by: Date): Promise<string[]> {
	const { rows } = await sql<{ org_id: string }>`
		with recursive firm as (
			(select org_id from workflow_steps where state = 'waiting' and wake_at is not null order by org_id limit 1)
			union all
			select (select s.org_id from workflow_steps s where s.state = 'waiting' and s.wake_at is not null
				and s.org_id > f.org_id order by s.org_id limit 1)
			from firm f where f.org_id is not null
		)
		select org_id from firm where org_id is not null and (
			select s.wake_at from workflow_steps s
			where s.org_id = firm.org_id and s.state = 'waiting' and s.wake_at is not null
			order by s.wake_at limit 1) <= ${by}`.execute(db);
	return rows.map(({ org_id }) => org_id);
}
