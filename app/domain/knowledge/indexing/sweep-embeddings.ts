import { sql } from "kysely";
import { asSystem, enqueueAsSystem } from "#db/context.ts";
import { embedDocumentJob, readDocumentJob } from "../jobs.ts";

/** So many documents a sweep, so that what was just uploaded does not wait behind all of them. */
const AT_ONCE = 500;
/** Reading that has not moved for so long was broken off: its process died, or its provider was away for longer. */
const STUCK = "1 hour";

/**
 * Has the documents embedded anew whose vectors are of another model than the one configured, and those read again that
 * were left half-way. Of those whose embedding was refused (a wrong key), one of each organisation tries. Returns how
 * many of both.
 */
export async function sweepEmbeddings(model: string): Promise<number> {
	return asSystem(async (db) => {
		const other = await db
			.selectFrom("document_versions")
			.select(["org_id as orgId", "id as versionId"])
			.distinctOn(sql`case when reason is null then id else org_id end`)
			.where("state", "=", "ready")
			.where((eb) => eb.or([eb("embedding_model", "is", null), eb("embedding_model", "!=", model)]))
			.limit(AT_ONCE)
			.execute();
		const stuck = await db
			.selectFrom("document_versions as v")
			.innerJoin("documents as d", (join) =>
				join.onRef("d.org_id", "=", "v.org_id").onRef("d.id", "=", "v.document_id"),
			)
			.select(["v.org_id as orgId", "v.id as versionId"])
			.where("v.state", "=", "processing")
			.where("d.updated_at", "<", sql<Date>`now() - ${STUCK}::interval`)
			.limit(AT_ONCE)
			.execute();
		const asked = (rows: { orgId: string; versionId: string }[]) => rows.map((payload) => ({ payload }));
		if (other.length > 0) await enqueueAsSystem(db, embedDocumentJob, asked(other));
		if (stuck.length > 0) await enqueueAsSystem(db, readDocumentJob, asked(stuck));
		return other.length + stuck.length;
	});
}
