import { sql } from "kysely";
import type { Ctx } from "#db/context.ts";

/** Which of these tables `work` begins to read from end to end, in functions too; its own answer beside. */
export async function wholeReads<T>(
	ctx: Ctx,
	tables: readonly string[],
	work: (ctx: Ctx) => Promise<T>,
): Promise<{ found: T; whole: string[] }> {
	const before = await scans(ctx, tables);
	const found = await work(ctx);
	const after = await scans(ctx, tables);
	return { found, whole: tables.filter((table) => (after[table] ?? 0) > (before[table] ?? 0)) };
}

/** How often this session began to so far. */
async function scans(ctx: Ctx, tables: readonly string[]): Promise<Record<string, number>> {
	const { rows } = await sql<{ relname: string; seq_scan: number }>`select relname, seq_scan
		from pg_stat_xact_user_tables where relname = any(${tables}::text[])`.execute(ctx.db);
	return Object.fromEntries(rows.map(({ relname, seq_scan }) => [relname, seq_scan]));
}
