import { addDays, DAY, dateAt, MINUTE, weekdayOf } from "#app/base/time.ts";
import { DEMO_LOCATIONS } from "../places.ts";
import { wallInstant } from "./stories.ts";

export type Seat = { startsAt: Date; endsAt: Date; bay: number };

const MORNING = "08:00";
const AFTERNOON = "13:00";
/** Hours pause from 12:00 to 12:30, so work that does not end before goes on after it. */
const MORNING_MINUTES = 240;
const PAUSE_MINUTES = 30;
/** Between two vehicles, as the schedules of the demo say. */
export const BUFFER_MINUTES = 15;

/**
 * The demo's diary: hands out mornings, afternoons and whole days so that no two appointments of a bay overlap.
 * Monday to Friday, from the day after `firstAt`. A place's last bay stays free, but for the days that are full: whoever
 * asks for an afternoon of the coming days gets one, whichever weekday the demo is started on.
 */
export class Diary {
	readonly #firstAt: Date;
	readonly #taken = new Set<string>();

	constructor(firstAt: Date) {
		this.#firstAt = firstAt;
	}

	/** The next free time at a place for work of that length, `daysAhead` days from now or later. */
	next(place: number, minutes: number, daysAhead: number): Seat {
		const { zone, capacity } = DEMO_LOCATIONS[place]!;
		let date = addDays(dateAt(this.#firstAt.getTime(), zone), Math.max(1, daysAhead));
		for (;;) {
			if (weekdayOf(date) <= 5) {
				for (let bay = 1; bay < capacity; bay++) {
					const seat = this.#take(place, date, bay, minutes);
					if (seat) return seat;
				}
			}
			date = addDays(date, 1);
		}
	}

	/** Everything that is still free on the Wednesday that is `daysAhead` days away or the next one after it. */
	rest(place: number, minutes: number, daysAhead: number): Seat[] {
		const { zone, capacity } = DEMO_LOCATIONS[place]!;
		let date = addDays(dateAt(this.#firstAt.getTime(), zone), daysAhead);
		while (weekdayOf(date) !== 3) date = addDays(date, 1);
		const seats: Seat[] = [];
		for (let bay = 1; bay <= capacity; bay++) {
			for (let half = 0; half < 2; half++) {
				const seat = this.#take(place, date, bay, minutes);
				if (seat) seats.push(seat);
			}
		}
		return seats;
	}

	#take(place: number, date: string, bay: number, minutes: number): Seat | undefined {
		const halves = [`${place} ${date} ${bay} am`, `${place} ${date} ${bay} pm`];
		const isLong = minutes > MORNING_MINUTES;
		const wanted = isLong ? halves : halves.filter((half) => !this.#taken.has(half)).slice(0, 1);
		if (wanted.length === 0 || wanted.some((half) => this.#taken.has(half))) return undefined;
		for (const half of wanted) this.#taken.add(half);
		return seatAt(place, date, wanted[0]!.endsWith("am") ? MORNING : AFTERNOON, bay, minutes);
	}
}

/** The working day on or after an instant's, in the morning: where finished work stood. */
export function pastSeat(place: number, near: Date, minutes: number): Seat {
	const { zone } = DEMO_LOCATIONS[place]!;
	let date = dateAt(near.getTime() + DAY, zone);
	while (weekdayOf(date) > 5) date = addDays(date, 1);
	return seatAt(place, date, MORNING, 1, minutes);
}

function seatAt(place: number, date: string, time: string, bay: number, minutes: number): Seat {
	const startsAt = wallInstant(date, time, DEMO_LOCATIONS[place]!.zone);
	const pause = time === MORNING && minutes > MORNING_MINUTES ? PAUSE_MINUTES : 0;
	return { startsAt: new Date(startsAt), endsAt: new Date(startsAt + (minutes + pause) * MINUTE), bay };
}
