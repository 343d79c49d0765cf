import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import type { Ctx } from "#db/context.ts";
import type { Passage } from "../rules/passages.ts";

export type Place = { documentId: string; versionId: string; collectionId: string };

/** Keeps passages of one version, a few dozen a call, and takes their words into the count. Returns their ids. */
export async function storePassages(
	ctx: Ctx,
	place: Place,
	passages: readonly Passage[],
	idOf: (passage: Passage) => string = newId,
): Promise<string[]> {
	if (passages.length === 0) return [];
	const rows = passages.map((passage) => ({
		org_id: ctx.org,
		id: idOf(passage),
		document_id: place.documentId,
		version_id: place.versionId,
		collection_id: place.collectionId,
		position: passage.position,
		page: passage.page,
		heading: passage.heading,
		body: passage.body,
		length: Math.min(32_000, passage.length),
	}));
	const ids = rows.map(({ id }) => id);
	await ctx.db.insertInto("passages").values(rows).execute();
	await sql`select count_words(${ids}::uuid[], 1)`.execute(ctx.db);
	await countInCollection(ctx, place.collectionId, ids.length);
	return ids;
}

/** Takes at most `most` passages of a version out, with their vectors and their words. Returns how many there were. */
export async function removePassages(ctx: Ctx, versionId: string, most: number): Promise<number> {
	const rows = await ctx.db
		.selectFrom("passages")
		.select(["id", "collection_id"])
		.where("version_id", "=", versionId)
		.orderBy("position")
		.limit(most)
		.execute();
	if (rows.length === 0) return 0;
	const ids = rows.map(({ id }) => id);
	await sql`select count_words(${ids}::uuid[], -1)`.execute(ctx.db);
	await ctx.db.deleteFrom("passages").where("id", "in", ids).execute();
	await countInCollection(ctx, rows[0]!.collection_id, -rows.length);
	return rows.length;
}

/** Keeps vectors of passages; one that has one gets the new one instead. */
export async function storeVectors(
	ctx: Ctx,
	model: string,
	vectors: readonly { passageId: string; collectionId: string; embedding: readonly number[] }[],
): Promise<void> {
	if (vectors.length === 0) return;
	const rows = vectors.map(({ passageId, collectionId, embedding }) => ({
		org_id: ctx.org,
		passage_id: passageId,
		collection_id: collectionId,
		model,
		embedding: vectorText(embedding) as never,
	}));
	await ctx.db
		.insertInto("passage_vectors")
		.values(rows)
		.onConflict((oc) =>
			oc.columns(["org_id", "passage_id"]).doUpdateSet((eb) => ({
				model: eb.ref("excluded.model"),
				embedding: eb.ref("excluded.embedding"),
				collection_id: eb.ref("excluded.collection_id"),
			})),
		)
		.execute();
}

/** A vector as pgvector reads it; five digits are more than half precision holds. */
export const vectorText = (vector: readonly number[]) => `[${vector.map((value) => +value.toFixed(5)).join(",")}]`;

async function countInCollection(ctx: Ctx, id: string, by: number): Promise<void> {
	await ctx.db
		.updateTable("collections")
		.set((eb) => ({ passages: sql<number>`greatest(0, ${eb.ref("passages")} + ${by})` }))
		.where("id", "=", id)
		.execute();
}
