import { createHash } from "node:crypto";
import { DAY } from "#app/base/time.ts";
import { markdownBlocks } from "#app/domain/knowledge/extraction/plain.ts";
import { storePassages, storeVectors } from "#app/domain/knowledge/indexing/store-passages.ts";
import { embedLexically, LEXICAL_MODEL } from "#app/domain/knowledge/rules/lexical-embedding.ts";
import { splitIntoPassages } from "#app/domain/knowledge/rules/passages.ts";
import { summariseByRules } from "#app/domain/knowledge/rules/summarise.ts";
import type { Ctx } from "#db/context.ts";
import { DEMO_ORG } from "../people.ts";
import { seedId } from "../seed-id.ts";
import { DOCUMENTS } from "./documents-content.ts";

type Content = (typeof DOCUMENTS)[number];

/** The demo firm's collections and documents, with files, passages and vectors, as if they had been uploaded. */
export async function seedKnowledge(ctx: Ctx, firstAt: Date): Promise<void> {
	const collections = await seedCollections(ctx);
	for (const [index, content] of DOCUMENTS.entries()) {
		const at = new Date(firstAt.getTime() - (40 + index * 11) * DAY);
		await seedDocument(ctx, content, collections[content.in], at);
	}
}

async function seedCollections({ db }: Ctx): Promise<Record<Content["in"], string>> {
	const { id } = await db
		.selectFrom("collections")
		.select("id")
		.where("is_default", "=", true)
		.executeTakeFirstOrThrow();
	const ids = { General: id, public: seedId("collection public"), Managers: seedId("collection managers") };
	await db
		.insertInto("collections")
		.values([
			{
				org_id: DEMO_ORG,
				id: ids.public,
				name: "For customers",
				description: "Care, warranty and rules: the chat answers from these.",
				visibility: "public",
			},
			{
				org_id: DEMO_ORG,
				id: ids.Managers,
				name: "For managers",
				description: "Prices, discounts and agreements.",
				visibility: "roles",
				roles: ["manager"],
			},
		])
		.execute();
	return ids;
}

async function seedDocument(ctx: Ctx, content: Content, collectionId: string, at: Date): Promise<void> {
	const { key, title, text } = content;
	const [documentId, versionId] = [seedId(`document ${key}`, at), seedId(`document version ${key}`)];
	const bytes = Buffer.from(text);
	const sha256 = createHash("sha256").update(bytes).digest();
	const file = { id: seedId(`document file ${key}`), name: `${key}.md`, sha256, size: bytes.length };
	const blocks = markdownBlocks(text);
	const passages = splitIntoPassages(blocks, title);
	const org_id = DEMO_ORG;
	await ctx.db
		.insertInto("files")
		.values({ ...file, org_id, media_type: "text/markdown", created_at: at })
		.execute();
	await ctx.db.insertInto("file_chunks").values({ org_id, file_id: file.id, position: 0, bytes }).execute();
	await ctx.db
		.insertInto("documents")
		.values({
			org_id,
			id: documentId,
			title,
			state: "ready",
			collection_id: collectionId,
			created_at: at,
			updated_at: at,
		})
		.execute();
	await ctx.db
		.insertInto("document_versions")
		.values({
			org_id,
			id: versionId,
			document_id: documentId,
			number: 1,
			file_id: file.id,
			name: file.name,
			kind: "markdown",
			size: file.size,
			sha256,
			state: "ready",
			passages: passages.length,
			embedded: passages.length,
			embedding_model: LEXICAL_MODEL,
			characters: text.length,
			summary: summariseByRules(
				blocks
					.filter(({ level }) => level === 0)
					.map((block) => block.text)
					.join("\n"),
			),
			created_by: "Setup",
			created_at: at,
			ready_at: at,
		})
		.execute();
	await ctx.db.updateTable("documents").set({ current_version_id: versionId }).where("id", "=", documentId).execute();
	const idOf = ({ position }: { position: number }) => seedId(`passage ${key} ${position}`);
	await storePassages(ctx, { documentId, versionId, collectionId }, passages, idOf);
	await storeVectors(
		ctx,
		LEXICAL_MODEL,
		passages.map((passage) => ({
			passageId: idOf(passage),
			collectionId,
			embedding: embedLexically(`${passage.heading}\n${passage.body}`),
		})),
	);
}
