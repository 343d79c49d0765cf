import { getAppointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import type { Ctx } from "#db/context.ts";

/**
 * An appointment as its own page shows it, with its location and what else a link there needs. Two queries. One with a
 * member has no place: the two agree on it.
 */
export async function getAppointmentPage(ctx: Ctx, id: string) {
	const appointment = await getAppointment(ctx, id);
	const place = appointment.locationId
		? await ctx.db
				.selectFrom("locations")
				.select(["id", "name", "slug", "phone", "address", "time_zone as zone", "active"])
				.where("id", "=", appointment.locationId)
				.executeTakeFirst()
		: undefined;
	return { appointment, place };
}
