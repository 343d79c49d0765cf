import { expect, test } from "vitest";
import { DAY, dateAt, weekdayOf } from "#app/base/time.ts";
import { Diary } from "#db/seed/leads/diary.ts";
import { planWeek } from "#db/seed/leads/week-visits.ts";
import { DEMO_LOCATIONS } from "#db/seed/places.ts";

test("OPS-2 whichever weekday it is filled on, every place keeps a bay free but on full Wednesdays", () => {
	for (let day = 0; day < 7; day++) {
		const firstAt = new Date(Date.parse("2026-11-16T18:00:00Z") + day * DAY);
		const diary = new Diary(firstAt);
		for (const [place, { zone, capacity }] of DEMO_LOCATIONS.entries()) {
			const full = [2, 9].map((ahead) => diary.rest(place, 240, ahead));
			for (const seats of full) {
				expect(seats).toHaveLength(2 * capacity);
				expect(seats.every(({ startsAt }) => weekdayOf(dateAt(startsAt.getTime(), zone)) === 3)).toBe(true);
			}
			const seats = Array.from({ length: 30 }, (_, nth) => diary.next(place, nth % 4 === 0 ? 480 : 120, 1 + (nth % 6)));
			expect(seats.every(({ bay }) => bay < capacity)).toBe(true);
		}
		const visits = planWeek(firstAt, []).filter(({ place }) => place !== undefined);
		expect(visits.every(({ place, bay }) => bay < DEMO_LOCATIONS[place!]!.capacity)).toBe(true);
	}
});
