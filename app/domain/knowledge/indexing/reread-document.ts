import { readFile } from "#app/domain/files/read-file.ts";
import type { Step } from "#app/domain/files/store-file.ts";
import { asSystem, enqueueAsSystem } from "#db/context.ts";
import { readAgain } from "../documents/read-again.ts";
import { readInThread } from "../extraction/read-in-thread.ts";
import { Unreadable } from "../extraction/unreadable.ts";
import { rereadDocumentJob } from "../jobs.ts";
import { type Passage, READING } from "../rules/passages.ts";

type Ctx = Parameters<Parameters<Step>[0]>[0];

/** So many documents a sweep, so that what was just uploaded does not wait behind all of them. */
const AT_ONCE = 100;

/** Has documents with pages looked at again that were read in an earlier way. Returns how many. */
export async function sweepReadings(): Promise<number> {
	return asSystem(async (db) => {
		const due = await db
			.selectFrom("document_versions as v")
			.innerJoin("documents as d", (join) =>
				join.onRef("d.org_id", "=", "v.org_id").onRef("d.current_version_id", "=", "v.id"),
			)
			.select(["v.org_id as orgId", "v.id as versionId"])
			.where("v.state", "=", "ready")
			.where("v.pages", ">", 1)
			.where("v.reading", "<", READING)
			.where("v.file_id", "is not", null)
			.whereRef("v.number", "=", "d.latest_number")
			.where("d.deleted_at", "is", null)
			.limit(AT_ONCE)
			.execute();
		const jobs = due.map((payload) => ({ payload }));
		if (jobs.length > 0) await enqueueAsSystem(db, rereadDocumentJob, jobs);
		return due.length;
	});
}

/**
 * Reads the file of a version once more. Where its passages would be the same they stay, with their vectors; else the
 * document is read again as after an upload, so that its hits name the right page. Running twice changes nothing more.
 */
export async function rereadDocument(step: Step, versionId: string, signal?: AbortSignal): Promise<void> {
	const version = await step((ctx) => findVersion(ctx, versionId));
	if (!version?.file_id) return;
	const pieces: Buffer[] = [];
	for await (const piece of readFile(step, version.file_id)) pieces.push(piece);
	const passages = await readInThread(Buffer.concat(pieces.splice(0)), version.name, signal)
		.then((extracted) => extracted.passages)
		.catch((error: unknown) => {
			if (error instanceof Unreadable) return undefined;
			throw error;
		});
	await step(async (ctx) => {
		const now = await findVersion(ctx, versionId);
		if (!now) return;
		// A file that cannot be read any more keeps the text it has.
		if (passages === undefined || (await isSame(ctx, versionId, passages))) await keepReading(ctx, versionId);
		else await readAgain(ctx, now.document_id, { id: versionId, fileId: now.file_id });
	});
}

/** The version, while it is the one in use and was read in an earlier way. */
function findVersion(ctx: Ctx, versionId: string) {
	return ctx.db
		.selectFrom("document_versions as v")
		.innerJoin("documents as d", "d.current_version_id", "v.id")
		.select(["v.file_id", "v.name", "v.document_id"])
		.where("v.id", "=", versionId)
		.where("v.state", "=", "ready")
		.where("v.reading", "<", READING)
		.whereRef("v.number", "=", "d.latest_number")
		.where("d.deleted_at", "is", null)
		.executeTakeFirst();
}

async function isSame(ctx: Ctx, versionId: string, passages: readonly Passage[]): Promise<boolean> {
	const kept = await ctx.db
		.selectFrom("passages")
		.select(["page", "heading", "body"])
		.where("version_id", "=", versionId)
		.orderBy("position")
		.execute();
	return (
		kept.length === passages.length &&
		kept.every(({ page, heading, body }, index) => {
			const now = passages[index]!;
			return page === now.page && heading === now.heading && body === now.body;
		})
	);
}

async function keepReading(ctx: Ctx, versionId: string): Promise<void> {
	await ctx.db.updateTable("document_versions").set({ reading: READING }).where("id", "=", versionId).execute();
}
