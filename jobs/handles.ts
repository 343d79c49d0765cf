import type { JobContract } from "#db/jobs/job-contract.ts";

/**
 * What a handler knows beside its payload. `signal` fires when the job's time is up or the process stops. `isLastTry`: should
 * it fail now, nobody tries it again.
 */
export type Run = { requestId: string; signal: AbortSignal; now: Date; isLastTry?: boolean };

/** A contract with its handler, typed together. */
export function handles<Payload>(
	contract: JobContract<Payload>,
	handler: (payload: Payload, run: Run) => Promise<void>,
): readonly [JobContract<never>, (payload: never, run: Run) => Promise<void>] {
	return [contract as unknown as JobContract<never>, handler as (payload: never, run: Run) => Promise<void>];
}
