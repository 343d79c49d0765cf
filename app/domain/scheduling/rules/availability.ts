import { type HoursException, type OpenPiece, openPieces, type WeeklyHours } from "#app/base/opening-hours.ts";
import { DAY, dateOfDay, firstInstantFrom, MINUTE, offsetPeriods, wallAt } from "#app/base/time.ts";
import { type Busy, freeBays } from "./bays.ts";

/** What decides the free slots of a location or member. Instants are epoch ms; hours are on the clocks of `zone`. */
export type SlotQuery = {
	zone: string;
	weeklyHours: readonly WeeklyHours[];
	/** Holidays and other days that differ; an exception replaces the weekday's hours altogether. */
	exceptions: readonly HoursException[];
	durationMinutes: number;
	/**
	 * The work may pause while the place is closed and the vehicle stays: a wrap of 16 hours begun on Monday is done on
	 * Tuesday. Without it, what is longer than the longest opening can never be booked.
	 */
	mayPause?: boolean;
	/** Time kept free of other appointments around this one. It may lie outside the opening hours. */
	bufferBeforeMinutes: number;
	bufferAfterMinutes: number;
	/** Starts lie at whole steps from the opening time, on the wall clock. */
	stepMinutes: number;
	minimumNoticeMinutes: number;
	/** The last local day on which a slot may start is this many days after today. */
	horizonDays: number;
	/** How many appointments run side by side: bays 1 to capacity. */
	capacity: number;
	busy: readonly Busy[];
	/** Slots start in [from, to). */
	from: number;
	to: number;
	now: number;
};

/** A time that can be taken: epoch ms, and the bays free for it (and its buffers) throughout. */
export type Slot = { startsAt: number; endsAt: number; bays: readonly number[] };

/**
 * The slots that can be booked, by start. A slot lies wholly in opening time (unless it `mayPause`, when it starts
 * and ends in opening time); hours that touch (24:00 and 00:00) join.
 * Where clocks go forward the missing readings are not offered; where they go back the repeated ones are offered
 * twice, as the two instants they are. A duration is elapsed time. Throws RangeError for numbers that make no sense.
 */
export function openSlots(query: SlotQuery): Slot[] {
	check(query);
	const { from, to } = bounds(query);
	const slots: Slot[] = [];
	if (!(from < to) || query.capacity === 0) return slots;
	const duration = query.durationMinutes * MINUTE;
	const before = query.bufferBeforeMinutes * MINUTE;
	const after = query.bufferAfterMinutes * MINUTE;
	// As far as the last slot runs: where hours touch at midnight it may end on the day after.
	const pieces = openPieces(query, from, to + (query.mayPause ? 8 * duration + 14 * DAY : duration));
	const { found, intervals } = starts(pieces, query.stepMinutes * MINUTE, from, to);
	const free = freeBays(query.capacity, query.busy);
	for (const { startsAt, interval } of found) {
		const endsAt = endOf(startsAt, interval, duration, intervals, query.mayPause ?? false);
		if (endsAt === null) continue;
		const bays = free(startsAt - before, endsAt + after);
		if (bays.length > 0) slots.push({ startsAt, endsAt, bays });
	}
	return slots;
}

/** The slot that starts exactly at an instant, if it can be booked now: the check before an appointment is stored. */
export function slotAt(query: Omit<SlotQuery, "from" | "to">, startsAt: number): Slot | null {
	return openSlots({ ...query, from: startsAt, to: startsAt + 1 })[0] ?? null;
}

/** Slots by the local date of their start in `zone` (the visitor's, maybe), both in order. */
export function groupByDay(slots: readonly Slot[], zone: string): { date: string; slots: Slot[] }[] {
	const sorted = [...slots].sort((a, b) => a.startsAt - b.startsAt);
	const first = sorted[0];
	const last = sorted.at(-1);
	if (!first || !last) return [];
	const periods = offsetPeriods(zone, first.startsAt, last.startsAt + 1);
	const days = new Map<number, Slot[]>();
	let at = 0;
	for (const slot of sorted) {
		while (slot.startsAt >= periods[at]!.end) at++;
		const day = Math.floor((slot.startsAt + periods[at]!.offset) / DAY);
		const known = days.get(day);
		if (known) known.push(slot);
		else days.set(day, [slot]);
	}
	return [...days].sort(([a], [b]) => a - b).map(([day, members]) => ({ date: dateOfDay(day), slots: members }));
}

type Interval = { start: number; end: number };

/** Candidate starts in [from, to), ascending and once each, with the interval of opening time that holds them. */
function starts(pieces: readonly OpenPiece[], step: number, from: number, to: number) {
	const found: { startsAt: number; interval: number }[] = [];
	const intervals: Interval[] = [];
	for (let first = 0; first < pieces.length; ) {
		const interval = { start: pieces[first]!.start, end: pieces[first]!.end };
		let past = first + 1;
		while (past < pieces.length && pieces[past]!.start <= interval.end) {
			interval.end = Math.max(interval.end, pieces[past++]!.end);
		}
		let ordered = true;
		const begun = found.length;
		for (const piece of pieces.slice(first, past)) {
			const earliest = Math.max(piece.start, from);
			const end = Math.min(piece.end, to);
			for (let at = piece.anchor + Math.ceil((earliest - piece.anchor) / step) * step; at < end; at += step) {
				ordered &&= found.length === begun || found.at(-1)!.startsAt < at;
				found.push({ startsAt: at, interval: intervals.length });
			}
		}
		// Only hours that overlap each other need this.
		if (!ordered) {
			const sorted = found.splice(begun).sort((a, b) => a.startsAt - b.startsAt);
			found.push(...sorted.filter((start, index) => start.startsAt !== sorted[index - 1]?.startsAt));
		}
		intervals.push(interval);
		first = past;
	}
	return { found, intervals };
}

/** When work begun at `startsAt` is done, or null when the opening time does not hold it. */
function endOf(startsAt: number, first: number, duration: number, intervals: readonly Interval[], mayPause: boolean) {
	let left = duration;
	let at = startsAt;
	for (let index = first; index < intervals.length; index++) {
		const { start, end } = intervals[index]!;
		at = Math.max(at, start);
		if (at + left <= end) return at + left;
		if (!mayPause) return null;
		left -= end - at;
	}
	return null;
}

function bounds(query: SlotQuery): { from: number; to: number } {
	const today = Math.floor(wallAt(query.now, query.zone) / DAY);
	const horizon = firstInstantFrom((today + query.horizonDays + 1) * DAY, query.zone);
	return {
		from: Math.max(query.from, query.now + query.minimumNoticeMinutes * MINUTE),
		to: Math.min(query.to, horizon),
	};
}

function check(query: SlotQuery): void {
	const whole = (name: keyof SlotQuery, least: number) => {
		const value = query[name];
		if (!Number.isInteger(value) || (value as number) < least) {
			throw new RangeError(`${name} must be a whole number of ${least} or more`);
		}
	};
	whole("durationMinutes", 1);
	whole("stepMinutes", 1);
	for (const name of ["bufferBeforeMinutes", "bufferAfterMinutes", "minimumNoticeMinutes"] as const) whole(name, 0);
	whole("horizonDays", 0);
	whole("capacity", 0);
	if (![query.from, query.to, query.now].every(Number.isFinite)) throw new RangeError("Not an instant");
}
