import { sql } from "kysely";
import type { Ctx } from "#db/context.ts";
import type { LeadState } from "../../rules.ts";

/** How a lead stands before an act. `sequence`: of the one that is under way; null: none is. */
export type LeadStand = {
	id: string;
	state: LeadState;
	/** ISO text, to the microsecond. */
	stateAt: string;
	lostReason: string | null;
	ownerId: string | null;
	version: number;
	sequence: "running" | "paused" | null;
};

/** Leads of these ids as they stand, held until the commit, in the order of ids, so that two acts take turns. */
export async function lockLeads(ctx: Ctx, ids: readonly string[]): Promise<LeadStand[]> {
	if (ids.length === 0) return [];
	const { rows } =
		await sql<LeadStand>`select l.id, l.state, l.state_at::text as "stateAt", l.lost_reason as "lostReason",
			l.owner_id as "ownerId", l.version,
			(select e.state from enrollments e where e.org_id = l.org_id and e.lead_id = l.id
				and e.state in ('running', 'paused') limit 1) as sequence
		from leads l where l.org_id = ${ctx.org} and l.id = any(${ids}::uuid[]) order by l.id for update of l`.execute(
			ctx.db,
		);
	return rows;
}
