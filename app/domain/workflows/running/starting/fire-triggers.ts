import { type ExpressionData, isTrue } from "#app/domain/workflows/rules/expressions.ts";
import type { Ctx } from "#db/context.ts";
import type { EventData } from "./follow-events.ts";
import { type Start, startRuns } from "./start-runs.ts";

/**
 * Begins a run of each workflow that is on for each event that its trigger names and its filter lets pass. Run again it
 * begins nothing: an event begins a workflow once.
 */
export async function fireTriggers(ctx: Ctx, eventIds: readonly string[], depth: number): Promise<number> {
	if (eventIds.length === 0) return 0;
	const rows = await ctx.db
		.selectFrom("events")
		.select(["id", "name", "at", "subject_type", "subject_id", "parent_type", "parent_id", "actor_kind", "actor_name"])
		.select(["changes", "data"])
		.where("id", "in", [...eventIds])
		.orderBy("id")
		.execute();
	const events = rows.map(
		(row): EventData => ({
			id: row.id,
			name: row.name,
			at: row.at.toISOString(),
			subject: { type: row.subject_type, id: row.subject_id },
			parent: row.parent_type && row.parent_id ? { type: row.parent_type, id: row.parent_id } : null,
			actor: { kind: row.actor_kind, name: row.actor_name },
			changes: row.changes as EventData["changes"],
			data: row.data as EventData["data"],
		}),
	);
	if (events.length === 0) return 0;
	const triggers = await ctx.db
		.selectFrom("workflow_triggers")
		.select(["workflow_id", "event_name", "filter"])
		.where("event_name", "in", [...new Set(events.map(({ name }) => name))])
		.orderBy("workflow_id")
		.execute();
	let begun = 0;
	for (const { workflow_id, event_name, filter } of triggers) {
		const starts = events
			.filter((event) => event.name === event_name && passes(filter, event, ctx.now))
			.map(
				(event): Start => ({ trigger: { event, subject: event.subject }, subject: event.subject, dedupeKey: event.id }),
			);
		begun += (await startRuns(ctx, workflow_id, starts, { depth })).filter((id) => id !== null).length;
	}
	return begun;
}

function passes(filter: string, event: EventData, now: Date): boolean {
	if (filter.trim() === "") return true;
	const data: ExpressionData = { trigger: { event }, steps: {}, event, now };
	try {
		return isTrue(filter, data);
	} catch {
		return false;
	}
}
