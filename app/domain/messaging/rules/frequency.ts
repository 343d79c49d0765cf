import { addDays, DAY, dateAt, dayBounds } from "#app/base/time.ts";

/** How many messages one contact may get: on one local day, and on any seven local days in a row. */
export type FrequencyCap = { readonly perDay: number; readonly perWeek: number };

export type FrequencyAnswer =
	| { readonly allowed: true }
	| {
			readonly allowed: false;
			/** Which cap is reached. */
			readonly reason: "day" | "week";
			/** The start of the first local day on which a message fits again (epoch ms); null when none does for two weeks. */
			readonly nextAt: number | null;
	  };

/**
 * Whether a contact may get one more message at `at`, given when it got others (epoch ms, any order; those planned
 * count as well when they are given). Days are those of `zone`, the receiver's.
 */
export function checkFrequency(query: {
	past: readonly number[];
	at: number;
	zone: string;
	cap: FrequencyCap;
}): FrequencyAnswer {
	const { at, zone, cap } = query;
	const counts = new Map<string, number>();
	for (const sent of query.past) {
		// Nothing further away can share a week with one of the days looked at below.
		if (Math.abs(sent - at) > 30 * DAY) continue;
		const date = dateAt(sent, zone);
		counts.set(date, (counts.get(date) ?? 0) + 1);
	}
	const today = dateAt(at, zone);
	const reason = reached(counts, today, cap);
	if (!reason) return { allowed: true };
	for (let days = 1; days <= 14; days++) {
		const date = addDays(today, days);
		if (!reached(counts, date, cap)) return { allowed: false, reason, nextAt: dayBounds(date, zone).startsAt };
	}
	return { allowed: false, reason, nextAt: null };
}

/** Which cap one more message on a date would break: any week that holds the date counts, not only the one before. */
function reached(counts: ReadonlyMap<string, number>, date: string, cap: FrequencyCap): "day" | "week" | null {
	const on = (day: string) => counts.get(day) ?? 0;
	if (on(date) >= cap.perDay) return "day";
	for (let first = -6; first <= 0; first++) {
		let sum = 0;
		for (let offset = first; offset < first + 7; offset++) sum += on(addDays(date, offset));
		if (sum >= cap.perWeek) return "week";
	}
	return null;
}
