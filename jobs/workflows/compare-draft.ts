import { compareChunk } from "#app/domain/workflows/comparing/compare-chunk.ts";
import { inOrg } from "#db/context.ts";
import type { Run } from "#jobs/handles.ts";

type Payload = { orgId: string; comparisonId: string };

export async function compareDraft({ orgId, comparisonId }: Payload, { requestId, now }: Run): Promise<void> {
	const actor = { kind: "system", name: "Workflows" } as const;
	await inOrg({ org: orgId, actor, requestId, now }, (ctx) => compareChunk(ctx, comparisonId));
}
