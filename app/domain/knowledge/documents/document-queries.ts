import { sql } from "kysely";
import { notFound } from "#app/base/errors.ts";
import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { isReadable } from "../collections/readable.ts";
import type { DocumentState, FileKind } from "../schema.ts";

export type DocumentLine = {
	id: string;
	title: string;
	state: DocumentState;
	reason: string | null;
	collection: { id: string; name: string };
	kind: FileKind;
	pages: number | null;
	passages: number;
	embedded: number;
	size: number;
	/** Of the version that is told here: the one in use where the newest could not be read, else the newest. */
	number: number;
	/** The version that is searched and quoted; null while there is none. */
	inUse: number | null;
	updatedAt: Date;
	removedAt: Date | null;
};

const PAGE = 50;

export type DocumentFilter = {
	collectionId?: string | undefined;
	state?: DocumentState | undefined;
	kind?: FileKind | undefined;
	/** The last id of the page before. */
	before?: string | undefined;
	/** Those that were removed, instead of those that are there. */
	isRemoved?: boolean | undefined;
};

/** Documents that the actor may read, newest first, a page at a time. Removed ones are for those who may restore them. */
export async function listDocuments(
	ctx: Ctx,
	filter: DocumentFilter,
): Promise<{ data: DocumentLine[]; next: string | null }> {
	authorize(ctx, filter.isRemoved ? "knowledge.edit" : "knowledge.view");
	const rows = await lines(ctx)
		.where("d.deleted_at", filter.isRemoved ? "is not" : "is", null)
		.$if(filter.kind !== undefined, (query) => query.where("v.kind", "=", filter.kind!))
		.$if(filter.collectionId !== undefined, (query) => query.where("d.collection_id", "=", known(filter.collectionId)))
		.$if(filter.state !== undefined, (query) => query.where("d.state", "=", filter.state!))
		.$if(filter.before !== undefined, (query) => query.where("d.id", "<", known(filter.before)))
		.orderBy("d.id", "desc")
		.limit(PAGE + 1)
		.execute();
	const data = rows.slice(0, PAGE).map(toLine);
	return { data, next: rows.length > PAGE ? data.at(-1)!.id : null };
}

function lines(ctx: Ctx) {
	return ctx.db
		.selectFrom("documents as d")
		.innerJoin("collections", "collections.id", "d.collection_id")
		.innerJoin("document_versions as v", (join) => join.onRef("v.document_id", "=", "d.id").on(isTold))
		.leftJoin("document_versions as u", "u.id", "d.current_version_id")
		.select("u.number as in_use")
		.select([
			"d.id",
			"d.title",
			"d.state",
			"d.reason",
			"d.collection_id",
			"collections.name as collection",
			"d.updated_at",
		])
		.select(["d.deleted_at"])
		.select(["v.kind", "v.pages", "v.passages", "v.embedded", "v.size", "v.number"])
		.where(isReadable(ctx) as never);
}

/** What a newest version that could not be read says of itself is of no use beside one that could. */
const isTold = sql<boolean>`case when d.state = 'failed' and d.current_version_id is not null then v.id = d.current_version_id
	else v.number = d.latest_number end`;

function toLine(row: Awaited<ReturnType<ReturnType<typeof lines>["executeTakeFirstOrThrow"]>>): DocumentLine {
	const { id, title, state, reason, kind, pages, passages, embedded, number } = row;
	const collection = { id: row.collection_id, name: row.collection };
	const shown = { id, title, state, reason, kind, pages, passages, embedded, number };
	return {
		...shown,
		collection,
		size: Number(row.size),
		inUse: row.in_use,
		updatedAt: row.updated_at,
		removedAt: row.deleted_at,
	};
}

/** An id as it came from an address, or one that nothing has. */
const known = (id: string | undefined) => (isId(id ?? "") ? id! : "00000000-0000-0000-0000-000000000000");

export type DocumentVersion = {
	id: string;
	number: number;
	fileId: string | null;
	name: string;
	kind: FileKind;
	state: DocumentState;
	reason: string | null;
	size: number;
	pages: number | null;
	passages: number;
	embedded: number;
	embeddingModel: string | null;
	characters: number | null;
	summary: string;
	/** What of the file was not read; empty when all was. */
	note: string;
	summarySource: "rules" | "model";
	createdBy: string;
	createdAt: Date;
};

export type Document = {
	id: string;
	title: string;
	version: number;
	state: DocumentState;
	reason: string | null;
	currentVersionId: string | null;
	/** The number of the version that is searched and quoted; null while there is none. */
	inUse: number | null;
	collection: { id: string; name: string };
	isDeleted: boolean;
	updatedAt: Date;
	/** Where its text is fetched from, when it was asked last and why it could not be had; null for uploads. */
	origin: { url: string; checkedAt: Date | null; reason: string } | null;
	/** Newest first, without those that were dropped. */
	versions: DocumentVersion[];
};

/** One document with its versions, in one statement. Throws 404 for what is not there or may not be read. */
export async function getDocument(ctx: Ctx, id: string): Promise<Document> {
	authorize(ctx, "knowledge.view");
	const rows = await ctx.db
		.selectFrom("documents as d")
		.innerJoin("collections", "collections.id", "d.collection_id")
		.innerJoin("document_versions as v", "v.document_id", "d.id")
		.leftJoin("web_pages as w", "w.document_id", "d.id")
		.selectAll("v")
		.select(["w.url as origin_url", "w.checked_at as origin_checked_at", "w.reason as origin_reason"])
		.select([
			"d.title",
			"d.state as document_state",
			"d.reason as document_reason",
			"d.current_version_id",
			"d.version",
		])
		.select(["d.collection_id", "collections.name as collection", "d.deleted_at", "d.updated_at"])
		.where("d.id", "=", known(id))
		.where(isReadable(ctx) as never)
		.whereRef("v.number", "<=", "d.latest_number")
		.orderBy("v.number", "desc")
		.limit(100)
		.execute();
	const [first] = rows;
	if (!first) throw notFound("document");
	return {
		id,
		title: first.title,
		version: first.version,
		state: first.document_state,
		reason: first.document_reason,
		currentVersionId: first.current_version_id,
		inUse: rows.find(({ id: own }) => own === first.current_version_id)?.number ?? null,
		collection: { id: first.collection_id, name: first.collection },
		isDeleted: first.deleted_at !== null,
		updatedAt: first.updated_at,
		origin:
			first.origin_url === null
				? null
				: { url: first.origin_url, checkedAt: first.origin_checked_at, reason: first.origin_reason ?? "" },
		versions: rows.map((row) => ({
			id: row.id,
			number: row.number,
			fileId: row.file_id,
			name: row.name,
			kind: row.kind,
			state: row.state,
			reason: row.reason,
			size: Number(row.size),
			pages: row.pages,
			passages: row.passages,
			embedded: row.embedded,
			embeddingModel: row.embedding_model,
			characters: row.characters,
			summary: row.summary,
			note: row.note,
			summarySource: row.summary_source,
			createdBy: row.created_by,
			createdAt: row.created_at,
		})),
	};
}

export type VersionFile = { fileId: string; name: string; kind: FileKind; number: number };

/** The file of a version that the actor may read, or of the one in use. Throws 404. */
export async function getVersionFile(ctx: Ctx, id: string, number?: number): Promise<VersionFile> {
	const document = await getDocument(ctx, id);
	const inUse = (one: DocumentVersion) => one.id === document.currentVersionId;
	const version =
		number === undefined
			? (document.versions.find(inUse) ?? document.versions[0])
			: document.versions.find((one) => one.number === number);
	if (!version?.fileId || document.isDeleted) throw notFound("file");
	return { fileId: version.fileId, name: version.name, kind: version.kind, number: version.number };
}

export type ReadPassage = { id: string; position: number; page: number | null; heading: string; excerpt: string };

/** Passages of the text that search has, so many from a position on; with `q`, its words marked by the two signs. */
export async function readPassages(
	ctx: Ctx,
	document: Pick<Document, "currentVersionId">,
	{ from, q, most = 30 }: { from: number; q?: string | undefined; most?: number },
): Promise<ReadPassage[]> {
	authorize(ctx, "knowledge.view");
	if (!document.currentVersionId) return [];
	const { rows } = await sql<ReadPassage>`
		with looked_for as (
			select string_agg(quote_literal(replace(w.word, '\\', '\\\\')), ' | ')::tsquery as words from weigh_words(${q ?? ""}) w
		)
		select p.id, p.position, p.page, p.heading, coalesce(ts_headline('public.perigee_text', p.body, l.words,
			${"StartSel=\uE000, StopSel=\uE001, HighlightAll=true"}), p.body) as excerpt
		from passages p cross join looked_for l
		where p.version_id = ${document.currentVersionId} and p.position >= ${from}
		order by p.position limit ${most}`.execute(ctx.db);
	return rows;
}
