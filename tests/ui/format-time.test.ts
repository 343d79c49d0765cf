import { afterEach, describe, expect, it } from "vitest";
import { sayInstant } from "#app/base/words/say-time.ts";
import {
	formatClock,
	formatDate,
	formatDay,
	formatInstant,
	formatLength,
	formatRelative,
	formatStretch,
	zoneName,
} from "#app/ui/format-time.ts";

const la = "America/Los_Angeles";

describe("an instant in words", () => {
	it("names the day, the time and the zone, and no year when it is this one", () => {
		expect(formatInstant("2026-11-24T23:30:00Z", la, "2026-11-21T00:00:00Z")).toBe("Tue 24 Nov, 3:30 pm PST");
	});

	it("adds the year when it is another one in the reader's zone", () => {
		expect(formatInstant("2025-11-24T23:30:00Z", la, "2026-11-21T00:00:00Z")).toBe("Mon 24 Nov 2025, 3:30 pm PST");
		// Already 2027 in UTC, still 2026 in Los Angeles.
		expect(formatDay("2027-01-01T05:00:00Z", la, "2026-06-01T00:00:00Z")).toBe("Thu 31 Dec");
	});

	it("tells the two 1:30 of the night the clocks go back apart", () => {
		expect(formatInstant("2026-11-01T08:30:00Z", la)).toBe("Sun 1 Nov, 1:30 am PDT");
		expect(formatInstant("2026-11-01T09:30:00Z", la)).toBe("Sun 1 Nov, 1:30 am PST");
	});

	it("jumps from 1:59 to 3:00 in the night the clocks go forward", () => {
		expect(formatClock("2026-03-08T09:59:00Z", la)).toBe("1:59 am");
		expect(formatClock("2026-03-08T10:00:00Z", la)).toBe("3:00 am");
	});

	it("says noon and midnight as 12, not 0", () => {
		expect(formatClock("2026-11-24T08:00:00Z", la)).toBe("12:00 am");
		expect(formatClock("2026-11-24T20:00:00Z", la)).toBe("12:00 pm");
	});

	it("shifts half an hour where the zone does", () => {
		expect(formatInstant("2026-04-04T14:59:00Z", "Australia/Lord_Howe")).toBe("Sun 5 Apr, 1:59 am LHDT");
		expect(formatClock("2026-04-04T15:00:00Z", "Australia/Lord_Howe")).toBe("1:30 am");
	});

	it("refuses what is no instant and no zone", () => {
		expect(() => formatInstant("soon", la)).toThrow(RangeError);
		expect(() => formatInstant("2026-11-24T23:30:00Z", "Mars/Olympus")).toThrow(RangeError);
	});
});

describe("the name of a zone", () => {
	it.each([
		["America/New_York", "2026-07-01T00:00:00Z", "EDT"],
		["Europe/Berlin", "2026-11-21T00:00:00Z", "CET"],
		["Europe/Berlin", "2026-07-01T00:00:00Z", "CEST"],
		["Europe/London", "2026-07-01T00:00:00Z", "BST"],
		["Asia/Kolkata", "2026-07-01T00:00:00Z", "IST"],
		["Australia/Sydney", "2026-12-01T00:00:00Z", "AEDT"],
		["America/Sao_Paulo", "2026-12-01T00:00:00Z", "GMT-3"],
		["Asia/Kathmandu", "2026-12-01T00:00:00Z", "GMT+5:45"],
		["UTC", "2026-12-01T00:00:00Z", "UTC"],
	])("%s at %s is %s", (zone, at, name) => {
		expect(zoneName(at, zone)).toBe(name);
	});
});

describe("how long ago", () => {
	const now = "2026-11-21T18:00:00Z";
	const ago = (seconds: number) => formatRelative(Date.parse(now) - seconds * 1000, now, la);

	it.each([
		[0, "just now"],
		[44, "just now"],
		[50, "1 min ago"],
		[59 * 60, "59 min ago"],
		[60 * 60, "1 hour ago"],
		[23 * 3600, "23 hours ago"],
		[24 * 3600, "1 day ago"],
		[29 * 86_400, "29 days ago"],
		[-300, "in 5 min"],
		[-7200, "in 2 hours"],
	])("%d seconds: %s", (seconds, words) => {
		expect(ago(seconds)).toBe(words);
	});

	it("gives the day after a month, with its year when that is another", () => {
		expect(ago(60 * 86_400)).toBe("22 Sep");
		expect(ago(400 * 86_400)).toBe("17 Oct 2025");
	});
});

describe("stretches, days and lengths", () => {
	it("says the day and the zone once", () => {
		expect(formatStretch("2026-11-24T23:30:00Z", "2026-11-25T00:15:00Z", la)).toBe("Tue 24 Nov, 3:30 – 4:15 pm PST");
		expect(formatStretch("2026-11-24T19:30:00Z", "2026-11-24T20:15:00Z", la)).toBe(
			"Tue 24 Nov, 11:30 am – 12:15 pm PST",
		);
	});

	it("says both in full over midnight and over a change of the clocks", () => {
		expect(formatStretch("2026-11-25T07:30:00Z", "2026-11-25T08:30:00Z", la)).toBe(
			"Tue 24 Nov, 11:30 pm PST – Wed 25 Nov, 12:30 am PST",
		);
		expect(formatStretch("2026-11-01T08:30:00Z", "2026-11-01T09:30:00Z", la)).toBe(
			"Sun 1 Nov, 1:30 am PDT – Sun 1 Nov, 1:30 am PST",
		);
	});

	it("leaves a date alone, whatever the zone", () => {
		expect(formatDate("2026-11-24")).toBe("Tue 24 Nov 2026");
	});

	it.each([
		[45_000, "45 s"],
		[300_000, "5 min"],
		[4_800_000, "1 h 20 min"],
		[7_200_000, "2 h"],
		[274_000_000, "3 days 4 h"],
	])("%d ms last %s", (length, words) => {
		expect(formatLength(length)).toBe(words);
	});
});

describe("formatters", () => {
	const real = Intl.DateTimeFormat;
	afterEach(() => {
		Intl.DateTimeFormat = real;
	});

	it("says the same on pages and in texts that are kept, by the same formatters", () => {
		const at = Date.parse("2027-01-02T03:04:00Z");
		for (const zone of ["America/Chicago", "Asia/Kolkata", "America/Sao_Paulo"])
			expect(sayInstant(at, zone)).toBe(formatInstant(at, zone));
	});

	it("are not kept for every way to write a zone's name, of which a stranger has thousands", () => {
		let made = 0;
		Intl.DateTimeFormat = function counted(...given: ConstructorParameters<typeof real>) {
			made++;
			return new real(...given);
		} as typeof real;
		const letters = [..."america/los_angeles"];
		const spellings = Array.from({ length: 2_048 }, (_unused, n) =>
			letters.map((letter, bit) => ((n >> bit) & 1 ? letter.toUpperCase() : letter)).join(""),
		);
		const [first = "", ...others] = [...new Set(spellings)];
		for (const zone of [first, ...others]) formatClock(0, zone);
		made = 0;
		formatClock(1_000, first);
		expect(made).toBe(1);
		formatClock(2_000, first);
		expect(made).toBe(1);
	});
});
