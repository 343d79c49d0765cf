import { openPieces } from "#app/base/opening-hours.ts";
import { dateAt, dayBounds, MINUTE } from "#app/base/time.ts";
import { sayDay, sayLength, sayMinutes } from "#app/base/words/say-time.ts";
import { pausesWork } from "#app/domain/scheduling/rules/pausing.ts";
import type { TimeRange } from "./read-time.ts";
import type { When } from "./read-when.ts";
import type { ChatHours } from "./say-hours.ts";

type Place = { hours: ChatHours | null; zone: string; now: number };

/**
 * Why nothing of what was asked for is free while the place is open then: over already, too short for work of this
 * length, or full. `isPartly`: the days themselves have other free times.
 */
export function sayTaken(place: Place, when: When | undefined, minutes: number, isPartly: boolean): string {
	const { days, time } = when ?? {};
	if (!days) return `No time ${time ? sayRange(time) : "in the next two weeks"} is free for now.`;
	const { zone, now } = place;
	const { startsAt } = dayBounds(days.from, zone);
	const isOne = days.from === days.to;
	const day = isOne ? sayDay(startsAt + 12 * 60 * MINUTE, zone) : "Those days";
	const latest = time && startsAt + (time.exact ?? time.to) * MINUTE;
	if (isOne && days.from === dateAt(now, zone) && latest !== undefined && latest <= now)
		return "That time is over for today.";
	if (time && isTooShort(place.hours, days, time, minutes)) {
		return `${day}: work of ${sayLength(minutes)} begun ${sayRange(time)} would not end while we are open.`;
	}
	if (time?.exact !== undefined) return `${day} at ${sayMinutes(time.exact)} is not free.`;
	const are = isOne ? "is" : "are";
	return time && isPartly ? `${day} ${are} full ${sayRange(time)}.` : `${day} ${are} full.`;
}

/** "in the afternoon", "after 3:00 pm", "between 1:00 pm and 3:00 pm". */
function sayRange({ from, to, exact }: TimeRange): string {
	if (exact !== undefined) return `at ${sayMinutes(exact)}`;
	if (from === 0 && to === 12 * 60) return "in the morning";
	if (from === 12 * 60 && to === 17 * 60) return "in the afternoon";
	if (from === 0) return `before ${sayMinutes(to)}`;
	return to >= 24 * 60 ? `after ${sayMinutes(from)}` : `between ${sayMinutes(from)} and ${sayMinutes(to)}`;
}

/** Whether no opening of these days holds work of this length that begins at such a time. */
function isTooShort(hours: ChatHours | null, days: { from: string; to: string }, time: TimeRange, minutes: number) {
	if (!hours || minutes === 0 || pausesWork(hours.weeklyHours, minutes)) return false;
	const [from, to] = [dayBounds(days.from, hours.zone).startsAt, dayBounds(days.to, hours.zone).endsAt];
	return !openPieces(hours, from, to).some(({ start, end }) => {
		const midnight = dayBounds(dateAt(start, hours.zone), hours.zone).startsAt;
		const earliest = Math.max(start, midnight + (time.exact ?? time.from) * MINUTE);
		const latest = midnight + (time.exact ?? time.to - 1) * MINUTE;
		return earliest <= latest && earliest + minutes * MINUTE <= end;
	});
}
