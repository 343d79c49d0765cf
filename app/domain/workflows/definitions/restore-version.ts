import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { editDraft } from "./edit-draft.ts";
import { getVersion } from "./version-queries.ts";

/** Makes a published version the draft again, in place of what the draft is now; nothing is published by it. 404. */
export async function restoreVersion(ctx: Ctx, id: string, number: number): Promise<{ version: number }> {
	authorize(ctx, "workflows.edit");
	const { graph } = await getVersion(ctx, id, number);
	return editDraft(ctx, id, () => graph);
}
