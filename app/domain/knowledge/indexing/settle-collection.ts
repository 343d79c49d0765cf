import type { Step } from "#app/domain/files/store-file.ts";
import { movePassages } from "../documents/move-passages.ts";
import { removePassages } from "./store-passages.ts";

type Ctx = Parameters<Parameters<Step>[0]>[0];

/** Documents looked for at once, each then moved in a transaction of its own. */
const AT_ONCE = 50;

/**
 * Has search follow what became of a removed collection's documents: their passages move to `toId`, or are taken out
 * where the documents went with it. Goes on where it was when run again.
 */
export async function settleCollection(
	step: Step,
	{ collectionId, toId }: { collectionId: string; toId?: string | undefined },
	signal?: AbortSignal,
): Promise<void> {
	for (;;) {
		const documents = await step((ctx) => (toId ? stillThere(ctx, collectionId, toId) : stillFound(ctx, collectionId)));
		if (documents.length === 0) return;
		for (const { id, versions } of documents) {
			signal?.throwIfAborted();
			if (toId) await step((ctx) => movePassages(ctx, id, collectionId, toId));
			else for (const version of versions) while ((await step((ctx) => removePassages(ctx, version, 100))) > 0);
		}
	}
}

/** Documents that moved while their passages did not. */
function stillThere(ctx: Ctx, from: string, to: string) {
	return withPassages(ctx, from, (query) => query.where("d.collection_id", "=", to));
}

/** Documents that went with their collection, and did not come back meanwhile. */
function stillFound(ctx: Ctx, collectionId: string) {
	return withPassages(ctx, collectionId, (query) =>
		query.where("d.collection_id", "=", collectionId).where("d.deleted_at", "is not", null),
	);
}

function withPassages(ctx: Ctx, collectionId: string, which: (query: Documents) => Documents) {
	return (
		which(documents(ctx))
			.innerJoin("document_versions as v", "v.document_id", "d.id")
			.select((eb) => eb.fn.agg<string[]>("array_agg", ["v.id"]).as("versions"))
			// A document's passages are of one collection, or the first ones are where the later ones are not any more.
			.where(
				(eb) =>
					eb
						.selectFrom("passages as p")
						.select("p.collection_id")
						.whereRef("p.version_id", "=", "v.id")
						.orderBy("p.position")
						.limit(1),
				"=",
				collectionId,
			)
			.groupBy("d.id")
			.limit(AT_ONCE)
			.execute()
	);
}

const documents = (ctx: Ctx) => ctx.db.selectFrom("documents as d").select("d.id");
type Documents = ReturnType<typeof documents>;
