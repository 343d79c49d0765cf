import { releaseHeld as release } from "#app/domain/workflows/running/starting/release-held.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

type Payload = { orgId: string; workflowId: string };

export async function releaseHeld({ orgId, workflowId }: Payload, { requestId, now }: Run): Promise<void> {
	const actor = { kind: "system", name: "Workflows" } as const;
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => release(ctx, workflowId));
}
