import { z } from "zod";
import { conflict, notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { embedDocumentJob, forgetVersionJob, readDocumentJob } from "../jobs.ts";
import { collectionOf } from "./add-document.ts";
import { getDocument } from "./document-queries.ts";

export const DocumentForm = z.object({
	title: z.string({ error: "Give it a title" }).trim().min(1, "Give it a title").max(200, "Use 200 characters at most"),
	collectionId: z.uuid("Choose a collection"),
	version: z.coerce.number().int(),
});
export type DocumentForm = z.output<typeof DocumentForm>;

/** Changes a document's title and collection. Throws 404, and 409 when somebody else changed it meanwhile. */
export async function changeDocument(ctx: Ctx, id: string, input: DocumentForm): Promise<void> {
	authorize(ctx, "knowledge.edit");
	const document = await getDocument(ctx, id);
	if (document.isDeleted) throw notFound("document");
	if (document.version !== input.version)
		throw conflict("Somebody else changed this document meanwhile. Look at it again.");
	const collectionId = await collectionOf(ctx, input.collectionId);
	const moved = collectionId !== document.collection.id;
	if (!moved && input.title === document.title) return;
	await ctx.db
		.updateTable("documents")
		.set({ title: input.title, collection_id: collectionId, version: document.version + 1, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	if (moved) await movePassages(ctx, id, document.collection.id, collectionId);
	await ctx.record({
		name: "document.changed",
		subject: { type: "document", id },
		changes: {
			...(input.title === document.title ? {} : { title: [document.title, input.title] }),
			...(moved ? { collection: [document.collection.id, collectionId] } : {}),
		},
	});
}

/** Everything of a document that a search reads its collection from. */
export async function movePassages(ctx: Ctx, documentId: string, from: string, to: string): Promise<void> {
	const moved = await ctx.db
		.updateTable("passages")
		.set({ collection_id: to })
		.where("document_id", "=", documentId)
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

/** Takes a document out of lists and search; it can be brought back. Throws 404. */
export async function removeDocument(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "knowledge.edit");
	const document = await getDocument(ctx, id);
	if (document.isDeleted) return;
	await ctx.db.updateTable("documents").set({ deleted_at: ctx.now }).where("id", "=", id).execute();
	if (document.currentVersionId)
		await ctx.enqueue(forgetVersionJob, { orgId: ctx.org, versionId: document.currentVersionId });
	await ctx.record({ name: "document.removed", subject: { type: "document", id }, data: { title: document.title } });
}

/** Brings a removed document back; its newest version is read anew. Throws 404. */
export async function restoreDocument(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "knowledge.edit");
	const document = await getDocument(ctx, id);
	if (!document.isDeleted) return;
	await ctx.db.updateTable("documents").set({ deleted_at: null }).where("id", "=", id).execute();
	await readAgain(ctx, id, document.versions[0]!);
	await ctx.record({ name: "document.restored", subject: { type: "document", id }, data: { title: document.title } });
}

/** Has a document that could not be read, or was, read once more. Throws 404. */
export async function retryDocument(ctx: Ctx, id: string): Promise<void> {
	authorize(ctx, "knowledge.edit");
	const document = await getDocument(ctx, id);
	if (document.isDeleted) throw notFound("document");
	await readAgain(ctx, id, document.versions[0]!);
}

async function readAgain(ctx: Ctx, id: string, newest: { id: string; fileId: string | null }): Promise<void> {
	// Without a file there is only what was split once.
	if (!newest.fileId) return ctx.enqueue(embedDocumentJob, { orgId: ctx.org, versionId: newest.id });
	const set = { state: "stored", reason: null } as const;
	await ctx.db.updateTable("document_versions").set(set).where("id", "=", newest.id).execute();
	await ctx.db.updateTable("documents").set(set).where("id", "=", id).execute();
	await ctx.enqueue(readDocumentJob, { orgId: ctx.org, versionId: newest.id });
}

/** The file of a version that the actor may read. Throws 404. */
export async function getVersionFile(ctx: Ctx, id: string, number: number): Promise<{ fileId: string; name: string }> {
	if (!isId(id)) throw notFound("document");
	const document = await getDocument(ctx, id);
	const version = document.versions.find((one) => one.number === number);
	if (!version?.fileId || document.isDeleted) throw notFound("file");
	return { fileId: version.fileId, name: version.name };
}
