import type { JobContract } from "#db/jobs/job-contract.ts";
import { dispatchJob } from "#db/recording/dispatch.ts";
import { handlers } from "./handlers.ts";

/** Every job of the product: the queues that `migrate` makes. */
export const contracts: readonly JobContract<never>[] = [
	dispatchJob as unknown as JobContract<never>,
	...handlers.map(([contract]) => contract),
];
