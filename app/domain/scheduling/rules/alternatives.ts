import { DAY, HOUR } from "#app/base/time.ts";
import type { Slot } from "./availability.ts";

/** A slot offered in place of a wanted one. `score` runs from 1 (the very time) down towards 0. */
export type Alternative = Slot & { score: number };

// Another day costs as much as three hours on the same day: whoever asks for Thursday 3 pm would rather hear of
// Thursday 2 pm and Friday 3 pm than of Thursday 8 am.
const HOURS_PER_DAY_OFF = 3;

/**
 * The slots nearest to a wanted instant (epoch ms), best first; of two as near, the earlier. `count` is held to 3 to
 * 5 (SCHED-3), and fewer come back only where fewer are free.
 */
export function pickAlternatives(slots: readonly Slot[], wanted: number, count: number): Alternative[] {
	const most = Math.min(5, Math.max(3, Math.trunc(count)));
	return slots
		.map((slot) => ({ slot, cost: costOf(slot.startsAt - wanted) }))
		.sort((a, b) => a.cost - b.cost || a.slot.startsAt - b.slot.startsAt)
		.slice(0, most)
		.map(({ slot, cost }) => ({ ...slot, score: Math.round(1000 / (1 + cost / HOURS_PER_DAY_OFF)) / 1000 }));
}

/** How far off a slot is: whole days, and the hours by which the time of day differs. */
function costOf(distance: number): number {
	const days = Math.round(distance / DAY);
	return Math.abs(days) * HOURS_PER_DAY_OFF + Math.abs(distance - days * DAY) / HOUR;
}
