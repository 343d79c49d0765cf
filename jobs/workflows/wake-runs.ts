import { wakeDue } from "#app/domain/workflows/running/waking/wake-due.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

export async function wakeRuns({ orgId }: { orgId: string }, { requestId, now }: Run): Promise<void> {
	const actor = { kind: "system", name: "Workflows" } as const;
	await inOrg({ org: orgId, actor, requestId, now }, wakeDue);
}
