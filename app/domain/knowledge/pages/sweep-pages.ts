import { sql } from "kysely";
import { asSystem, enqueueAsSystem } from "#db/context.ts";
import { fetchPageJob } from "../jobs.ts";

/** So many pages a night, those first that were not looked at for longest. */
const AT_ONCE = 5_000;

/** Has every page fetched again that was not looked at for most of a day. Returns how many. */
export async function sweepPages(): Promise<number> {
	return asSystem(async (db) => {
		const due = await db
			.selectFrom("web_pages as w")
			.innerJoin("documents as d", (join) =>
				join.onRef("d.org_id", "=", "w.org_id").onRef("d.id", "=", "w.document_id"),
			)
			.select(["w.org_id as orgId", "w.document_id as documentId"])
			.where("w.checked_at", "<", sql<Date>`now() - interval '20 hours'`)
			.where("d.deleted_at", "is", null)
			.orderBy("w.checked_at")
			.limit(AT_ONCE)
			.execute();
		if (due.length > 0) {
			await enqueueAsSystem(
				db,
				fetchPageJob,
				due.map((payload) => ({ payload })),
			);
		}
		return due.length;
	});
}
