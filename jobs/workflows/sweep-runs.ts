import { sweepRuns as sweep } from "#app/domain/workflows/running/driving/sweep-runs.ts";
import type { Run } from "#jobs/handles.ts";

export async function sweepRuns(_payload: unknown, { now }: Run): Promise<void> {
	await sweep(now);
}
