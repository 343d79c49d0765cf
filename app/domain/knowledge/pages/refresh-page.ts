import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { getDocument } from "../documents/document-queries.ts";
import { fetchPageJob } from "../jobs.ts";

/** Has a page fetched now. Throws 404, for a document that is no page too. */
export async function refreshPage(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "knowledge.edit");
	const { isDeleted, origin } = await getDocument(ctx, id);
	if (isDeleted || !origin) throw notFound("page");
	await ctx.enqueue(fetchPageJob, { orgId: ctx.org, documentId: id });
}
