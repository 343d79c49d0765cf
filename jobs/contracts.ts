import { dispatchJob } from "#db/dispatch.ts";
import type { JobContract } from "#db/job-contract.ts";

/** Every job of the product: the queues that `migrate` makes. */
export const contracts = [dispatchJob] as unknown as readonly JobContract<never>[];
