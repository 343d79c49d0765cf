import { describe, expect, test } from "vitest";
import { nextSendTime, planTouches, type SendWindow } from "#app/domain/messaging/rules/send-window.ts";

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;
const zone = "America/Los_Angeles";
const shop: SendWindow = {
	zone,
	hours: [
		{ weekdays: [1, 2, 3, 4, 5], opens: "09:00", closes: "18:00" },
		{ weekdays: [6], opens: "10:00", closes: "14:00" },
	],
	holidays: ["2026-11-26"],
	quietHours: { starts: "21:00", ends: "08:00" },
};
const always: SendWindow = { zone, hours: null, holidays: [], quietHours: null };

/** Next send time, from and to ISO texts. */
function next(at: string, window: SendWindow = shop, channel: "email" | "sms" = "sms") {
	const found = nextSendTime(Date.parse(at), channel, window);
	return found === null ? null : new Date(found).toISOString();
}

describe("LEAD-5 the send window", () => {
	test("LEAD-5 a moment inside the window stays as it is, to the millisecond", () => {
		expect(next("2026-11-23T19:12:34.567Z")).toBe("2026-11-23T19:12:34.567Z");
	});

	test("LEAD-5 the closing minute is closed, the opening minute is open", () => {
		expect(next("2026-11-24T01:59:59.999Z")).toBe("2026-11-24T01:59:59.999Z"); // Mon 17:59:59.999
		expect(next("2026-11-24T02:00:00.000Z")).toBe("2026-11-24T17:00:00.000Z"); // Mon 18:00 -> Tue 9:00
		expect(next("2026-11-24T17:00:00.000Z")).toBe("2026-11-24T17:00:00.000Z");
	});

	test("LEAD-5 the weekend, a holiday and its eve are waited out", () => {
		expect(next("2026-11-21T23:00:00Z")).toBe("2026-11-23T17:00:00.000Z"); // Sat 15:00 -> Mon 9:00
		expect(next("2026-11-26T02:30:00Z")).toBe("2026-11-27T17:00:00.000Z"); // Wed 18:30, Thu is closed -> Fri 9:00
	});

	test("LEAD-5 the hour stays the same on the clock after the clocks change", () => {
		expect(next("2026-10-31T22:00:00Z")).toBe("2026-11-02T17:00:00.000Z"); // PDT to PST
		expect(next("2026-03-07T23:00:00Z")).toBe("2026-03-09T16:00:00.000Z"); // PST to PDT
	});

	test("LEAD-5 a window that opens in the missing hour opens with the jump, one in the repeated hour the first time", () => {
		const night = { ...always, hours: [{ weekdays: [7], opens: "02:30", closes: "04:00" }] };
		expect(next("2026-03-08T08:00:00Z", night)).toBe("2026-03-08T10:00:00.000Z"); // 3:00 PDT
		const early = { ...always, hours: [{ weekdays: [7], opens: "01:15", closes: "01:45" }] };
		expect(next("2026-11-01T07:00:00Z", early)).toBe("2026-11-01T08:15:00.000Z");
		expect(next("2026-11-01T08:50:00Z", early)).toBe("2026-11-01T09:15:00.000Z"); // comes again
	});

	test("MSG-5 quiet hours are the receiver's where they are known, and reach over midnight", () => {
		const quietHours = { starts: "21:00", ends: "08:00", zone: "America/New_York" };
		expect(next("2026-11-24T00:30:00Z", { ...always, quietHours })).toBe("2026-11-24T00:30:00.000Z"); // 19:30 there
		expect(next("2026-11-24T02:00:00Z", { ...always, quietHours })).toBe("2026-11-24T13:00:00.000Z"); // 21:00 there
		expect(next("2026-11-24T12:59:00Z", { ...always, quietHours })).toBe("2026-11-24T13:00:00.000Z");
		// 17:30 at the shop is in its window, but 20:30 is quiet from 20:00 on for the receiver: then the next day.
		const early = { ...shop, quietHours: { ...quietHours, starts: "20:00" } };
		expect(next("2026-11-24T01:30:00Z", early)).toBe("2026-11-24T17:00:00.000Z");
	});

	test("MSG-5 quiet hours can be for some channels only", () => {
		const quietHours = { starts: "21:00", ends: "08:00", channels: ["sms" as const] };
		expect(next("2026-11-24T06:00:00Z", { ...always, quietHours }, "sms")).toBe("2026-11-24T16:00:00.000Z");
		expect(next("2026-11-24T06:00:00Z", { ...always, quietHours }, "email")).toBe("2026-11-24T06:00:00.000Z");
	});

	test("LEAD-5 a window that never opens gives no time", () => {
		expect(next("2026-11-24T06:00:00Z", { ...shop, hours: [] })).toBeNull();
		const quietHours = { starts: "08:00", ends: "20:00" };
		expect(next("2026-11-24T06:00:00Z", { ...shop, quietHours })).toBeNull();
	});

	test("LEAD-5 the answer is the first open minute, as a search minute by minute finds it", () => {
		const format = new Intl.DateTimeFormat("en-GB", {
			timeZone: zone,
			weekday: "short",
			hour: "2-digit",
			minute: "2-digit",
		});
		const date = new Intl.DateTimeFormat("en-CA", { timeZone: zone });
		const open = (at: number) => {
			const [weekday, time] = format.format(at).replace(",", "").split(" ") as [string, string];
			if (shop.holidays.includes(date.format(at)) || weekday === "Sun") return false;
			return weekday === "Sat" ? time >= "10:00" && time < "14:00" : time >= "09:00" && time < "18:00";
		};
		for (const change of ["2026-10-30T00:00:00Z", "2026-11-25T00:00:00Z", "2026-03-06T00:00:00Z"]) {
			for (let step = 0; step < 40; step++) {
				const from = Date.parse(change) + step * 137 * MINUTE;
				let naive = from;
				while (!open(naive)) naive += MINUTE;
				expect(nextSendTime(from, "sms", shop)).toBe(naive);
			}
		}
	});
});

describe("LEAD-5 planned touches", () => {
	const touches = [
		{ channel: "email" as const, minutes: 0 },
		{ channel: "sms" as const, minutes: 5 },
		{ channel: "email" as const, day: 1, at: "10:00" },
		{ channel: "sms" as const, day: 2, at: "10:00" },
		{ channel: "email" as const, day: 3, at: "10:00" },
	];
	const local = (at: number | null) =>
		at === null
			? null
			: new Intl.DateTimeFormat("en-GB", {
					timeZone: zone,
					weekday: "short",
					day: "numeric",
					hour: "2-digit",
					minute: "2-digit",
				})
					.format(at)
					.replaceAll(",", "");

	test("LEAD-5 the first goes out at once when the window is open", () => {
		const enrolledAt = Date.parse("2026-11-23T19:00:30Z");
		const times = planTouches({ enrolledAt, touches, window: shop });
		expect(times[0]).toEqual({ channel: "email", plannedAt: enrolledAt, sendAt: enrolledAt, movedBy: null });
		expect(times[1]?.sendAt).toBe(enrolledAt + 5 * MINUTE);
		expect(times.slice(2).map((time) => local(time.sendAt))).toEqual(["Tue 24 10:00", "Wed 25 10:00", "Fri 27 09:00"]);
		expect(times[4]?.movedBy).toBe("window");
	});

	test("LEAD-5 the window wins: enrolled on Saturday night, all keep their order and no channel writes twice a day", () => {
		const times = planTouches({ enrolledAt: Date.parse("2026-11-22T05:00:00Z"), touches, window: shop });
		expect(times.map((time) => local(time.sendAt))).toEqual([
			"Mon 23 09:00",
			"Mon 23 09:05",
			"Tue 24 10:00",
			"Tue 24 12:00",
			"Wed 25 10:00",
		]);
		expect(times.map((time) => time.movedBy)).toEqual(["window", "window", "channel", "order", "channel"]);
	});

	test("LEAD-5 what a contact already gets that day on that channel counts", () => {
		const enrolledAt = Date.parse("2026-11-23T19:00:00Z");
		const taken = [{ channel: "email" as const, at: enrolledAt - HOUR }];
		const times = planTouches({ enrolledAt, touches: touches.slice(0, 2), window: shop, taken });
		expect(times.map((time) => local(time.sendAt))).toEqual(["Tue 24 11:00", "Tue 24 11:05"]);
	});

	test("LEAD-5 a time of day is the clock's before and after a change", () => {
		const enrolledAt = Date.parse("2026-10-30T19:00:00Z");
		const week = [0, 1, 2, 3, 4].map((day) => ({ channel: "email" as const, day: day + 1, at: "10:00" }));
		const times = planTouches({ enrolledAt, touches: week, window: always });
		expect(times.map((time) => local(time.sendAt)?.slice(-5))).toEqual(Array(5).fill("10:00"));
		expect(times[1]!.sendAt! - times[0]!.sendAt!).toBe(DAY + HOUR);
	});

	test("LEAD-5 a window that never opens leaves the touches without a time", () => {
		const times = planTouches({
			enrolledAt: Date.parse("2026-10-30T19:00:00Z"),
			touches,
			window: { ...shop, hours: [] },
		});
		expect(times.map((time) => time.sendAt)).toEqual([null, null, null, null, null]);
	});
});
