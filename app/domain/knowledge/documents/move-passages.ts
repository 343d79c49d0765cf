import type { Ctx } from "#db/context.ts";

/** Everything of a document that a search reads its collection from. What has moved already is not counted again. */
export async function movePassages(ctx: Ctx, documentId: string, from: string, to: string): Promise<void> {
	const moved = await ctx.db
		.updateTable("passages")
		.set({ collection_id: to })
		.where("document_id", "=", documentId)
		.where("collection_id", "=", from)
		.executeTakeFirst();
	await ctx.db
		.updateTable("passage_vectors")
		.set({ collection_id: to })
		.where("passage_id", "in", (eb) => eb.selectFrom("passages").select("id").where("document_id", "=", documentId))
		.execute();
	const many = Number(moved.numUpdatedRows);
	await ctx.db
		.updateTable("collections")
		.set((eb) => ({ passages: eb("passages", "-", many) }))
		.where("id", "=", from)
		.execute();
	await ctx.db
		.updateTable("collections")
		.set((eb) => ({ passages: eb("passages", "+", many) }))
		.where("id", "=", to)
		.execute();
}
