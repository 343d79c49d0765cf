import type { Step } from "#app/domain/files/store-file.ts";
import type { Embeddings } from "#app/providers/embeddings/port.ts";
import { summariseDocumentJob } from "../jobs.ts";
import { setState } from "./read-document.ts";
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
				.select("id")
				.where(
					"id",
					"in",
					batch.map(({ id }) => id),
				)
				.execute();
			const ids = new Set(there.map(({ id }) => id));
			const rows = batch.map(({ id, collection_id }, index) => ({
				passageId: id,
				collectionId: collection_id,
				embedding: vectors[index]!,
			}));
			await storeVectors(
				ctx,
				embeddings.model,
				rows.filter(({ passageId }) => ids.has(passageId)),
			);
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

async function nextBatch(ctx: Ctx, versionId: string, model: string) {
	return ctx.db
		.selectFrom("passages as p")
		.leftJoin("passage_vectors as v", (join) => join.onRef("v.passage_id", "=", "p.id").on("v.model", "=", model))
		.select(["p.id", "p.collection_id", "p.heading", "p.body"])
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
	if (version.state !== "processing") return;
	await setState(ctx, version, { state: "ready", reason: null });
	await ctx.record({
		name: "document.ready",
		subject: { type: "document", id: version.document_id },
		data: { passages: version.passages },
	});
	if (options.hasModel) await ctx.enqueue(summariseDocumentJob, { orgId: ctx.org, versionId });
}
