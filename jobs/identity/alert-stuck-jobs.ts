import { log } from "#app/base/log.ts";
import { reportStuckJob } from "#app/domain/events/report-stuck-job.ts";
import { inOrg } from "#db/context.ts";
import { findStuckJobs } from "#db/jobs/queue-stats.ts";
import type { Run } from "#jobs/handles.ts";

/** An error in the log for each job that hangs, and a task for the organisation it belongs to. */
export async function alertStuckJobs(_payload: object, { requestId, now }: Run): Promise<void> {
	for (const { orgId, ...job } of await findStuckJobs(now)) {
		log().error({ job: job.queue, jobId: job.id, since: job.since, requestId }, "a job runs longer than it may");
		if (!orgId) continue;
		const actor = { kind: "system", name: "Job watch" } as const;
		await inOrg({ org: orgId, actor, requestId, now }, (ctx) => reportStuckJob(ctx, job));
	}
}
