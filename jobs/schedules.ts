import { sweepReadingsJob } from "#app/domain/artifacts/jobs.ts";
import { scheduleTrashJob } from "#app/domain/crm/records/jobs.ts";
import { scheduleScoresJob } from "#app/domain/crm/scores/jobs.ts";
import { alertStuckJobsJob } from "#app/domain/events/jobs.ts";
import { sweepUploadsJob } from "#app/domain/files/jobs.ts";
import { tidyIdentityJob } from "#app/domain/identity/jobs.ts";
import { blankDeliveriesJob, scheduleCataloguesJob, schedulePollsJob } from "#app/domain/integrations/jobs.ts";
import { sweepKnowledgeJob, sweepPagesJob } from "#app/domain/knowledge/jobs.ts";
import { sweepTouchesJob } from "#app/domain/leads/sequences/jobs.ts";
import { sweepOutboxJob } from "#app/domain/messaging/jobs.ts";
import { sweepShopCalendarsJob } from "#app/domain/scheduling/jobs.ts";
import { forgetDeliveriesJob, scheduleMorningsJob } from "#app/domain/success/jobs.ts";
import { sweepRunsJob } from "#app/domain/workflows/jobs.ts";
import type { JobContract } from "#db/jobs/job-contract.ts";

/** Every cron of the product, in UTC, on one page. */
export const schedules: [JobContract<never>, string][] = [
	[alertStuckJobsJob as never, "* * * * *"],
	[tidyIdentityJob as never, "17 3 * * *"],
	[sweepOutboxJob as never, "* * * * *"],
	[sweepTouchesJob as never, "* * * * *"],
	[sweepShopCalendarsJob as never, "*/5 * * * *"],
	[schedulePollsJob as never, "* * * * *"],
	[scheduleCataloguesJob as never, "23 * * * *"],
	[blankDeliveriesJob as never, "47 3 * * *"],
	[scheduleScoresJob as never, "7 2 * * *"],
	[scheduleTrashJob as never, "37 2 * * *"],
	[sweepKnowledgeJob as never, "*/10 * * * *"],
	[sweepPagesJob as never, "11 4 * * *"],
	[sweepRunsJob as never, "* * * * *"],
	[scheduleMorningsJob as never, "5 * * * *"],
	[forgetDeliveriesJob as never, "29 4 * * *"],
	[sweepReadingsJob as never, "*/2 * * * *"],
	[sweepUploadsJob as never, "53 3 * * *"],
];
