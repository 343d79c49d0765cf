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
 */
export async function refreshStatistics(tables: readonly GrowingTable[]): Promise<void> {
	for (const table of tables) await house().database.owner.exec(`analyze ${table}`);
}
