import type { Step } from "#app/domain/files/store-file.ts";
import { EmbeddingError, type Embeddings } from "#app/providers/embeddings/port.ts";
import { summariseDocumentJob } from "../jobs.ts";
import { setState } from "./read-document.ts";
import { sizeOfVectors } from "./size-of-vectors.ts";
import { storeVectors } from "./store-passages.ts";

/** Passages of one call to the model and one transaction. */
const AT_ONCE = 32;

/**
 * Gives every passage of a version that lacks it a vector of this model, in batches; calls out between transactions.
 * `told` is called after each. At the end the document is ready. Throws what the provider throws.
 */
export async function embedDocument(
	step: Step,
	versionId: string,
	options: { embeddings: Embeddings; hasModel: boolean; signal?: AbortSignal; told?: () => void },
): Promise<void> {
	const { embeddings, signal } = options;
	for (;;) {
		signal?.throwIfAborted();
		const batch = await step((ctx) => nextBatch(ctx, versionId, embeddings.model));
		if (batch.length === 0) break;
		const vectors = await embeddings.embed(
			batch.map(({ heading, body }) => `${heading}\n${body}`),
			signal,
		);
		await step(async (ctx) => {
			const there = await ctx.db
				.selectFrom("passages")
				.select(["id", "collection_id"])
				.where(
					"id",
					"in",
					batch.map(({ id }) => id),
				)
				// Removed or moved to another collection while the model was asked.
				.forShare()
				.execute();
			const places = new Map(there.map((row) => [row.id, row.collection_id]));
			await checkSize(ctx, embeddings.model, vectors[0]!.length);
			const rows = batch.flatMap(({ id }, index) => {
				const collectionId = places.get(id);
				return collectionId ? [{ passageId: id, collectionId, embedding: vectors[index]! }] : [];
			});
			await storeVectors(ctx, embeddings.model, rows);
			await ctx.db
				.updateTable("document_versions")
				.set((eb) => ({ embedded: eb.fn("least", ["passages", eb("embedded", "+", rows.length)]) as never }))
				.where("id", "=", versionId)
				.execute();
		});
		options.told?.();
	}
	await step((ctx) => finish(ctx, versionId, options));
}

type Ctx = Parameters<Parameters<Step>[0]>[0];

/** Vectors of one name are compared, so all are of one size: a server that swaps its model would break every search. */
async function checkSize(ctx: Ctx, model: string, size: number): Promise<void> {
	const kept = await sizeOfVectors(ctx, model);
	if (kept === null || kept === size) return;
	throw new EmbeddingError(
		`The model ${model} answers with vectors of ${size} places, those kept have ${kept}. Name another model, or set EMBEDDING_DIMENSIONS.`,
		true,
	);
}

async function nextBatch(ctx: Ctx, versionId: string, model: string) {
	return ctx.db
		.selectFrom("passages as p")
		.leftJoin("passage_vectors as v", (join) => join.onRef("v.passage_id", "=", "p.id").on("v.model", "=", model))
		.select(["p.id", "p.heading", "p.body"])
		.where("p.version_id", "=", versionId)
		.where("v.passage_id", "is", null)
		.orderBy("p.position")
		.limit(AT_ONCE)
		.execute();
}

async function finish(
	ctx: Ctx,
	versionId: string,
	options: { embeddings: Embeddings; hasModel: boolean },
): Promise<void> {
	const version = await ctx.db
		.selectFrom("document_versions")
		.select(["id", "document_id", "state", "passages", "summary_source"])
		.where("id", "=", versionId)
		.executeTakeFirst();
	if (!version) return;
	await ctx.db
		.updateTable("document_versions")
		.set({ embedding_model: options.embeddings.model, embedded: version.passages })
		.where("id", "=", versionId)
		.execute();
	// What was refused for the others too is tried again by the next sweep.
	await ctx.db
		.updateTable("document_versions")
		.set({ reason: null })
		.where("state", "=", "ready")
		.where("embedding_model", "is", null)
		.execute();
	if (version.state !== "processing") {
		await setState(ctx, version, { state: "ready", reason: null });
		return;
	}
	await makeReady(ctx, version, null);
	if (options.hasModel) await ctx.enqueue(summariseDocumentJob, { orgId: ctx.org, versionId });
}

/**
 * Makes a version ready that can be found by its words alone, since its vectors were refused for good: it must not look
 * as if it were being read for ever. Vectors it has stay. Returns whether it was waiting for them.
 */
export async function leaveWithoutVectors(step: Step, versionId: string, why: string): Promise<boolean> {
	return step(async (ctx) => {
		const version = await ctx.db
			.selectFrom("document_versions")
			.select(["id", "document_id", "state", "passages"])
			.where("id", "=", versionId)
			.where("state", "in", ["processing", "ready"])
			.executeTakeFirst();
		if (!version) return false;
		const reason = `It is found by its words, not by their meaning. ${why}`;
		if (version.state === "processing") await makeReady(ctx, version, reason);
		else await setState(ctx, version, { state: "ready", reason });
		return version.state === "processing";
	});
}

type Version = { id: string; document_id: string; passages: number };

async function makeReady(ctx: Ctx, version: Version, reason: string | null): Promise<void> {
	await setState(ctx, version, { state: "ready", reason });
	await ctx.record({
		name: "document.ready",
		subject: { type: "document", id: version.document_id },
		data: { passages: version.passages },
	});
}
