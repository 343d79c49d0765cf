import { describe, expect, test } from "vitest";
import { groupByDay, openSlots, type SlotQuery, slotAt } from "#app/domain/scheduling/rules/availability.ts";
import { slotsByTheMinute, wallMinutes } from "./oracle.ts";

const MINUTE = 60_000;
const DAY = 86_400_000;

const quiet: Omit<SlotQuery, "zone" | "from" | "to" | "now"> = {
	weeklyHours: [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, opens: "00:00", closes: "24:00" })),
	exceptions: [],
	durationMinutes: 30,
	bufferBeforeMinutes: 0,
	bufferAfterMinutes: 0,
	stepMinutes: 30,
	minimumNoticeMinutes: 0,
	horizonDays: 60,
	capacity: 1,
	busy: [],
};

/** All slots that start on one local date. */
function onDate(zone: string, date: string, more: Partial<SlotQuery> = {}) {
	const noon = Date.parse(`${date}T12:00:00Z`);
	const slots = openSlots({ ...quiet, zone, from: noon - 2 * DAY, to: noon + 2 * DAY, now: noon - 3 * DAY, ...more });
	return groupByDay(slots, zone).find((day) => day.date === date)?.slots ?? [];
}

function clock(instant: number, zone: string) {
	return new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(instant);
}

describe("SCHED-1 availability across clock changes", () => {
	test("SCHED-1 a day that loses an hour does not offer the missing readings", () => {
		const zone = "America/Los_Angeles";
		const slots = onDate(zone, "2026-03-08");
		expect(slots).toHaveLength(46);
		expect(slots.map((slot) => clock(slot.startsAt, zone)).filter((time) => time.startsWith("02"))).toEqual([]);
	});

	test("SCHED-1 a day that gains an hour offers the repeated readings twice, as distinct instants", () => {
		const zone = "America/Los_Angeles";
		const slots = onDate(zone, "2026-11-01");
		expect(slots).toHaveLength(50);
		const twice = slots.filter((slot) => clock(slot.startsAt, zone) === "01:30").map((slot) => slot.startsAt);
		expect(twice.map((at) => new Date(at).toISOString())).toEqual([
			"2026-11-01T08:30:00.000Z",
			"2026-11-01T09:30:00.000Z",
		]);
	});

	test("SCHED-1 a half-hour shift keeps the slots on the full hours of the clock", () => {
		const zone = "Australia/Lord_Howe";
		const hourly = { durationMinutes: 60, stepMinutes: 60 };
		const spring = onDate(zone, "2026-10-04", hourly).map((slot) => clock(slot.startsAt, zone));
		expect(spring.slice(0, 4)).toEqual(["00:00", "01:00", "03:00", "04:00"]);
		const autumn = onDate(zone, "2026-04-05", hourly).map((slot) => clock(slot.startsAt, zone));
		expect(autumn.slice(0, 4)).toEqual(["00:00", "01:00", "02:00", "03:00"]);
		expect(autumn).toHaveLength(24);
	});

	test("SCHED-1 a date that a zone skipped altogether offers nothing", () => {
		const zone = "Pacific/Apia";
		expect(onDate(zone, "2011-12-30")).toEqual([]);
		expect(onDate(zone, "2011-12-29")).toHaveLength(48);
		expect(onDate(zone, "2011-12-31")).toHaveLength(48);
	});

	test("SCHED-1 nine o'clock stays nine o'clock before and after the change", () => {
		const zone = "America/New_York";
		const hours = { weeklyHours: [6, 7, 1].map((weekday) => ({ weekday, opens: "09:00", closes: "10:00" })) };
		const first = (date: string) => new Date(onDate(zone, date, hours)[0]!.startsAt).toISOString();
		expect(first("2026-03-07")).toBe("2026-03-07T14:00:00.000Z");
		expect(first("2026-03-08")).toBe("2026-03-08T13:00:00.000Z");
	});
});

describe("SCHED-1 rules of the shop", () => {
	const zone = "Asia/Kolkata";

	test("SCHED-1 lunch is not offered and no slot runs into it or past closing", () => {
		const weeklyHours = [
			{ weekday: 1, opens: "09:00", closes: "12:00" },
			{ weekday: 1, opens: "13:00", closes: "15:00" },
		];
		const times = onDate(zone, "2026-11-23", { weeklyHours, durationMinutes: 90, stepMinutes: 30 });
		expect(times.map((slot) => clock(slot.startsAt, zone))).toEqual([
			"09:00",
			"09:30",
			"10:00",
			"10:30",
			"13:00",
			"13:30",
		]);
	});

	test("SCHED-1 a holiday closes the day and a shortened day has its own hours", () => {
		const exceptions = [
			{ date: "2026-11-23", closed: true, name: "Holiday" },
			{ date: "2026-11-24", hours: [{ opens: "10:00", closes: "11:00" }], name: "Stocktaking" },
		];
		expect(onDate(zone, "2026-11-23", { exceptions })).toEqual([]);
		expect(onDate(zone, "2026-11-24", { exceptions }).map((slot) => clock(slot.startsAt, zone))).toEqual([
			"10:00",
			"10:30",
		]);
	});

	test("SCHED-1 minimum notice and horizon bound what is offered", () => {
		const now = Date.parse("2026-11-23T04:45:00Z"); // 10:15 local
		const slots = openSlots({
			...quiet,
			zone,
			from: now - DAY,
			to: now + 30 * DAY,
			now,
			minimumNoticeMinutes: 60,
			horizonDays: 2,
		});
		expect(clock(slots[0]!.startsAt, zone)).toBe("11:30");
		expect(groupByDay(slots, zone).map((day) => day.date)).toEqual(["2026-11-23", "2026-11-24", "2026-11-25"]);
	});

	test("LEAD-7 bays fill one by one, and unassigned busy time takes one of them", () => {
		const at = Date.parse("2026-11-23T06:00:00Z");
		const busy = [
			{ startsAt: at, endsAt: at + 30 * MINUTE, bay: 1 },
			{ startsAt: at, endsAt: at + 30 * MINUTE, bay: null },
		];
		const query = { ...quiet, zone, capacity: 3, now: at - DAY };
		expect(slotAt({ ...query, busy }, at)?.bays).toEqual([2]);
		expect(slotAt({ ...query, busy: [...busy, { startsAt: at, endsAt: at + 1, bay: 3 }] }, at)).toBeNull();
		expect(slotAt({ ...query, busy }, at + 30 * MINUTE)?.bays).toEqual([1, 2, 3]);
	});

	test("LEAD-7 buffers keep the distance to the appointment before and after, to the minute", () => {
		const at = Date.parse("2026-11-23T06:00:00Z");
		const query = { ...quiet, zone, now: at - DAY, bufferBeforeMinutes: 10, bufferAfterMinutes: 20 };
		const before = { startsAt: at - DAY / 2, endsAt: at - 10 * MINUTE };
		const after = { startsAt: at + 50 * MINUTE, endsAt: at + DAY / 2 };
		expect(slotAt({ ...query, busy: [before, after] }, at)).not.toBeNull();
		expect(slotAt({ ...query, busy: [{ ...before, endsAt: at - 9 * MINUTE }] }, at)).toBeNull();
		expect(slotAt({ ...query, busy: [{ ...after, startsAt: at + 49 * MINUTE }] }, at)).toBeNull();
	});

	test("SCHED-1 a slot may cross midnight where the hours touch", () => {
		const slots = onDate(zone, "2026-11-23", { durationMinutes: 120, stepMinutes: 60 });
		const late = slots.find((slot) => clock(slot.startsAt, zone) === "23:00");
		expect(late).toBeDefined();
		const query = { ...quiet, zone, durationMinutes: 120, now: late!.startsAt - DAY };
		expect(slotAt(query, late!.startsAt)).toEqual(late);
	});

	test("LEAD-7 work longer than a day's opening pauses overnight and over the holiday, and keeps its bay", () => {
		const weeklyHours = [1, 2, 3, 4, 5].map((weekday) => ({ weekday, opens: "09:00", closes: "18:00" }));
		const exceptions = [{ date: "2026-11-24", closed: true, name: "Holiday" }];
		const long = { weeklyHours, exceptions, durationMinutes: 16 * 60, stepMinutes: 60 };
		expect(onDate(zone, "2026-11-23", long)).toEqual([]);
		const [slot] = onDate(zone, "2026-11-23", { ...long, mayPause: true });
		expect(clock(slot!.startsAt, zone)).toBe("09:00");
		expect(new Date(slot!.endsAt).toISOString()).toBe("2026-11-25T10:30:00.000Z"); // Wed 16:00
		const night = { startsAt: slot!.startsAt + 20 * 60 * MINUTE, endsAt: slot!.startsAt + 21 * 60 * MINUTE };
		expect(onDate(zone, "2026-11-23", { ...long, mayPause: true, busy: [night] })).toEqual([]);
	});

	test("SCHED-1 numbers and hours that make no sense are refused", () => {
		expect(() => onDate(zone, "2026-11-23", { stepMinutes: 0 })).toThrow(RangeError);
		expect(() => onDate(zone, "2026-11-23", { durationMinutes: -1 })).toThrow(RangeError);
		expect(() => onDate("Mars/Olympus", "2026-11-23")).toThrow(RangeError);
		const weeklyHours = [{ weekday: 1, opens: "17:00", closes: "09:00" }];
		expect(() => onDate(zone, "2026-11-23", { weeklyHours })).toThrow(/never open/);
	});
});

/** A small seeded generator, so that a failure can be run again. */
function random(seed: number) {
	let state = seed;
	return (below: number) => {
		state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
		return Math.floor((state / 2 ** 32) * below);
	};
}

function anyQuery(zone: string, middle: number, pick: (below: number) => number): SlotQuery {
	const time = (minute: number) =>
		`${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
	const hours = () => {
		const opens = pick(60) * 15;
		return { opens: time(opens), closes: pick(3) === 0 ? "24:00" : time(Math.min(1440, opens + 15 * (1 + pick(50)))) };
	};
	const from = middle - DAY + pick(600) * MINUTE;
	return {
		zone,
		weeklyHours: Array.from({ length: 12 }, () => ({ weekday: 1 + pick(7), ...hours() })),
		exceptions: [new Date(middle + pick(2) * DAY).toISOString().slice(0, 10)].map((date) =>
			pick(2) ? { date, closed: true } : { date, hours: [hours(), hours()] },
		),
		durationMinutes: [15, 30, 45, 60, 90, 200][pick(6)]!,
		bufferBeforeMinutes: [0, 0, 7, 15][pick(4)]!,
		bufferAfterMinutes: [0, 0, 10, 30][pick(4)]!,
		stepMinutes: [10, 15, 20, 30, 45, 60][pick(6)]!,
		mayPause: pick(3) === 0,
		minimumNoticeMinutes: pick(300),
		horizonDays: pick(4),
		capacity: 1 + pick(3),
		busy: Array.from({ length: pick(25) }, () => {
			const startsAt = middle - DAY + pick(2880) * MINUTE;
			return { startsAt, endsAt: startsAt + (1 + pick(240)) * MINUTE, bay: [null, 1, 2, 3][pick(4)]! };
		}),
		from,
		to: middle + DAY,
		now: from - pick(600) * MINUTE,
	};
}

describe("SCHED-1 the same slots as a search minute by minute", () => {
	const changes: [string, string][] = [
		["America/Los_Angeles", "2026-03-08T10:00:00Z"],
		["America/Los_Angeles", "2026-11-01T09:00:00Z"],
		["Europe/Berlin", "2026-10-25T01:00:00Z"],
		["Australia/Lord_Howe", "2026-04-04T15:00:00Z"],
		["Australia/Lord_Howe", "2026-10-03T15:30:00Z"],
		["America/Santiago", "2026-09-06T04:00:00Z"], // midnight is skipped
		["Africa/Casablanca", "2011-07-30T23:00:00Z"], // midnight falls back to 23:00 of the day before
		["America/St_Johns", "2010-11-07T02:31:00Z"], // 00:01 falls back to 23:01 of the day before
		["Pacific/Apia", "2011-12-30T10:00:00Z"], // a whole date is skipped
		["Asia/Kolkata", "2026-06-15T00:00:00Z"],
		["Asia/Kathmandu", "2026-06-15T00:00:00Z"],
	];
	test.each(changes)("SCHED-1 in %s around %s", (zone, change) => {
		const middle = Date.parse(change);
		const readings = wallMinutes(zone, middle - 3 * DAY, middle + 9 * DAY);
		const pick = random(middle % 1_000_003);
		let offered = 0;
		for (let round = 0; round < 25; round++) {
			const query = anyQuery(zone, middle, pick);
			query.busy = query.busy.map((one) => ((one.bay ?? 0) > query.capacity ? { ...one, bay: null } : one));
			const slots = openSlots(query);
			expect(slots.map((slot) => ({ ...slot, bays: [...slot.bays] }))).toEqual(slotsByTheMinute(query, readings));
			offered += slots.length;
		}
		expect(offered).toBeGreaterThan(100);
	});
});
