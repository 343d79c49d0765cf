import { openPieces, type WeeklyHours } from "#app/base/opening-hours.ts";
import { DAY, firstInstantFrom, HOUR, MINUTE, timeOfDay, wallAt } from "#app/base/time.ts";

export type SendChannel = "email" | "sms" | "chat" | "push" | "webhook";

/** When messages may go out, on a zone's clocks: weekdays 1 Monday to 7 Sunday, `HH:MM` to `HH:MM` or `24:00`. */
export type SendHours = { readonly weekdays: readonly number[]; readonly opens: string; readonly closes: string };

/**
 * When nobody is to be disturbed, maybe over midnight (`21:00` to `08:00`). `zone` is the receiver's where it is known,
 * else that of the window. Without `channels` it holds for all of them.
 */
export type QuietHours = {
	readonly starts: string;
	readonly ends: string;
	readonly zone?: string | null;
	readonly channels?: readonly SendChannel[];
};

export type SendWindow = {
	/** The location's zone. */
	readonly zone: string;
	/** Null: no window, any time of any day that is no holiday. An empty list: never. */
	readonly hours: readonly SendHours[] | null;
	/** Dates (`YYYY-MM-DD`) on which nothing goes out. */
	readonly holidays: readonly string[];
	readonly quietHours?: QuietHours | null;
};

const SEARCH_DAYS = 400;

/**
 * The first instant (epoch ms) not before `plannedAt` that lies in the window, on no holiday and outside the quiet
 * hours; null when there is none within 400 days. The window wins over the plan. An instant counts as what the clocks
 * show at it, so a reading that is skipped opens with the jump, and one that comes twice is open both times.
 */
export function nextSendTime(plannedAt: number, channel: SendChannel, window: SendWindow): number | null {
	const weeklyHours = weeklyHoursOf(window.hours);
	const exceptions = window.holidays.map((date) => ({ date, closed: true }));
	const quiet = quietWeek(channel, window.quietHours);
	const quietZone = window.quietHours?.zone ?? window.zone;
	// A week at a time: nearly always the first one answers.
	for (let from = plannedAt; from < plannedAt + SEARCH_DAYS * DAY; from += 7 * DAY) {
		const open = openPieces({ zone: window.zone, weeklyHours, exceptions }, from, from + 7 * DAY);
		const closed = openPieces({ zone: quietZone, weeklyHours: quiet, exceptions: [] }, from - DAY, from + 8 * DAY);
		for (const piece of open) {
			let at = Math.max(piece.start, plannedAt);
			for (const pause of closed) if (pause.start <= at && pause.end > at) at = pause.end;
			if (at < piece.end) return at;
		}
	}
	return null;
}

/** One planned message: `minutes` after enrolment, or on the `day`th local day after it at `at` (`HH:MM`). */
export type PlannedTouch = { readonly channel: SendChannel } & (
	| { readonly minutes: number }
	| { readonly day: number; readonly at: string }
);

export type TouchTime = {
	readonly channel: SendChannel;
	/** When the sequence alone would have it. */
	readonly plannedAt: number;
	/** When it goes out; null when the window never opens. */
	readonly sendAt: number | null;
	/** Why it is later than planned: the send window, another touch of its channel on that day, or the one before it. */
	readonly movedBy: "window" | "channel" | "order" | null;
};

// Touches that a weekend pushed together are kept this far apart, or as far as the sequence has them if that is less.
const LEAST_GAP = 2 * HOUR;

/**
 * When each touch of a sequence goes out. They stay in order; a channel has at most one a local day, counting those in
 * `taken` (sent or planned earlier); one that is crowded out goes to the next day at the same time of day. A time of
 * day is on the clocks of the window's zone, before and after a clock change. The window and the quiet hours bind every
 * one of them, the first too.
 */
export function planTouches(query: {
	enrolledAt: number;
	touches: readonly PlannedTouch[];
	window: SendWindow;
	taken?: readonly { readonly channel: SendChannel; readonly at: number }[];
}): TouchTime[] {
	const { window } = query;
	const dayAt = (instant: number) => Math.floor(wallAt(instant, window.zone) / DAY);
	const days = new Set((query.taken ?? []).map((one) => `${one.channel} ${dayAt(one.at)}`));
	const times: TouchTime[] = [];
	let before: TouchTime | undefined;
	for (const touch of query.touches) {
		const plannedAt = plannedTime(touch, query.enrolledAt, window.zone);
		const gap = before ? Math.min(LEAST_GAP, Math.max(0, plannedAt - before.plannedAt)) : 0;
		const earliest = before?.sendAt == null ? plannedAt : Math.max(plannedAt, before.sendAt + gap);
		let sendAt = nextSendTime(earliest, touch.channel, window);
		let movedBy = sendAt === plannedAt ? null : reasonFor(plannedAt, touch.channel, window);
		while (sendAt !== null && days.has(`${touch.channel} ${dayAt(sendAt)}`)) {
			const nextDay = (dayAt(sendAt) + 1) * DAY + (((wallAt(plannedAt, window.zone) % DAY) + DAY) % DAY);
			sendAt = nextSendTime(firstInstantFrom(nextDay, window.zone), touch.channel, window);
			movedBy = "channel";
		}
		if (sendAt !== null) days.add(`${touch.channel} ${dayAt(sendAt)}`);
		before = { channel: touch.channel, plannedAt, sendAt, movedBy };
		times.push(before);
	}
	return times;
}

function reasonFor(plannedAt: number, channel: SendChannel, window: SendWindow): TouchTime["movedBy"] {
	return nextSendTime(plannedAt, channel, window) === plannedAt ? "order" : "window";
}

function plannedTime(touch: PlannedTouch, enrolledAt: number, zone: string): number {
	if ("minutes" in touch) return enrolledAt + touch.minutes * MINUTE;
	const day = Math.floor(wallAt(enrolledAt, zone) / DAY) + touch.day;
	return Math.max(enrolledAt, firstInstantFrom(day * DAY + timeOfDay(touch.at), zone));
}

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];

function weeklyHoursOf(hours: readonly SendHours[] | null): WeeklyHours[] {
	const given = hours ?? [{ weekdays: EVERY_DAY, opens: "00:00", closes: "24:00" }];
	return given.flatMap(({ weekdays, opens, closes }) => weekdays.map((weekday) => ({ weekday, opens, closes })));
}

function quietWeek(channel: SendChannel, quiet: QuietHours | null | undefined): WeeklyHours[] {
	if (!quiet || (quiet.channels && !quiet.channels.includes(channel))) return [];
	const { starts, ends } = quiet;
	if (timeOfDay(starts) === timeOfDay(ends)) return [];
	const spans =
		timeOfDay(starts) < timeOfDay(ends)
			? [{ opens: starts, closes: ends }]
			: [
					{ opens: "00:00", closes: ends },
					{ opens: starts, closes: "24:00" },
				].filter((span) => timeOfDay(span.closes) > timeOfDay(span.opens));
	return spans.flatMap((span) => EVERY_DAY.map((weekday) => ({ weekday, ...span })));
}
