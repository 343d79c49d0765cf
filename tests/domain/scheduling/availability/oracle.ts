import type { SlotQuery } from "#app/domain/scheduling/rules/availability.ts";

const MINUTE = 60_000;

/** What the clocks of a zone show at each whole minute of [from, to), asked of Intl, one minute after the other. */
export function wallMinutes(zone: string, from: number, to: number) {
	const format = new Intl.DateTimeFormat("en-CA", {
		timeZone: zone,
		hourCycle: "h23",
		year: "numeric",
		month: "2-digit",
		day: "2-digit",
		hour: "2-digit",
		minute: "2-digit",
	});
	const readings = new Map<number, { date: string; minute: number }>();
	for (let at = from; at < to; at += MINUTE) {
		const parts = Object.fromEntries(format.formatToParts(at).map((part) => [part.type, part.value]));
		readings.set(at, {
			date: `${parts.year}-${parts.month}-${parts.day}`,
			minute: Number(parts.hour) * 60 + Number(parts.minute),
		});
	}
	return readings;
}

/** The free slots found the slow and obvious way: every minute is looked at by itself. */
export function slotsByTheMinute(query: SlotQuery, readings: ReturnType<typeof wallMinutes>) {
	const today = reading(readings, Math.floor(query.now / MINUTE) * MINUTE).date;
	const lastDate = new Date(Date.parse(today) + query.horizonDays * 86_400_000).toISOString().slice(0, 10);
	const found: { startsAt: number; endsAt: number; bays: number[] }[] = [];
	for (const at of readings.keys()) {
		// The horizon ends with the first minute of the day after it.
		if (reading(readings, at).date > lastDate) break;
		if (at < query.from || at >= query.to || at < query.now + query.minimumNoticeMinutes * MINUTE) continue;
		if (!hoursAt(query, readings, at).some((hours) => (hours.minute - hours.opens) % query.stepMinutes === 0)) continue;
		const endsAt = workedUntil(query, readings, at);
		if (endsAt === null) continue;
		const bays = baysFree(query, at - query.bufferBeforeMinutes * MINUTE, endsAt + query.bufferAfterMinutes * MINUTE);
		if (bays.length > 0) found.push({ startsAt: at, endsAt, bays });
	}
	return found;
}

/** Counts open minutes until the work is done; null when it meets a closed one and may not pause. */
function workedUntil(query: SlotQuery, readings: ReturnType<typeof wallMinutes>, at: number): number | null {
	let worked = 0;
	for (let minute = at; readings.has(minute); minute += MINUTE) {
		if (hoursAt(query, readings, minute).length > 0) worked++;
		else if (!query.mayPause) return null;
		if (worked === query.durationMinutes) return minute + MINUTE;
	}
	return null;
}

function hoursAt(query: SlotQuery, readings: ReturnType<typeof wallMinutes>, at: number) {
	const { date, minute } = reading(readings, at);
	const weekday = ((new Date(date).getUTCDay() + 6) % 7) + 1;
	const exception = query.exceptions.find((one) => one.date === date);
	const hours = exception
		? exception.closed
			? []
			: (exception.hours ?? [])
		: query.weeklyHours.filter((one) => one.weekday === weekday);
	return hours
		.map((one) => ({ minute, opens: minutes(one.opens), closes: minutes(one.closes) }))
		.filter((one) => minute >= one.opens && minute < one.closes);
}

function baysFree(query: SlotQuery, from: number, to: number): number[] {
	const taken = new Set<number>();
	let most = 0;
	for (let at = from; at < to; at += MINUTE) {
		const running = query.busy.filter((one) => one.startsAt <= at && one.endsAt > at);
		for (const one of running) if (one.bay) taken.add(one.bay);
		most = Math.max(most, running.filter((one) => !one.bay).length);
	}
	const free = Array.from({ length: query.capacity }, (_, index) => index + 1).filter((bay) => !taken.has(bay));
	return free.slice(0, Math.max(0, free.length - most));
}

function reading(readings: ReturnType<typeof wallMinutes>, at: number) {
	const found = readings.get(at);
	if (!found) throw new Error("The oracle was not given enough minutes");
	return found;
}

function minutes(text: string): number {
	return Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5));
}
