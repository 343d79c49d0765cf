import { getRun } from "#app/domain/workflows/reading/get-run.ts";
import { driveRun } from "#app/domain/workflows/running/driving/drive-run.ts";
import type { Driver } from "#app/domain/workflows/running/driving/driver.ts";
import { runNow } from "#app/domain/workflows/running/driving/run-now.ts";
import type { Start } from "#app/domain/workflows/running/starting/start-runs.ts";
import { providers } from "#app/providers/open.ts";
import { house, readInOrg, type Scope } from "#db/context.ts";

/** Who carries a run on within this process, without calls outside. */
function driverHere(scope: Scope, signal: AbortSignal): Driver {
	const { models, http, embeddings } = providers();
	return {
		...{ org: scope.org, requestId: scope.requestId, signal, staysInside: true },
		now: () => scope.now ?? house().database.clock.now(),
		outside: { models, http, embeddings },
	};
}

/** Carries a run on as far as it goes without a call outside; a job does the same should this process die over it. */
export function carryOn(scope: Scope, runId: string, signal: AbortSignal): Promise<void> {
	return driveRun(driverHere(scope, signal), runId);
}

/**
 * Begins a run, carries it on here as far as it goes without a call outside, and answers how it stands; null where limits
 * leave no room. Errors as `startRun`.
 */
export async function runHere(scope: Scope, workflowId: string, start: Start, signal: AbortSignal) {
	const run = await runNow(driverHere(scope, signal), scope, workflowId, start);
	return run && readInOrg(scope, (ctx) => getRun(ctx, run.id));
}
