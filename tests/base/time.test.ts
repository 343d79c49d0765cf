import { Temporal } from "temporal-polyfill";
import { describe, expect, test } from "vitest";
import {
	addDays,
	DAY,
	dateAt,
	dayBounds,
	dayOfDate,
	firstInstantFrom,
	HOUR,
	instantsAtWall,
	isNear,
	isZone,
	MINUTE,
	offsetAt,
	offsetPeriods,
	readDate,
	timeOfDay,
	weekdayOf,
} from "#app/base/time.ts";

const changing = ["America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Asia/Beirut"];

/** The offset as Intl prints it ("GMT+05:45"), in ms: a second witness beside the arithmetic. */
function printedOffset(format: Intl.DateTimeFormat, instant: number): number {
	const name = format.formatToParts(instant).find((part) => part.type === "timeZoneName")!.value;
	const [, sign, hours, minutes] = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(name) ?? [];
	return sign ? (sign === "-" ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * MINUTE) : 0;
}

describe("SCHED-1 local time as arithmetic", () => {
	test("SCHED-1 every zone has the offset that Intl prints, on both sides of each of its changes", () => {
		const from = Date.parse("2025-12-31T00:00:00Z");
		const to = Date.parse("2028-01-02T00:00:00Z");
		for (const zone of Intl.supportedValuesOf("timeZone")) {
			const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
			const periods = offsetPeriods(zone, from, to);
			const moments = [from, to, ...periods.flatMap(({ start }) => [start - MINUTE, start])].filter(
				// Before 1972 some offsets have seconds, which Intl rounds away.
				(moment) => moment > Date.UTC(1972, 0, 8),
			);
			for (const moment of moments)
				expect(offsetAt(moment, zone), `${zone} ${moment}`).toBe(printedOffset(format, moment));
			for (let at = from; at < to; at += 20 * DAY) expect(offsetAt(at, zone)).toBe(printedOffset(format, at));
			periods.slice(1).forEach((period, index) => {
				expect(period.start).toBe(periods[index]?.end);
			});
		}
	});

	test("SCHED-1 a wall reading gives the instants that Temporal gives: none, one or two", () => {
		for (const zone of changing) {
			for (const { start } of offsetPeriods(zone, Date.UTC(2026, 1, 1), Date.UTC(2027, 1, 1)).slice(1)) {
				for (let step = -30; step <= 30; step++) {
					const wall = start + offsetAt(start, zone) + step * 7 * MINUTE;
					const plain = Temporal.PlainDateTime.from(new Date(wall).toISOString().slice(0, 23));
					const [earlier, later] = (["earlier", "later"] as const).map(
						(disambiguation) => plain.toZonedDateTime(zone, { disambiguation }).epochMilliseconds,
					) as [number, number];
					const isSkipped = offsetAt(earlier, zone) + earlier !== wall;
					expect(instantsAtWall(wall, zone)).toEqual(isSkipped ? [] : [...new Set([earlier, later])]);
					expect(firstInstantFrom(wall, zone)).toBe(isSkipped ? start : earlier);
				}
			}
		}
	});

	test("SCHED-1 a day starts where Temporal starts it and has its real length", () => {
		for (const zone of [...changing, "Africa/Casablanca", "Asia/Kolkata", "Pacific/Apia"]) {
			for (let date = "2026-01-01"; date < "2027-01-01"; date = addDays(date, 1)) {
				const { startsAt, endsAt } = dayBounds(date, zone);
				const start = Temporal.PlainDate.from(date).toZonedDateTime(zone);
				expect(startsAt).toBe(start.epochMilliseconds);
				expect((endsAt - startsAt) / HOUR).toBe(start.hoursInDay);
			}
		}
		const skipped = dayBounds("2011-12-30", "Pacific/Apia");
		expect(skipped.startsAt).toBe(skipped.endsAt);
	});

	test("SCHED-1 dates, weekdays and times of day are read strictly", () => {
		expect(weekdayOf("2026-11-21")).toBe(6);
		expect(weekdayOf("1969-12-28")).toBe(7);
		expect(addDays("2028-02-28", 2)).toBe("2028-03-01");
		expect(dateAt(Date.parse("2026-11-21T23:30:00Z"), "Asia/Kathmandu")).toBe("2026-11-22");
		expect(timeOfDay("24:00")).toBe(DAY);
		expect(timeOfDay("09:30:15")).toBe(9.5 * HOUR + 15_000);
		for (const text of ["24:01", "9:30", "25:00", "12:60", "", "noon"])
			expect(() => timeOfDay(text)).toThrow(RangeError);
		for (const text of ["2026-02-29", "2026-13-01", "26-01-01", ""]) expect(() => dayOfDate(text)).toThrow(RangeError);
	});

	test("SCHED-1 only zones that exist are zones", () => {
		expect(["Asia/Kolkata", "UTC", "America/Argentina/Buenos_Aires"].map(isZone)).toEqual([true, true, true]);
		expect(["Mars/Olympus", "", "+05:30", "constructor", 7, null].map(isZone)).toEqual(Array(6).fill(false));
	});
});

describe("what somebody wrote as a day or a time", () => {
	test("is a date when there is such a day, in years that are near", () => {
		for (const text of ["2026-02-28", "2028-02-29", "1900-01-01", "2199-12-31"]) expect(readDate(text)).toBe(text);
		const none = ["2026-02-29", "2026-13-01", "9999-12-31", "0000-01-01", "+275760-09-13", "-1", "", null, undefined];
		for (const text of none) expect(readDate(text), String(text)).toBeUndefined();
	});

	test("is near from 1900 to 2199", () => {
		expect([isNear(Date.parse("2026-11-21T00:00:00Z")), isNear(Date.parse("1900-01-01T00:00:00Z"))]).toEqual([
			true,
			true,
		]);
		for (const far of ["0001-01-01T00:00:00Z", "2200-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "nonsense"]) {
			expect(isNear(Date.parse(far)), far).toBe(false);
		}
	});
});
