import { expect, test } from "vitest";
import { addDays, DAY, dateAt, HOUR, weekdayOf } from "#app/base/time.ts";
import { planWeek } from "#db/seed/leads/week-visits.ts";
import { DEMO_LOCATIONS } from "#db/seed/places.ts";

const MONDAY = Date.parse("2026-11-16T00:00:00Z");

test.each([0, 1, 2, 3, 4, 5, 6])(
	"OPS-2 started %i days after a Monday, at any hour, neither that day nor that week is empty",
	(day) => {
		for (let hour = 0; hour < 24; hour += 3) {
			const firstAt = new Date(MONDAY + day * DAY + hour * HOUR);
			const visits = planWeek(firstAt, []);
			const zone = DEMO_LOCATIONS[2].zone;
			const today = dateAt(firstAt.getTime(), zone);
			const monday = addDays(today, 1 - weekdayOf(today));
			const days = visits.map((visit) => dateAt(visit.startsAt, visit.zone));
			for (let index = 0; index < 7; index++) expect(days, `${hour} h`).toContain(addDays(monday, index));
			expect(days.filter((date) => date === today).length, `${hour} h`).toBeGreaterThan(2);
			for (const { startsAt, endsAt, isOver } of visits)
				expect(isOver ? endsAt < firstAt.getTime() : startsAt > firstAt.getTime()).toBe(true);
		}
	},
);

test("OPS-2 no two of these overlap in a place, nor with what is booked there already", () => {
	const firstAt = new Date("2026-11-21T06:00:00Z");
	const visits = planWeek(firstAt, []);
	for (const [index, one] of visits.entries())
		for (const other of visits.slice(index + 1)) {
			if (one.place !== other.place || one.member?.id !== other.member?.id || one.bay !== other.bay) continue;
			expect(one.endsAt <= other.startsAt || other.endsAt <= one.startsAt, `${one.key}, ${other.key}`).toBe(true);
		}
});
