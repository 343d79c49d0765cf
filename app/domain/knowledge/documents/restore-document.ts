import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { fetchPageJob } from "../jobs.ts";
import { getDocument } from "./document-queries.ts";
import { readAgain, readBroughtBack } from "./read-again.ts";

/** Brings a removed document back, with the version that was in use; it is read anew. Throws 404. */
export async function restoreDocument(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "knowledge.edit");
	const document = await getDocument(ctx, id);
	if (!document.isDeleted) return;
	await ctx.db.updateTable("documents").set({ deleted_at: null }).where("id", "=", id).execute();
	const newest = document.versions[0]!;
	// A page that was never had has no file to be read again.
	if (document.origin && !newest.fileId) await ctx.enqueue(fetchPageJob, { orgId: ctx.org, documentId: id });
	else if (!newest.fileId) await readAgain(ctx, id, newest);
	else await readBroughtBack(ctx, [id]);
	await ctx.record({ name: "document.restored", subject: { type: "document", id }, data: { title: document.title } });
}
