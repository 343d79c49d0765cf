import { DAY } from "#app/base/time.ts";
import type { Busy } from "#app/domain/scheduling/rules/bays.ts";
import type { Ctx } from "#db/context.ts";

/**
 * The time taken of locations and members in [from, to) (epoch ms), buffers inside, by their id; in one query over the
 * index appointments_busy, whatever their number. `except` leaves out the appointment that is being moved.
 */
export async function listBusy(
	ctx: Ctx,
	query: { resourceIds: readonly string[]; from: number; to: number; except?: string | undefined },
): Promise<Map<string, Busy[]>> {
	const found = new Map<string, Busy[]>();
	if (query.resourceIds.length === 0) return found;
	const rows = await ctx.db
		.selectFrom("appointments")
		.select((eb) => [
			"id",
			"resource_id",
			"bay",
			eb.fn<Date>("lower", ["during"]).as("starts"),
			eb.fn<Date>("upper", ["during"]).as("ends"),
		])
		.where("resource_id", "in", query.resourceIds)
		.where("state", "=", "booked")
		// A buffer is a day at most, so that much around the window is read as well.
		.where("ends_at", ">", new Date(query.from - DAY))
		.where("starts_at", "<", new Date(query.to + DAY))
		.execute();
	for (const row of rows) {
		if (row.id === query.except) continue;
		const busy = { startsAt: row.starts.getTime(), endsAt: row.ends.getTime(), bay: row.bay };
		const known = found.get(row.resource_id);
		if (known) known.push(busy);
		else found.set(row.resource_id, [busy]);
	}
	return found;
}
