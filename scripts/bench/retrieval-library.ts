import { newId } from "#app/base/ids.ts";
import { textBlocks } from "#app/domain/knowledge/extraction/plain.ts";
import { storePassages, storeVectors } from "#app/domain/knowledge/indexing/store-passages.ts";
import { splitIntoPassages } from "#app/domain/knowledge/rules/passages.ts";
import type { Embeddings } from "#app/providers/embeddings/port.ts";
import { openDatabase } from "#db/client.ts";
import { asSystem, type Ctx, inOrg, type Scope, setHouse } from "#db/context.ts";
import { Live } from "#db/live.ts";
import { migrate } from "#db/migrate.ts";
import { Queue } from "#db/queue.ts";
import { contracts } from "#jobs/contracts.ts";
import type { Doc } from "./retrieval-files.ts";

/** A database in memory with one organisation that holds these documents; `docOf` is a passage's document by its id. */
export async function openLibrary(docs: readonly Doc[], embedder: Embeddings) {
	const scope: Scope = { org: newId(), actor: { kind: "system", name: "Retrieval" }, requestId: newId() };
	const database = openDatabase({});
	await migrate(database, "db/migrations", contracts);
	setHouse({
		database,
		queue: new Queue(database, { works: false, onError: () => undefined }),
		live: new Live(database),
	});
	const docOf = await fill(scope, docs, embedder);
	return { scope, docOf, close: () => database.close() };
}

async function fill(scope: Scope, docs: readonly Doc[], embedder: Embeddings): Promise<Map<string, string>> {
	await asSystem((db) =>
		db.insertInto("organisations").values({ id: scope.org, name: "Retrieval", slug: "retrieval" }).execute(),
	);
	const known = new Map<string, string>();
	for (let from = 0; from < docs.length; from += 50) {
		const batch = docs.slice(from, from + 50);
		const stored = await inOrg(scope, (ctx) => storeDocs(ctx, batch, known));
		const vectors = await embedder.embed(stored.map(({ text }) => text));
		await inOrg(scope, (ctx) =>
			storeVectors(
				ctx,
				embedder.model,
				stored.map(({ id, collectionId }, index) => ({ passageId: id, collectionId, embedding: vectors[index]! })),
			),
		);
	}
	return known;
}

async function storeDocs(ctx: Ctx, batch: readonly Doc[], known: Map<string, string>) {
	const { id: collectionId } = await ctx.db.selectFrom("collections").select("id").executeTakeFirstOrThrow();
	const stored: { id: string; text: string; collectionId: string }[] = [];
	for (const doc of batch) {
		const place = { documentId: newId(), versionId: newId(), collectionId };
		const passages = splitIntoPassages(textBlocks(doc.text || doc.title), doc.title);
		const key = { org_id: ctx.org, id: place.documentId };
		await ctx.db
			.insertInto("documents")
			.values({ ...key, title: doc.title || doc.id, collection_id: collectionId, state: "ready" })
			.execute();
		await ctx.db
			.insertInto("document_versions")
			.values({
				org_id: ctx.org,
				id: place.versionId,
				document_id: key.id,
				number: 1,
				name: doc.id,
				kind: "text",
				sha256: Buffer.alloc(1),
				created_by: "bench",
			})
			.execute();
		await ctx.db
			.updateTable("documents")
			.set({ current_version_id: place.versionId })
			.where("id", "=", key.id)
			.execute();
		const ids = await storePassages(ctx, place, passages);
		for (const [index, id] of ids.entries()) {
			known.set(id, doc.id);
			stored.push({ id, collectionId, text: `${passages[index]!.heading}\n${passages[index]!.body}` });
		}
	}
	return stored;
}
