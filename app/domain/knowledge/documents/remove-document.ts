import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { forgetVersionJob } from "../jobs.ts";
import { getDocument } from "./document-queries.ts";

/** Takes a document out of lists and search; it can be brought back. Throws 404. */
export async function removeDocument(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "knowledge.edit");
	const document = await getDocument(ctx, id);
	if (document.isDeleted) return;
	await ctx.db.updateTable("documents").set({ deleted_at: ctx.now }).where("id", "=", id).execute();
	if (document.currentVersionId)
		await ctx.enqueue(forgetVersionJob, { orgId: ctx.org, versionId: document.currentVersionId });
	await ctx.record({ name: "document.removed", subject: { type: "document", id }, data: { title: document.title } });
}
