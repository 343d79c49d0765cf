import { sql } from "kysely";
import type { Ctx } from "#db/context.ts";
import { embedDocumentJob, readDocumentJob } from "../jobs.ts";

/** Has the newest version of a document read once more, from its file. */
export async function readAgain(ctx: Ctx, id: string, newest: { id: string; fileId: string | null }): Promise<void> {
	// Without a file there is only what was split once.
	if (!newest.fileId) return ctx.enqueue(embedDocumentJob, { orgId: ctx.org, versionId: newest.id });
	const set = { state: "stored", reason: null } as const;
	await ctx.db.updateTable("document_versions").set(set).where("id", "=", newest.id).execute();
	await ctx.db.updateTable("documents").set(set).where("id", "=", id).execute();
	await ctx.enqueue(readDocumentJob, { orgId: ctx.org, versionId: newest.id });
}

/**
 * Has documents that came back from the trash read anew, whatever their number: the version in use, so that what could
 * be found is found again, and the newest where that is another one which was not tried to its end. One that could not
 * be read stays so, with its reason; it takes nothing along.
 */
export async function readBroughtBack(ctx: Ctx, documents: readonly string[]): Promise<void> {
	if (documents.length === 0) return;
	const { rows } = await sql<{ id: string; document: string; newest: boolean }>`
		update document_versions v set state = 'stored', reason = null from documents d
		where d.id = any(${[...documents]}::uuid[]) and v.document_id = d.id and v.file_id is not null
			and (v.id = d.current_version_id
				or (v.number = d.latest_number and (v.state <> 'failed' or d.current_version_id is null)))
		returning v.id, d.id as document, v.number = d.latest_number as newest`.execute(ctx.db);
	const again = rows.flatMap(({ document, newest }) => (newest ? [document] : []));
	if (again.length > 0)
		await ctx.db
			.updateTable("documents")
			.set({ state: "stored", reason: null, updated_at: ctx.now })
			.where("id", "in", again)
			.execute();
	await ctx.enqueueMany(
		readDocumentJob,
		rows.map(({ id }) => ({ payload: { orgId: ctx.org, versionId: id } })),
	);
}
