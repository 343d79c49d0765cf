import { describe, expect, test } from "vitest";
import { checkFrequency } from "#app/domain/messaging/rules/frequency.ts";

const zone = "America/Los_Angeles";
const cap = { perDay: 2, perWeek: 4 };
const at = Date.parse("2026-11-24T20:00:00Z"); // Tue noon
const past = (...texts: string[]) => texts.map((text) => Date.parse(text));

describe("MSG-5 the frequency cap", () => {
	test("MSG-5 below both caps one more is allowed", () => {
		expect(checkFrequency({ past: past("2026-11-24T19:00:00Z"), at, zone, cap })).toEqual({ allowed: true });
	});

	test("MSG-5 a day is the receiver's, not that of UTC", () => {
		// 7:00 and 7:59 UTC are Monday evening in Los Angeles.
		expect(checkFrequency({ past: past("2026-11-24T07:00:00Z", "2026-11-24T07:59:00Z"), at, zone, cap }).allowed).toBe(
			true,
		);
		expect(checkFrequency({ past: past("2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z"), at, zone, cap })).toEqual({
			allowed: false,
			reason: "day",
			nextAt: Date.parse("2026-11-25T08:00:00Z"),
		});
	});

	test("MSG-5 seven local days hold no more than the week's cap, and the next free day is named", () => {
		const four = past("2026-11-18T20:00:00Z", "2026-11-20T20:00:00Z", "2026-11-21T20:00:00Z", "2026-11-22T20:00:00Z");
		expect(checkFrequency({ past: four, at, zone, cap })).toEqual({
			allowed: false,
			reason: "week",
			nextAt: Date.parse("2026-11-25T08:00:00Z"),
		});
		const older = past(
			"2026-11-17T20:00:00Z",
			...["2026-11-20T20:00:00Z", "2026-11-21T20:00:00Z", "2026-11-22T20:00:00Z"],
		);
		expect(checkFrequency({ past: older, at, zone, cap }).allowed).toBe(true);
	});

	test("MSG-5 a cap of zero allows nothing, ever", () => {
		expect(checkFrequency({ past: [], at, zone, cap: { perDay: 0, perWeek: 4 } })).toEqual({
			allowed: false,
			reason: "day",
			nextAt: null,
		});
	});
});
