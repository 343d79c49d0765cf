import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { type Document, getDocument } from "./document-queries.ts";

/** A document for who may change it, kept from changing until the transaction ends. Throws 403, 404. */
export async function lockDocument(ctx: Ctx, id: string): Promise<Document> {
	authorize(ctx, "knowledge.edit");
	await getDocument(ctx, id);
	await ctx.db.selectFrom("documents").select("id").where("id", "=", id).forUpdate().execute();
	const document = await getDocument(ctx, id);
	if (document.isDeleted) throw notFound("document");
	return document;
}
