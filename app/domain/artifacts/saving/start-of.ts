import { definitionOf } from "#app/domain/artifacts/kinds/registry.ts";
import type { ArtifactKind, Content } from "#app/domain/artifacts/schema.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { getIntelligence } from "#app/domain/success/intelligence/intelligence-queries.ts";
import type { Ctx } from "#db/context.ts";

/** What an artifact begins with: what is known of the account for a kind of ours, else nothing. */
export async function startOf(ctx: Ctx, kind: string, accountId: string | null): Promise<Content> {
	if (!definitionOf(kind) || !accountId) return {};
	return (await startArtifact(ctx, kind as ArtifactKind, accountId)).content;
}

export type Started = { account: { id: string; name: string }; content: Content };

/** What the editor of a new artifact opens with; nothing is made. 404 for no such account, or one in the trash. */
export async function startArtifact(ctx: Ctx, kind: ArtifactKind, accountId: string): Promise<Started> {
	authorize(ctx, "success.view");
	const account = await getIntelligence(ctx, accountId);
	const content = await definitionOf(kind)!.start(ctx, account);
	return { account: { id: account.id, name: account.name }, content };
}
