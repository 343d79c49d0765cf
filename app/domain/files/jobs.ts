import { z } from "zod";
import { defineJob } from "#db/jobs/job-contract.ts";

/** Every night: takes out what came of files whose upload broke off, in every organisation. */
export const sweepUploadsJob = defineJob({
	name: "files.sweep-uploads",
	payload: z.object({}),
	concurrency: 1,
	key: () => "all",
	expireSeconds: 900,
});
