import { newId } from "#app/base/ids.ts";
import { type Step, type StoredFile, storeFile } from "#app/domain/files/store-file.ts";
import type { FetchedPage, WebPages } from "#app/providers/web/port.ts";
import type { Ctx } from "#db/context.ts";
import { nextNumber } from "../documents/add-document.ts";
import { readDocumentJob } from "../jobs.ts";
import { pageFileName, titleIn } from "./page-name.ts";

/**
 * Fetches a page and keeps it as its document's next version where it has changed; then it is read like any upload. What
 * could not be had is said on the document, and its former text stays. Running twice fetches twice and keeps once.
 */
export async function fetchPage(step: Step, documentId: string, web: WebPages, signal?: AbortSignal): Promise<void> {
	const page = await step((ctx) => findPage(ctx, documentId));
	if (!page) return;
	const known = { etag: page.etag, lastModified: page.last_modified };
	const got = await web.fetch(page.url, page.file_id ? known : { etag: null, lastModified: null }, signal);
	if (got.outcome !== "fetched") return step((ctx) => note(ctx, documentId, page, got));
	const bytes = (async function* () {
		yield got.bytes;
	})();
	const name = pageFileName(got.url, got.mediaType);
	const file = await storeFile(step, { name, mediaType: "application/octet-stream", bytes });
	const isKept = await step((ctx) => keep(ctx, documentId, file, got));
	if (!isKept) await step((ctx) => ctx.db.deleteFrom("files").where("id", "=", file.id).execute());
}

type Page = NonNullable<Awaited<ReturnType<typeof findPage>>>;

function findPage(ctx: Ctx, documentId: string) {
	return ctx.db
		.selectFrom("web_pages as w")
		.innerJoin("documents as d", "d.id", "w.document_id")
		.innerJoin("document_versions as v", (join) =>
			join.onRef("v.document_id", "=", "d.id").onRef("v.number", "=", "d.latest_number"),
		)
		.select(["w.url", "w.etag", "w.last_modified", "d.title", "d.latest_number"])
		.select(["v.id as version_id", "v.file_id", "v.sha256"])
		.where("w.document_id", "=", documentId)
		.where("d.deleted_at", "is", null)
		.executeTakeFirst();
}

/** That it was looked at; and where nothing was ever read, that the document cannot be. */
async function note(
	ctx: Ctx,
	id: string,
	page: Page,
	got: Exclude<FetchedPage, { outcome: "fetched" }>,
): Promise<void> {
	const reason = got.outcome === "refused" ? got.reason.slice(0, 500) : "";
	await ctx.db.updateTable("web_pages").set({ checked_at: ctx.now, reason }).where("document_id", "=", id).execute();
	if (reason === "" || page.file_id) return;
	const failed = { state: "failed", reason } as const;
	await ctx.db.updateTable("document_versions").set(failed).where("id", "=", page.version_id).execute();
	await ctx.db
		.updateTable("documents")
		.set({ ...failed, updated_at: ctx.now })
		.where("id", "=", id)
		.execute();
	await ctx.record({ name: "document.failed", subject: { type: "document", id }, data: { reason } });
}

/** False where it is what the document has already, or the document went away meanwhile. */
async function keep(
	ctx: Ctx,
	id: string,
	file: StoredFile,
	got: Extract<FetchedPage, { outcome: "fetched" }>,
): Promise<boolean> {
	await ctx.db
		.updateTable("web_pages")
		.set({ checked_at: ctx.now, reason: "", etag: got.known.etag, last_modified: got.known.lastModified })
		.where("document_id", "=", id)
		.execute();
	await ctx.db.selectFrom("documents").select("id").where("id", "=", id).forUpdate().execute();
	const page = await findPage(ctx, id);
	if (!page || (page.file_id && Buffer.from(page.sha256).equals(file.sha256))) return false;
	const content = { file_id: file.id, name: file.name, size: file.size, sha256: file.sha256 };
	const number = page.file_id ? await nextNumber(ctx, id) : page.latest_number;
	const versionId = page.file_id ? newId() : page.version_id;
	if (page.file_id) {
		const key = { org_id: ctx.org, id: versionId, document_id: id, number };
		const made = { kind: "html" as const, created_by: ctx.actor.name, created_at: ctx.now };
		await ctx.db
			.insertInto("document_versions")
			.values({ ...key, ...content, ...made })
			.execute();
		await ctx.record({
			name: "document.replaced",
			subject: { type: "document", id },
			data: { number, file: file.name },
		});
	} else {
		const again = { state: "stored", reason: null } as const;
		await ctx.db
			.updateTable("document_versions")
			.set({ ...content, ...again })
			.where("id", "=", versionId)
			.execute();
	}
	// The page's own title stands until somebody gave another one.
	const own = page.file_id === null && got.mediaType !== "application/pdf" ? titleIn(got.bytes.toString("utf8")) : null;
	await ctx.db
		.updateTable("documents")
		.set({ latest_number: number, state: "stored", reason: null, updated_at: ctx.now, ...(own ? { title: own } : {}) })
		.where("id", "=", id)
		.execute();
	await ctx.enqueue(readDocumentJob, { orgId: ctx.org, versionId });
	return true;
}
