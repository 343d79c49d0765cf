import type { Ctx } from "#db/context.ts";
import { embedDocumentJob, readDocumentJob } from "../jobs.ts";

/** Has the newest version of a document read once more, from its file. */
export async function readAgain(ctx: Ctx, id: string, newest: { id: string; fileId: string | null }): Promise<void> {
	// Without a file there is only what was split once.
	if (!newest.fileId) return ctx.enqueue(embedDocumentJob, { orgId: ctx.org, versionId: newest.id });
	const set = { state: "stored", reason: null } as const;
	await ctx.db.updateTable("document_versions").set(set).where("id", "=", newest.id).execute();
	await ctx.db.updateTable("documents").set(set).where("id", "=", id).execute();
	await ctx.enqueue(readDocumentJob, { orgId: ctx.org, versionId: newest.id });
}
