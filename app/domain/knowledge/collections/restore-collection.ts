import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { readBroughtBack } from "../documents/read-again.ts";
import { findRemovedCollection } from "./collection-queries.ts";
import { underItsName } from "./collection-values.ts";

/**
 * Brings a removed collection back, with the documents that were removed with it: they are read anew. Returns how many.
 * Throws 404 for what is not removed or may not be read, 422 where another has its name by now.
 */
export async function restoreCollection(ctx: Ctx, id: string): Promise<number> {
	authorize(ctx, "collections.edit");
	const collection = await findRemovedCollection(ctx, id);
	if (!collection) throw notFound("collection");
	await underItsName(collection.name, () =>
		ctx.db
			.updateTable("collections")
			.set((eb) => ({ deleted_at: null, version: eb("version", "+", 1) }))
			.where("id", "=", id)
			.execute(),
	);
	const back = await ctx.db
		.updateTable("documents")
		.set({ deleted_at: null, updated_at: ctx.now })
		.where("collection_id", "=", id)
		.where("deleted_at", "=", collection.deletedAt)
		.returning("id")
		.execute();
	await readBroughtBack(
		ctx,
		back.map((row) => row.id),
	);
	await ctx.record({
		name: "collection.restored",
		subject: { type: "collection", id },
		data: { name: collection.name, documents: back.length },
	});
	return back.length;
}
