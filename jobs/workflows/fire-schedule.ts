import { fireSchedule as fire } from "#app/domain/workflows/running/starting/fire-schedule.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

type Payload = { orgId: string; workflowId: string; at: string };

export async function fireSchedule({ orgId, workflowId, at }: Payload, { requestId, now }: Run): Promise<void> {
	const actor = { kind: "system", name: "Workflows" } as const;
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => fire(ctx, workflowId, at));
}
