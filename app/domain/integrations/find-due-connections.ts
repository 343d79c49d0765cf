import { asSystem, enqueueAsSystem } from "#db/context.ts";
import { pollNow, pollShopJob, syncCatalogueJob } from "./jobs.ts";

const CATALOGUE_AGE_MS = 22 * 3_600_000;
const MOST = 10_000;

/**
 * Adds a poll for every connection that is due: each poll plans the next, and this mends a chain that broke. Across
 * organisations, as the system; called twice it adds one.
 */
export async function startDuePolls(now: Date): Promise<void> {
	await asSystem(async (db) => {
		const due = await db
			.selectFrom("shop_connections")
			.select(["org_id", "id"])
			.where("enabled", "=", true)
			.where("poll_after", "<=", now)
			.orderBy("poll_after")
			.limit(MOST)
			.execute();
		const entries = due.map((row) => ({
			payload: { orgId: row.org_id, connectionId: row.id },
			options: pollNow({ connectionId: row.id }),
		}));
		if (entries.length > 0) await enqueueAsSystem(db, pollShopJob, entries);
	});
}

/** Adds a reading of the catalogue for every connection whose last one is a day ago. */
export async function startDueCatalogues(now: Date): Promise<void> {
	await asSystem(async (db) => {
		const before = new Date(now.getTime() - CATALOGUE_AGE_MS);
		const due = await db
			.selectFrom("shop_connections")
			.select(["org_id", "id"])
			.where("enabled", "=", true)
			.where((eb) => eb.or([eb("catalogue_synced_at", "is", null), eb("catalogue_synced_at", "<", before)]))
			.limit(MOST)
			.execute();
		const entries = due.map((row) => ({ payload: { orgId: row.org_id, connectionId: row.id } }));
		if (entries.length > 0) await enqueueAsSystem(db, syncCatalogueJob, entries);
	});
}
