import { fireTriggers as fire } from "#app/domain/workflows/running/starting/fire-triggers.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

type Payload = { orgId: string; eventIds: string[]; depth: number };

export async function fireTriggers({ orgId, eventIds, depth }: Payload, { requestId, now }: Run): Promise<void> {
	const actor = { kind: "system", name: "Workflows" } as const;
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => fire(ctx, eventIds, depth));
}
