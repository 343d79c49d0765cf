import { sweepOutbox as sweep } from "#app/domain/messaging/sending/sweep-outbox.ts";
import type { Run } from "#jobs/handles.ts";

/** Finds messages that wait without a job and gives them one. */
export async function sweepOutbox(_payload: object, run: Run): Promise<void> {
	await sweep(run.now);
}
