import { house } from "./context.ts";

/** The tables that grow by many rows at once. */
export type GrowingTable =
	| "contacts"
	| "accounts"
	| "deals"
	| "projects"
	| "events"
	| "batch_changes"
	| "custom_values"
	| "record_tags";

/**
 * Lets the planner know how tables have grown. After a burst it still plans for what they were before it, and for a
 * chunk of rows then reads the whole tenant; the embedded database has no autovacuum that would tell it, ever. Takes a
 * sample of each table (30,000 rows at most), one statement a table. Call it outside transactions.
 *
 * `size`: how large each table is and whose its rows are, nothing else. With a list of columns the expressions of
 * indexes are left out (Postgres, ANALYZE), which are most of the work: a tenth of the time.
 */
export async function refreshStatistics(tables: readonly GrowingTable[], what: "all" | "size" = "all"): Promise<void> {
	for (const table of tables)
		await house().database.owner.exec(`analyze ${table}${what === "size" ? " (org_id)" : ""}`);
}
