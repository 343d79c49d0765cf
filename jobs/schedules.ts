import type { JobContract } from "#db/job-contract.ts";

/** Every cron of the product, in UTC, on one page. */
export const schedules: [JobContract<never>, string][] = [];
