import { createHash } from "node:crypto";
import { newId } from "#app/base/ids.ts";
import { markdownBlocks } from "#app/domain/knowledge/extraction/plain.ts";
import { storePassages, storeVectors } from "#app/domain/knowledge/indexing/store-passages.ts";
import { embedLexically, LEXICAL_MODEL } from "#app/domain/knowledge/rules/lexical-embedding.ts";
import { splitIntoPassages } from "#app/domain/knowledge/rules/passages.ts";
import type { Visibility } from "#app/domain/knowledge/schema.ts";
import { asActor, SYSTEM, type TestOrg } from "#tests/support/house.ts";

/** A collection of an organisation; returns its id. */
export function makeCollection(
	org: TestOrg,
	name: string,
	visibility: Visibility,
	roles: string[] = [],
): Promise<string> {
	const id = newId();
	return asActor(org.id, SYSTEM, async (ctx) => {
		await ctx.db.insertInto("collections").values({ org_id: org.id, id, name, visibility, roles }).execute();
		return id;
	});
}

/** The collection that every organisation has. */
export function defaultCollection(org: TestOrg): Promise<string> {
	return asActor(org.id, SYSTEM, async (ctx) => {
		const query = ctx.db.selectFrom("collections").select("id").where("is_default", "=", true);
		return (await query.executeTakeFirstOrThrow()).id;
	});
}

/** A document of Markdown that is ready, without a file; returns its id. */
export async function makeDocument(org: TestOrg, title: string, text: string, collectionId?: string): Promise<string> {
	const place = {
		documentId: newId(),
		versionId: newId(),
		collectionId: collectionId ?? (await defaultCollection(org)),
	};
	const passages = splitIntoPassages(markdownBlocks(text), title);
	return asActor(org.id, SYSTEM, async (ctx) => {
		const key = { org_id: org.id, id: place.documentId };
		await ctx.db
			.insertInto("documents")
			.values({ ...key, title, state: "ready", collection_id: place.collectionId })
			.execute();
		await ctx.db
			.insertInto("document_versions")
			.values({
				org_id: org.id,
				id: place.versionId,
				document_id: place.documentId,
				number: 1,
				name: `${title}.md`,
				kind: "markdown",
				sha256: createHash("sha256").update(text).digest(),
				state: "ready",
				passages: passages.length,
				embedded: passages.length,
				embedding_model: LEXICAL_MODEL,
				created_by: "Test",
			})
			.execute();
		await ctx.db
			.updateTable("documents")
			.set({ current_version_id: place.versionId })
			.where("id", "=", key.id)
			.execute();
		const ids = await storePassages(ctx, place, passages);
		const vectors = ids.map((passageId, index) => ({
			passageId,
			collectionId: place.collectionId,
			embedding: embedLexically(`${passages[index]!.heading}\n${passages[index]!.body}`),
		}));
		await storeVectors(ctx, LEXICAL_MODEL, vectors);
		return place.documentId;
	});
}
