import type { Driver } from "#app/domain/workflows/running/driving/driver.ts";
import { runNow } from "#app/domain/workflows/running/driving/run-now.ts";
import type { Start } from "#app/domain/workflows/running/starting/start-runs.ts";
import { providers } from "#app/providers/open.ts";
import { house, type Scope } from "#db/context.ts";

/** Who carries a run on within this process, without calls outside. */
export function driverHere(scope: Scope, signal: AbortSignal): Driver {
	const { models, http, embeddings } = providers();
	return {
		...{ org: scope.org, requestId: scope.requestId, signal, staysInside: true },
		now: () => scope.now ?? house().database.clock.now(),
		outside: { models, http, embeddings },
	};
}

/** Begins a run and carries it on here as far as it goes without a call outside; null where limits leave no room. */
export function runHere(scope: Scope, workflowId: string, start: Start, signal: AbortSignal) {
	return runNow(driverHere(scope, signal), scope, workflowId, start);
}
