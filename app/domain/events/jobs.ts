import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Looks for jobs that run longer than they may, and says so in the log and to their organisation. */
export const alertStuckJobsJob = defineJob({ name: "events.alert-stuck-jobs", payload: z.object({}), concurrency: 1 });
