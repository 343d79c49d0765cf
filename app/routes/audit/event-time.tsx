import { formatClock, formatDay, formatInstant, zoneName } from "#app/ui/format-time.ts";
import { useMoment } from "#app/ui/signs/moment.tsx";
import { Time } from "#app/ui/signs/time.tsx";

/** How long ago, and the clock with its zone below: of today "3:30 pm CST", of another day with the day before it. */
export function EventTime({ at }: { at: string | Date }) {
	const { now, zone } = useMoment();
	const isToday = formatDay(at, zone) === formatDay(now, zone, at);
	return (
		<>
			<Time at={at} />
			<small suppressHydrationWarning>
				{isToday ? `${formatClock(at, zone)} ${zoneName(at, zone)}` : formatInstant(at, zone, now)}
			</small>
		</>
	);
}
