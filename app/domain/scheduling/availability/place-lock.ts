import { sql } from "kysely";
import { DAY } from "#app/base/time.ts";
import type { Ctx } from "#db/context.ts";

/**
 * Makes those who want the same place at the same time wait for each other until the commit, instead of failing at
 * the constraint. One lock for each UTC day that [from, to) touches, in order, so that two callers never wait in a
 * ring; two stretches that overlap share a day. What is read afterwards holds what the others committed.
 */
export async function lockPlace(ctx: Ctx, resourceId: string, from: number, to: number): Promise<void> {
	const days: string[] = [];
	for (let day = Math.floor(from / DAY); day * DAY < to; day++) days.push(`place ${ctx.org} ${resourceId} ${day}`);
	await sql`select pg_advisory_xact_lock(hashtextextended(key, 0))
		from (select key from unnest(${days}::text[]) with ordinality as t(key, position) order by position) as days`.execute(
		ctx.db,
	);
}
