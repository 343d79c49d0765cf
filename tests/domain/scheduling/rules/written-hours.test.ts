import { describe, expect, test } from "vitest";
import {
	readDates,
	readExceptions,
	readRanges,
	readSendHours,
	sayExceptions,
	sayRanges,
	saySendHours,
} from "#app/domain/scheduling/rules/written-hours.ts";

describe("hours as people write them", () => {
	test("SCHED-1 a day with a lunch is two stretches, in order however they are written", () => {
		expect(readRanges("12:30 - 17:30; 8:00–12:00")).toEqual([
			{ opens: "08:00", closes: "12:00" },
			{ opens: "12:30", closes: "17:30" },
		]);
		expect(readRanges("  ")).toEqual([]);
		expect(readRanges("00:00-24:00")).toEqual([{ opens: "00:00", closes: "24:00" }]);
	});

	test.each([
		["9-5", /no stretch/],
		["17:00-9:00", /ends before/],
		["9:00-25:00", /does not exist/],
		["9:00-12:00, 11:00-13:00", /overlap/],
	])("SCHED-1 “%s” is refused with the reason", (text, reason) => {
		expect(() => readRanges(text)).toThrow(reason);
	});

	test("SCHED-1 holidays and short days read back as they were written", () => {
		const text =
			"2026-12-24 09:00-12:00 Christmas Eve\n2026-12-25 closed Christmas Day\n2026-12-31 08:00-10:00, 11:00-12:00";
		const read = readExceptions(text);
		expect(read[1]).toEqual({ date: "2026-12-25", closed: true, name: "Christmas Day" });
		expect(sayExceptions(read)).toBe(text);
		expect(() => readExceptions("2026-02-30 closed")).toThrow(/no day/);
		expect(() => readExceptions("tomorrow closed")).toThrow(/needs a date/);
		expect(() => readExceptions("2026-02-03 maybe")).toThrow(/needs hours/);
	});

	test("SCHED-1 hours of sending read back as they were written", () => {
		const text = "Mon-Fri 09:00-19:00\nSat 10:00-14:00";
		expect(saySendHours(readSendHours(text))).toBe(text);
		expect(readSendHours("")).toBeNull();
		expect(() => readSendHours("Fri-Mon 9:00-10:00")).toThrow(/two lines/);
		expect(() => readSendHours("Xyz 9:00-10:00")).toThrow(/no weekday/);
		expect(saySendHours([{ weekdays: [1, 3, 4], opens: "09:00", closes: "10:00" }])).toBe(
			"Mon 09:00-10:00\nWed-Thu 09:00-10:00",
		);
	});

	test("SCHED-1 dates stand in order and once", () => {
		expect(readDates("2026-12-25, 2026-01-01\n2026-12-25")).toEqual(["2026-01-01", "2026-12-25"]);
		expect(() => readDates("2026-13-01")).toThrow(/no day/);
		expect(sayRanges([])).toBe("");
	});
});
