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
 * `looked-up`: how large each table is, and the columns by which a chunk of rows looks for what is there. With a list
 * of columns the expressions of indexes are left out (Postgres, ANALYZE), which are most of the work.
 */
export async function refreshStatistics(
	tables: readonly GrowingTable[],
	what: "all" | "looked-up" = "all",
): Promise<void> {
	for (const table of tables)
		await house().database.owner.exec(`analyze ${table}${what === "all" ? "" : ` (${LOOKED_UP[table]})`}`);
}

const LOOKED_UP: Readonly<Record<GrowingTable, string>> = {
	contacts: "org_id, email, phone, sort_name",
	accounts: "org_id, name, sort_name, domain",
	deals: "org_id, sort_name",
	projects: "org_id, sort_name",
	events: "org_id",
	batch_changes: "org_id, batch_id",
	custom_values: "org_id, record_id",
	record_tags: "org_id, record_id",
};
