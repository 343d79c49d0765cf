import { sql } from "kysely";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { scoreContactJob, sweepScoresJob } from "./jobs.ts";

/** What comes within this time of one moment asks for one score. */
const GATHER_MS = 3_000;

/** Changes of many at once: one sweep looks for whom they were. */
const OF_MANY = new Set([
	"contacts.imported",
	"contacts.import-undone",
	"deals.imported",
	"deals.import-undone",
	"batch.finished",
	"batch.undone",
	"scoring.changed",
]);

/**
 * Asks for the scores of those whose facts an event moved: the contact it is about, or whose lead, appointment, deal,
 * note or message it is about. An event that is not here asks for nothing.
 */
export async function followFacts(ctx: Ctx, eventId: string): Promise<void> {
	authorize(ctx, "insights.request");
	const { rows } = await sql<{ name: string; ids: (string | null)[] }>`
		select e.name, array[
			case e.subject_type when 'contact' then e.subject_id
				when 'lead' then (select l.contact_id from leads l where l.id = e.subject_id)
				when 'appointment' then (select a.contact_id from appointments a where a.id = e.subject_id)
				when 'deal' then (select d.contact_id from deals d where d.id = e.subject_id)
				when 'message' then (select m.contact_id from messages m where m.id = e.subject_id) end,
			case e.parent_type when 'contact' then e.parent_id
				when 'lead' then (select l.contact_id from leads l where l.id = e.parent_id) end
		] as ids from events e where e.id = ${eventId}`.execute(ctx.db);
	const [event] = rows;
	if (!event) return;
	if (OF_MANY.has(event.name)) return ctx.enqueue(sweepScoresJob, { orgId: ctx.org });
	const ids = [...new Set(event.ids.filter((id) => id !== null))];
	const after = new Date(ctx.now.getTime() + GATHER_MS);
	await ctx.enqueueMany(
		scoreContactJob,
		ids.map((contactId) => ({ payload: { orgId: ctx.org, contactId }, options: { after } })),
	);
}
