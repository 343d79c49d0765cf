import { DAY, dateAt, dayBounds, MINUTE, readDate } from "#app/base/time.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { slotsOf } from "#app/domain/scheduling/availability/availability-queries.ts";
import { getResource } from "#app/domain/scheduling/availability/member-place-queries.ts";
import { groupByDay } from "#app/domain/scheduling/rules/availability.ts";
import type { Ctx } from "#db/context.ts";
import type { Appointment } from "./appointment-queries.ts";

const DAYS_SHOWN = 5;

/** The next days with times to which an appointment can move, as if it were not there itself; `from` is a date of `zone`. */
export async function listMoveDays(
	ctx: Ctx,
	appointment: Appointment,
	{ zone, from }: { zone: string; from?: string | undefined },
) {
	authorize(ctx, "availability.view");
	const place = await getResource(ctx, appointment);
	const today = dateAt(ctx.now.getTime(), zone);
	const asked = readDate(from);
	const first = asked && asked > today ? asked : today;
	const start = dayBounds(first, zone).startsAt;
	const slots = await slotsOf(ctx, place, await durationOf(ctx, appointment), {
		from: start,
		to: start + 100 * DAY,
		except: appointment.id,
	});
	const own = appointment.startsAt.getTime();
	const days = groupByDay(
		slots.filter((slot) => slot.startsAt !== own),
		zone,
	).map(({ date, slots: members }) => ({
		date,
		slots: members.map((slot) => ({ startsAt: new Date(slot.startsAt), endsAt: new Date(slot.endsAt) })),
	}));
	return { days: days.slice(0, DAYS_SHOWN), next: days[DAYS_SHOWN]?.date };
}

/** The work's length in minutes: the service's own, since what was booked may have run over a night; else as booked. */
export async function durationOf(ctx: Ctx, appointment: Appointment): Promise<number> {
	const booked = Math.round((appointment.endsAt.getTime() - appointment.startsAt.getTime()) / MINUTE);
	if (!appointment.serviceId) return booked;
	const service = await ctx.db
		.selectFrom("services")
		.select("duration_minutes")
		.where("id", "=", appointment.serviceId)
		.executeTakeFirst();
	return service?.duration_minutes ?? booked;
}
