import { sweepTouchesJob } from "#app/domain/leads/sequences/jobs.ts";
import type { JobContract } from "#db/job-contract.ts";

/** Every cron of the product, in UTC, on one page. */
export const schedules: [JobContract<never>, string][] = [[sweepTouchesJob as never, "* * * * *"]];
