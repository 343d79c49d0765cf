import type { ExpressionBuilder } from "kysely";
import { readFile } from "#app/domain/files/read-file.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import type { Database } from "#db/types.ts";
import type { Extracted } from "../extraction/extract.ts";
import { readInThread } from "../extraction/read-in-thread.ts";
import { Unreadable } from "../extraction/unreadable.ts";
import { embedDocumentJob, forgetVersionJob } from "../jobs.ts";
import { kindByName, nameWithoutEnd } from "../rules/file-name.ts";
import { READING } from "../rules/passages.ts";
import { removePassages, storePassages } from "./store-passages.ts";

/** Passages of one transaction: some 50 ms. */
const AT_ONCE = 40;

/**
 * Reads the file of a version in a thread of its own and keeps its passages; what cannot be read leaves its reason on
 * the document. The first version can be found while it comes in, a later one takes the place of the one before once
 * it is whole. Starts over when run again; does nothing for a version that is read, removed or overtaken. Read too is
 * the version in use of a document whose newest one is another: when it comes back from the trash.
 */
export async function readDocument(step: Step, versionId: string, signal?: AbortSignal): Promise<void> {
	const version = await step((ctx) => claim(ctx, versionId));
	if (!version) return;
	const pieces: Buffer[] = [];
	for await (const piece of readFile(step, version.file_id)) pieces.push(piece);
	let extracted: Extracted;
	try {
		extracted = await readInThread(Buffer.concat(pieces.splice(0)), version.name, signal);
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
		await step((ctx) => fail(ctx, version, error.message));
		return;
	}
	while ((await step((ctx) => removePassages(ctx, versionId, 200))) > 0);
	await step((ctx) => begin(ctx, version, extracted));
	for (let from = 0; from < extracted.passages.length; from += AT_ONCE) {
		signal?.throwIfAborted();
		await step((ctx) => storeSome(ctx, version, extracted.passages.slice(from, from + AT_ONCE)));
	}
	await step((ctx) => publish(ctx, version, versionId));
}

type Ctx = Parameters<Parameters<Step>[0]>[0];
type Version = NonNullable<Awaited<ReturnType<typeof claim>>>;

async function claim(ctx: Ctx, versionId: string) {
	const version = await ctx.db
		.selectFrom("document_versions as v")
		.innerJoin("documents as d", "d.id", "v.document_id")
		.select(["v.id", "v.document_id", "v.file_id", "v.name", "v.number", "d.current_version_id", "d.title"])
		.where("v.id", "=", versionId)
		.where("v.state", "in", ["stored", "processing"])
		.where("d.deleted_at", "is", null)
		.where((eb) =>
			eb.or([eb("v.number", "=", eb.ref("d.latest_number")), eb("v.id", "=", eb.ref("d.current_version_id"))]),
		)
		.executeTakeFirst();
	if (!version?.file_id) return undefined;
	await setState(ctx, version, { state: "processing", reason: null });
	return { ...version, file_id: version.file_id };
}

async function begin(ctx: Ctx, version: Version, extracted: Extracted): Promise<void> {
	const { kind, pages, characters, passages, summary, note, title } = extracted;
	await ctx.db
		.updateTable("document_versions")
		.set({ kind, pages, characters, summary, note, summary_source: "rules", passages: passages.length, embedded: 0 })
		.set({ reading: READING })
		.where("id", "=", version.id)
		.execute();
	if (!version.current_version_id) await makeCurrent(ctx, version);
	if (title && version.number === 1) await giveTitle(ctx, version, title);
}

/** What a document calls itself, in place of its file's name: not where somebody gave it another title meanwhile. */
async function giveTitle(ctx: Ctx, version: Version, title: string): Promise<void> {
	await ctx.db
		.updateTable("documents")
		.set({ title })
		.where("id", "=", version.document_id)
		.where("title", "=", nameWithoutEnd(version.name))
		.execute();
}

/** Where the document stands now: it may have moved to another collection while it is read. */
async function storeSome(ctx: Ctx, version: Version, passages: Extracted["passages"]): Promise<void> {
	const { id: versionId, document_id: documentId } = version;
	const now = await ctx.db
		.selectFrom("documents")
		.select("collection_id")
		.where("id", "=", documentId)
		.forShare()
		.executeTakeFirst();
	if (now) await storePassages(ctx, { documentId, versionId, collectionId: now.collection_id }, passages);
}

async function publish(ctx: Ctx, version: Version, versionId: string): Promise<void> {
	const isInUse = await makeCurrent(ctx, version);
	if (!isInUse) return ctx.enqueue(forgetVersionJob, { orgId: ctx.org, versionId });
	const before = version.current_version_id;
	if (before && before !== versionId) await ctx.enqueue(forgetVersionJob, { orgId: ctx.org, versionId: before });
	await ctx.enqueue(embedDocumentJob, { orgId: ctx.org, versionId });
}

/** False where a newer one took the place while this was read. */
async function makeCurrent(ctx: Ctx, version: Version): Promise<boolean> {
	const isNewer = (eb: ExpressionBuilder<Database, "documents">) =>
		eb.exists(
			eb
				.selectFrom("document_versions as v")
				.select("v.id")
				.whereRef("v.id", "=", "documents.current_version_id")
				.where("v.number", ">", version.number),
		);
	const { numUpdatedRows } = await ctx.db
		.updateTable("documents")
		.set({ current_version_id: version.id })
		.where("id", "=", version.document_id)
		.where((eb) => eb.not(isNewer(eb)))
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

async function fail(ctx: Ctx, version: Version, reason: string): Promise<void> {
	await setState(ctx, version, { state: "failed", reason });
	const kind = kindByName(version.name);
	await ctx.db
		.updateTable("document_versions")
		.set({ kind })
		.where("id", "=", version.id)
		.where("kind", "=", "unknown")
		.execute();
	await ctx.record({
		name: "document.failed",
		subject: { type: "document", id: version.document_id },
		data: { reason },
	});
}

/** The state of a version, and of its document while no newer one is there. */
export async function setState(
	ctx: Ctx,
	version: { id: string; document_id: string },
	set: { state: "processing" | "ready" | "failed"; reason: string | null },
): Promise<void> {
	const ready = set.state === "ready" ? { ready_at: ctx.now } : {};
	await ctx.db
		.updateTable("document_versions")
		.set({ ...set, ...ready })
		.where("id", "=", version.id)
		.execute();
	await ctx.db
		.updateTable("documents")
		.set({ ...set, updated_at: ctx.now })
		.where("id", "=", version.document_id)
		.where("latest_number", "=", (eb) =>
			eb.selectFrom("document_versions").select("number").where("id", "=", version.id),
		)
		.execute();
}
