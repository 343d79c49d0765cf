import type { WeeklyHours } from "#app/base/opening-hours.ts";
import { MINUTE, timeOfDay } from "#app/base/time.ts";

/**
 * Whether work of this length goes on over a closing time, the vehicle staying meanwhile: only when no opening of an
 * ordinary week, hours that touch within a day joined, would hold it.
 */
export function pausesWork(weeklyHours: readonly WeeklyHours[], durationMinutes: number): boolean {
	let longest = 0;
	for (let weekday = 1; weekday <= 7; weekday++) {
		const ranges = weeklyHours
			.filter((hours) => hours.weekday === weekday)
			.map((hours) => ({ opens: timeOfDay(hours.opens), closes: timeOfDay(hours.closes) }))
			.sort((a, b) => a.opens - b.opens);
		let opened = 0;
		let closed = -1;
		for (const range of ranges) {
			if (range.opens > closed) opened = range.opens;
			closed = Math.max(closed, range.closes);
			longest = Math.max(longest, closed - opened);
		}
	}
	return durationMinutes * MINUTE > longest;
}
