import { sql } from "kysely";
import { invalid } from "#app/base/errors.ts";
import type { Ctx } from "#db/context.ts";

export type StageRoom = { name: string; most: number; found: number };

/**
 * How full a stage with a limit is, held until the commit so that two who move deals to it take turns; undefined for a
 * stage without a limit. `found` counts one above the limit at most.
 */
export async function lockRoom(ctx: Ctx, stageId: string): Promise<StageRoom | undefined> {
	const { rows } = await sql<{ name: string; most: number }>`select s.name, s.most from pipeline_stages s
		where s.id = ${stageId} and s.most is not null for no key update of s`.execute(ctx.db);
	const stage = rows[0];
	if (!stage) return undefined;
	// A statement of its own: it sees what those committed whom the lock waited for.
	const counted = await sql<{ found: number }>`select count(*)::int as found from (select 1 from deals d
		join pipeline_stages s on s.org_id = d.org_id and s.pipeline_id = d.pipeline_id and s.id = d.stage_id
		where s.id = ${stageId} and d.deleted_at is null limit ${stage.most + 1}) x`.execute(ctx.db);
	return { ...stage, found: counted.rows[0]?.found ?? 0 };
}

/** Throws 422, which says what to do, where so many more deals do not fit in a stage. */
export async function assertRoom(ctx: Ctx, stageId: string, coming: number): Promise<void> {
	const room = await lockRoom(ctx, stageId);
	if (!room || room.found + coming <= room.most) return;
	const message = `${fullWords(room)} ${coming === 1 ? "Move one on first" : "Move some on or select fewer"}, or raise the limit in the settings of pipelines.`;
	throw invalid(message, { stageId: [message] });
}

function fullWords({ name, most, found }: StageRoom): string {
	const deals = most === 1 ? "deal" : "deals";
	return `${name} takes at most ${most} ${deals} at once, and ${found > most ? `more than ${most}` : found} ${found === 1 ? "stands" : "stand"} there.`;
}
