import type { HoursException, WeeklyHours } from "#app/base/opening-hours.ts";
import { openPieces } from "#app/base/opening-hours.ts";
import { addDays, DAY, dateAt, dayBounds, timeOfDay, weekdayOf } from "#app/base/time.ts";
import { sayClock, sayDay, sayMinutes, sayZone } from "#app/base/words/say-time.ts";

export type ChatHours = { zone: string; weeklyHours: readonly WeeklyHours[]; exceptions: readonly HoursException[] };

const NAMES = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/** Whether the place is open at an instant (epoch ms), and until or from when: one sentence. */
export function sayOpenNow(hours: ChatHours, now: number): string {
	const pieces = openPieces(hours, now, now + 14 * DAY);
	const current = pieces.find((piece) => piece.start <= now && now < piece.end);
	const zone = sayZone(now, hours.zone);
	if (current) return `We are open now, until ${sayClock(current.end, hours.zone)} ${zone}.`;
	const next = pieces.find((piece) => piece.start > now);
	if (!next) return "We are closed at the moment.";
	const isToday = dateAt(next.start, hours.zone) === dateAt(now, hours.zone);
	const day = isToday ? "today" : `on ${sayDay(next.start, hours.zone)}`;
	return `We are closed right now and open again ${day} at ${sayClock(next.start, hours.zone)} ${zone}.`;
}

/** The hours of one local date, with the reason where it differs: "On Thu 26 Nov we are closed (Thanksgiving)." */
export function sayHoursOf(hours: ChatHours, date: string): string {
	const { startsAt, endsAt } = dayBounds(date, hours.zone);
	const exception = hours.exceptions.find((one) => one.date === date);
	const why = exception?.name ? ` (${exception.name})` : "";
	const day = sayDay(startsAt + 12 * 3_600_000, hours.zone);
	const pieces = openPieces(hours, startsAt, endsAt);
	if (pieces.length === 0) return `On ${day} we are closed${why}.`;
	const spans = pieces.map((piece) => `${sayClock(piece.start, hours.zone)} to ${sayClock(piece.end, hours.zone)}`);
	return `On ${day} we are open ${listOf(spans)} ${sayZone(startsAt, hours.zone)}${why}.`;
}

/** That the place is closed on some days: the sentence, and when it opens next (epoch ms), where that is known. */
export type Closed = { text: string; opensAt: number | undefined };

const DAY_NAMES = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

/**
 * Why nobody can come on these local dates (a week at most): "We are closed on Sundays." Undefined when the place is
 * open at some time of them that is still ahead at `now` (epoch ms), or no hours are known.
 */
export function closedOn(hours: ChatHours, days: { from: string; to: string }, now: number): Closed | undefined {
	const dates = datesOf(days);
	const first = dates[0];
	if (first === undefined || dates.length > 7) return undefined;
	const [from, to] = [dayBounds(days.from, hours.zone).startsAt, dayBounds(days.to, hours.zone).endsAt];
	const pieces = openPieces(hours, from, to);
	if (pieces.some(({ end }) => end > now)) return undefined;
	const next = openPieces(hours, Math.max(now, to), Math.max(now, to) + 28 * DAY)[0];
	const text = pieces.length > 0 ? "We have closed for today." : whyClosed(hours, dates, dateAt(now, hours.zone));
	return { text, opensAt: next?.start };
}

/** " We open again on Mon 23 Nov at 8:00 am CST.", or nothing where that is not known. */
export function sayOpensAgain({ opensAt }: Closed, zone: string): string {
	if (opensAt === undefined) return "";
	return ` We open again on ${sayDay(opensAt, zone)} at ${sayClock(opensAt, zone)} ${sayZone(opensAt, zone)}.`;
}

function whyClosed(hours: ChatHours, dates: readonly string[], today: string): string {
	const [only] = dates;
	if (dates.length === 1 && only !== undefined) {
		const exception = hours.exceptions.find(({ date }) => date === only);
		const day = sayDay(dayBounds(only, hours.zone).startsAt + 12 * 3_600_000, hours.zone);
		if (exception)
			return `We are closed ${only === today ? "today" : `on ${day}`}${exception.name ? ` (${exception.name})` : ""}.`;
		const name = DAY_NAMES[weekdayOf(only) - 1]!;
		return only === today ? `We are closed today, as on every ${name.slice(0, -1)}.` : `We are closed on ${name}.`;
	}
	const isWeekly = dates.every((date) => spansOf(hours.weeklyHours, weekdayOf(date)) === "");
	return isWeekly
		? `We are closed on ${listOf(dates.map((date) => DAY_NAMES[weekdayOf(date) - 1]!))}.`
		: "We are closed on those days.";
}

function datesOf({ from, to }: { from: string; to: string }): string[] {
	const dates: string[] = [];
	for (let date = from; date <= to && dates.length < 8; date = addDays(date, 1)) dates.push(date);
	return dates;
}

/** The week's hours, days with the same hours together: "Mon to Fri 8:00 am to 5:30 pm", and coming exceptions. */
export function sayWeek(hours: ChatHours, now: number): string[] {
	const spans = NAMES.map((_, index) => spansOf(hours.weeklyHours, index + 1));
	const lines: string[] = [];
	for (let first = 0; first < 7; ) {
		let last = first;
		while (last < 6 && spans[last + 1] === spans[first]) last++;
		const days = last === first ? NAMES[first]! : `${NAMES[first]} to ${NAMES[last]}`;
		lines.push(`${days}: ${spans[first] || "closed"}`);
		first = last + 1;
	}
	const today = dateAt(now, hours.zone);
	const soon = hours.exceptions
		.filter(({ date }) => date >= today && date <= addDays(today, 14))
		.sort((a, b) => a.date.localeCompare(b.date));
	return [...lines, ...soon.slice(0, 3).map(({ date }) => sayHoursOf(hours, date))];
}

function spansOf(weekly: readonly WeeklyHours[], weekday: number): string {
	return weekly
		.filter((one) => one.weekday === weekday)
		.sort((a, b) => timeOfDay(a.opens) - timeOfDay(b.opens))
		.map(({ opens, closes }) => `${sayMinutes(timeOfDay(opens) / 60_000)} to ${sayMinutes(timeOfDay(closes) / 60_000)}`)
		.join(" and ");
}

function listOf(items: readonly string[]): string {
	return items.length <= 1 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
