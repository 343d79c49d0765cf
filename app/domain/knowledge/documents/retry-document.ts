import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { getDocument } from "./document-queries.ts";
import { readAgain } from "./read-again.ts";

/** Has a document that could not be read, or was, read once more. Throws 404. */
export async function retryDocument(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "knowledge.edit");
	const document = await getDocument(ctx, id);
	if (document.isDeleted) throw notFound("document");
	await readAgain(ctx, id, document.versions[0]!);
}
