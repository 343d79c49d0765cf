import { sql } from "kysely";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";

/** Rises when there is more to fill; what an earlier filling made is not touched. */
const FILLING = 1;

/**
 * Runs `fill` once for an organisation, however often and however many at a time ask: who comes second waits, and
 * finds it done. `firstAt` is the instant that all demo times are counted from: when the organisation was made.
 */
export async function fillOnce(ctx: Ctx, fill: (firstAt: Date) => Promise<void>): Promise<boolean> {
	await sql`select pg_advisory_xact_lock(hashtextextended(${`demo-data:${ctx.org}`}, 0))`.execute(ctx.db);
	const org = await ctx.db
		.selectFrom("organisations")
		.select(["settings", "created_at"])
		.where("id", "=", ctx.org)
		.executeTakeFirstOrThrow();
	const settings = org.settings as { demoFilling?: number };
	if ((settings.demoFilling ?? 0) >= FILLING) return false;
	await fill(org.created_at);
	await ctx.db
		.updateTable("organisations")
		.set({ settings: jsonb({ ...settings, demoFilling: FILLING }) as never })
		.where("id", "=", ctx.org)
		.execute();
	return true;
}

/** How many rows one statement takes: the wire holds 65,535 parameters. */
const CHUNK = 500;

/** Hands rows to `insert` in chunks that fit one statement. */
export async function inChunks<Row>(rows: readonly Row[], insert: (chunk: Row[]) => Promise<unknown>): Promise<void> {
	for (let from = 0; from < rows.length; from += CHUNK) await insert(rows.slice(from, from + CHUNK));
}
