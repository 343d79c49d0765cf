import type { AppointmentOrigin, AppointmentState, SyncState } from "#app/domain/scheduling/schema.ts";
import type { Ctx } from "#db/context.ts";

/** One appointment as the calendar shows it. */
export type CalendarEntry = {
	id: string;
	title: string;
	startsAt: Date;
	endsAt: Date;
	state: AppointmentState;
	origin: AppointmentOrigin;
	bay: number | null;
	syncState: SyncState;
	who: string;
};

/**
 * What touches [from, to) (epoch ms) at locations and members, by their id, in one query over the index
 * appointments_calendar; the first two thousand.
 */
export async function listEntries(
	ctx: Ctx,
	query: { resourceIds: string[]; from: number; to: number; cancelled: boolean },
): Promise<Map<string, CalendarEntry[]>> {
	const found = new Map<string, CalendarEntry[]>();
	if (query.resourceIds.length === 0) return found;
	const rows = await ctx.db
		.selectFrom("appointments as a")
		.leftJoin("contacts as c", (join) => join.onRef("c.org_id", "=", "a.org_id").onRef("c.id", "=", "a.contact_id"))
		.select(["a.id", "a.resource_id", "a.title", "a.starts_at", "a.ends_at", "a.state", "a.origin", "a.bay"])
		.select(["a.sync_state", "c.first_name", "c.last_name"])
		.where("a.resource_id", "in", query.resourceIds)
		.where("a.ends_at", ">", new Date(query.from))
		.where("a.starts_at", "<", new Date(query.to))
		.$if(!query.cancelled, (builder) => builder.where("a.state", "<>", "cancelled"))
		.orderBy("a.starts_at")
		.orderBy("a.id")
		.limit(2_000)
		.execute();
	for (const row of rows) {
		const list = found.get(row.resource_id) ?? [];
		found.set(row.resource_id, list);
		list.push({
			id: row.id,
			title: row.title,
			startsAt: row.starts_at,
			endsAt: row.ends_at,
			state: row.state,
			origin: row.origin,
			bay: row.bay,
			syncState: row.sync_state,
			who: `${row.first_name ?? ""} ${row.last_name ?? ""}`.trim(),
		});
	}
	return found;
}
