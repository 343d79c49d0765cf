import { z } from "zod";
import { conflict, notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { collectionOf } from "./add-document.ts";
import { getDocument } from "./document-queries.ts";
import { movePassages } from "./move-passages.ts";

export const DocumentForm = z.object({
	title: z.string({ error: "Give it a title" }).trim().min(1, "Give it a title").max(200, "Use 200 characters at most"),
	collectionId: z.uuid("Choose a collection"),
	version: z.coerce.number().int(),
});
export type DocumentForm = z.output<typeof DocumentForm>;

/** Changes a document's title and collection. Throws 404, and 409 when somebody else changed it meanwhile. */
export async function changeDocument(ctx: Ctx, id: string, input: DocumentForm): Promise<void> {
	authorize(ctx, "knowledge.edit");
	const document = await getDocument(ctx, id);
	if (document.isDeleted) throw notFound("document");
	if (document.version !== input.version)
		throw conflict("Somebody else changed this document meanwhile. Look at it again.");
	const collectionId = await collectionOf(ctx, input.collectionId);
	const moved = collectionId !== document.collection.id;
	if (!moved && input.title === document.title) return;
	await ctx.db
		.updateTable("documents")
		.set({ title: input.title, collection_id: collectionId, version: document.version + 1, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	if (moved) await movePassages(ctx, id, document.collection.id, collectionId);
	await ctx.record({
		name: "document.changed",
		subject: { type: "document", id },
		changes: {
			...(input.title === document.title ? {} : { title: [document.title, input.title] }),
			...(moved ? { collection: [document.collection.id, collectionId] } : {}),
		},
	});
}
