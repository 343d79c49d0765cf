import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { settleCollectionJob } from "../jobs.ts";
import type { CollectionRemoval } from "../schema.ts";
import { getCollection } from "./collection-queries.ts";
import { isReadable } from "./readable.ts";

/**
 * Removes a collection; its documents move to another that the actor may read, or go with it and come back with it. What
 * search reads follows in the background, and until then finds less and never more than one may read. Returns how many
 * documents it held. Throws 404, 409 for the organisation's own and when somebody else changed it, 422 without a place.
 */
export async function removeCollection(ctx: Ctx, id: string, input: CollectionRemoval): Promise<number> {
	authorize(ctx, "collections.edit");
	const collection = await getCollection(ctx, id);
	if (collection.isDefault)
		throw conflict(`${collection.name} takes what is uploaded without a choice, so it cannot be removed.`);
	const removed = await ctx.db
		.updateTable("collections")
		.set((eb) => ({ deleted_at: ctx.now, version: eb("version", "+", 1) }))
		.where("id", "=", id)
		.where("version", "=", input.version)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	if (Number(removed.numUpdatedRows) === 0)
		throw conflict("Somebody else changed this collection meanwhile. Look at it again.");
	const to = input.fate === "move" ? await placeOf(ctx, id, input.to) : null;
	const many = to ? await moveAll(ctx, id, to.id) : await trashAll(ctx, id);
	await ctx.enqueue(settleCollectionJob, { orgId: ctx.org, collectionId: id, ...(to ? { toId: to.id } : {}) });
	await ctx.record({
		name: "collection.removed",
		subject: { type: "collection", id },
		data: { name: collection.name, documents: many, movedTo: to?.name ?? null },
	});
	return many;
}

/** Kept from being removed itself until this commits. */
async function placeOf(ctx: Ctx, id: string, to: string | undefined): Promise<{ id: string; name: string }> {
	if (!isId(to ?? "") || to === id)
		throw invalid("Choose where the documents go.", { to: ["Choose another collection"] });
	const found = await ctx.db
		.selectFrom("collections")
		.select(["id", "name"])
		.where("id", "=", to!)
		.where(isReadable(ctx))
		.forShare()
		.executeTakeFirst();
	if (!found) throw notFound("collection");
	return found;
}

/** What was removed before moves too: brought back, it needs a place. */
async function moveAll(ctx: Ctx, id: string, to: string): Promise<number> {
	const moved = await ctx.db
		.updateTable("documents")
		.set((eb) => ({ collection_id: to, version: eb("version", "+", 1), updated_at: ctx.now }))
		.where("collection_id", "=", id)
		.returning("deleted_at")
		.execute();
	return moved.filter(({ deleted_at }) => deleted_at === null).length;
}

async function trashAll(ctx: Ctx, id: string): Promise<number> {
	const trashed = await ctx.db
		.updateTable("documents")
		.set({ deleted_at: ctx.now })
		.where("collection_id", "=", id)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	return Number(trashed.numUpdatedRows);
}
