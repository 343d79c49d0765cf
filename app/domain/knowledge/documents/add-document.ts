import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { type Step, type StoredFile, storeFile } from "#app/domain/files/store-file.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { isReadable } from "../collections/readable.ts";
import { readDocumentJob } from "../jobs.ts";
import { kindByName, nameWithoutEnd } from "../rules/file-name.ts";
import { DOCUMENT_BYTES } from "../schema.ts";

type Incoming = { name: string; mediaType: string; bytes: AsyncIterable<Uint8Array> };

/** `file` is the name of what came in. `isSame`: the document has this very file already; then nothing was added. */
export type Added = { id: string; title: string; isSame: boolean; file: string };

/**
 * Keeps a file as a new document, or as the next version of `replaces`, and has it read in the background. In several
 * transactions: `step` opens one each time. A file that a readable document has already is noticed and not kept twice.
 * Throws 413 above 25 MB, 404 for a collection or a document that the actor may not read.
 */
export async function addDocument(
	step: Step,
	file: Incoming,
	into: { collectionId?: string | undefined; replaces?: string | undefined },
): Promise<Added> {
	await step(async (ctx) => {
		authorize(ctx, "knowledge.edit");
		if (into.replaces) await findPlace(ctx, into.replaces);
		else await collectionOf(ctx, into.collectionId);
	});
	const kept = await storeFile(step, { ...file, mediaType: "application/octet-stream", limit: DOCUMENT_BYTES });
	try {
		const added = await step((ctx) => place(ctx, kept, into));
		if (added.isSame) await step((ctx) => ctx.db.deleteFrom("files").where("id", "=", kept.id).execute());
		return added;
	} catch (error) {
		await step((ctx) => ctx.db.deleteFrom("files").where("id", "=", kept.id).execute());
		throw error;
	}
}

async function place(
	ctx: Ctx,
	file: StoredFile,
	{ collectionId, replaces }: { collectionId?: string | undefined; replaces?: string | undefined },
): Promise<Added> {
	// The same file from two hands at once: the second sees what the first made of it.
	const key = `document ${ctx.org} ${file.sha256.toString("hex")}`;
	await sql`select pg_advisory_xact_lock(hashtextextended(${key}, 0))`.execute(ctx.db);
	const same = await findSame(ctx, file.sha256, replaces);
	if (same) return { ...same, isSame: true, file: file.name };
	const title = nameWithoutEnd(file.name);
	if (replaces) {
		const found = await findPlace(ctx, replaces);
		const number = await addVersion(ctx, replaces, file);
		await ctx.record({
			name: "document.replaced",
			subject: { type: "document", id: replaces },
			data: { number, file: file.name },
		});
		return { id: replaces, title: found.title, isSame: false, file: file.name };
	}
	const id = newId();
	const collection = await collectionOf(ctx, collectionId);
	const times = { created_at: ctx.now, updated_at: ctx.now };
	await ctx.db
		.insertInto("documents")
		.values({ org_id: ctx.org, id, title, collection_id: collection, ...times })
		.execute();
	await addVersion(ctx, id, file);
	await ctx.record({ name: "document.added", subject: { type: "document", id }, data: { title, file: file.name } });
	return { id, title, isSame: false, file: file.name };
}

/** Makes a file the newest version of a document and has it read. Returns its number. */
export async function addVersion(ctx: Ctx, documentId: string, file: StoredFile): Promise<number> {
	const id = newId();
	const number = await nextNumber(ctx, documentId);
	await ctx.db
		.updateTable("documents")
		.set({ latest_number: number, state: "stored", reason: null, updated_at: ctx.now })
		.$if(number > 1, (query) => query.set((eb) => ({ version: eb("version", "+", 1) })))
		.where("id", "=", documentId)
		.execute();
	await ctx.db
		.insertInto("document_versions")
		.values({
			...{ org_id: ctx.org, id, document_id: documentId, number, kind: kindByName(file.name) },
			...{ file_id: file.id, name: file.name, size: file.size, sha256: file.sha256 },
			...{ created_by: ctx.actor.name, created_at: ctx.now },
		})
		.execute();
	await ctx.enqueue(readDocumentJob, { orgId: ctx.org, versionId: id });
	return number;
}

/** The number of a document's next version, also after versions that were dropped; two at once get one after the other. */
export async function nextNumber(ctx: Ctx, documentId: string): Promise<number> {
	await ctx.db.selectFrom("documents").select("id").where("id", "=", documentId).forUpdate().execute();
	const { last } = await ctx.db
		.selectFrom("document_versions")
		.select((eb) => eb.fn.max("number").as("last"))
		.where("document_id", "=", documentId)
		.executeTakeFirstOrThrow();
	return (last ?? 0) + 1;
}

/** A document that has this file now; of a replacement only the document itself counts. */
async function findSame(ctx: Ctx, sha256: Buffer, replaces?: string) {
	return ctx.db
		.selectFrom("document_versions as v")
		.innerJoin("documents as d", "d.id", "v.document_id")
		.innerJoin("collections", "collections.id", "d.collection_id")
		.select(["d.id", "d.title"])
		.where("v.sha256", "=", sha256)
		.whereRef("v.number", "=", "d.latest_number")
		.where("d.deleted_at", "is", null)
		.where(isReadable(ctx) as never)
		.$if(replaces !== undefined, (query) => query.where("d.id", "=", replaces!))
		.executeTakeFirst();
}

async function findPlace(ctx: Ctx, documentId: string) {
	const found = await ctx.db
		.selectFrom("documents as d")
		.innerJoin("collections", "collections.id", "d.collection_id")
		.select("d.title")
		.where("d.id", "=", documentId)
		.where("d.deleted_at", "is", null)
		.where(isReadable(ctx) as never)
		.executeTakeFirst();
	if (!found) throw notFound("document");
	return found;
}

/** The collection that is named and may be read, or the organisation's own. Throws 404. */
export async function collectionOf(ctx: Ctx, id: string | undefined): Promise<string> {
	const found = await ctx.db
		.selectFrom("collections")
		.select("id")
		.where(id ? isReadable(ctx) : (eb) => eb("is_default", "=", true))
		.$if(id !== undefined, (query) => query.where("id", "=", id!))
		// Whoever removes it waits for what is being put into it, or is waited for.
		.forShare()
		.executeTakeFirst();
	if (!found) throw notFound("collection");
	return found.id;
}
