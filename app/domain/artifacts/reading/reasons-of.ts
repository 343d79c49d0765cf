import { definitionOf } from "#app/domain/artifacts/kinds/registry.ts";
import type { Content } from "#app/domain/artifacts/schema.ts";
import type { Ctx } from "#db/context.ts";

/** Why what an artifact holds needs a manager, in words; nothing: it needs nobody. One query, where its kind asks at all. */
export async function reasonsOf(ctx: Ctx, { kind, content }: { kind: string; content: Content }): Promise<string[]> {
	return [...((await definitionOf(kind)?.reasons?.(ctx, content)) ?? [])];
}
