/**
 * Time that is taken: [startsAt, endsAt) in epoch ms, with its own buffers already inside. `bay` is the place it takes
 * (1 to capacity); null or absent means that it takes one place, whichever (a shop's own appointment, a calendar's).
 */
export type Busy = { readonly startsAt: number; readonly endsAt: number; readonly bay?: number | null };

/**
 * A function from a window [start, end) to the bays free throughout it, ascending. Windows must be asked in order of
 * their start; busy time is then read once, whatever its number. Unassigned busy time takes as many of the free bays
 * as run at the same time inside the window, the highest first.
 */
export function freeBays(capacity: number, busy: readonly Busy[]): (start: number, end: number) => readonly number[] {
	const all: readonly number[] = Object.freeze(Array.from({ length: capacity }, (_, index) => index + 1));
	const queue = busy.filter((item) => item.endsAt > item.startsAt).sort((a, b) => a.startsAt - b.startsAt);
	let next = 0;
	let active: Busy[] = [];
	let lastStart = Number.NEGATIVE_INFINITY;
	return (start, end) => {
		if (start < lastStart) throw new RangeError("Windows must be asked in order");
		lastStart = start;
		while (next < queue.length && queue[next]!.startsAt < end) active.push(queue[next++]!);
		if (active.length === 0) return all;
		active = active.filter((item) => item.endsAt > start);
		return active.length === 0 ? all : without(all, active, start, end);
	};
}

/**
 * The lowest bay free for one appointment with its buffers, or null when all are taken. The same decision as
 * `openSlots`; the database still has the last word.
 */
export function freeBay(query: {
	capacity: number;
	busy: readonly Busy[];
	startsAt: number;
	endsAt: number;
	bufferBeforeMinutes?: number;
	bufferAfterMinutes?: number;
}): number | null {
	const start = query.startsAt - (query.bufferBeforeMinutes ?? 0) * 60_000;
	const end = query.endsAt + (query.bufferAfterMinutes ?? 0) * 60_000;
	return freeBays(query.capacity, query.busy)(start, end)[0] ?? null;
}

function without(all: readonly number[], active: readonly Busy[], start: number, end: number): readonly number[] {
	const taken = new Set<number>();
	const unassigned: Busy[] = [];
	for (const item of active) {
		// A window may end before the one asked last did, so what was read ahead is looked at again.
		if (item.startsAt >= end || item.endsAt <= start) continue;
		if (item.bay != null && item.bay >= 1 && item.bay <= all.length) taken.add(item.bay);
		else unassigned.push(item);
	}
	if (taken.size === 0 && unassigned.length === 0) return all;
	const free = all.filter((bay) => !taken.has(bay));
	return free.slice(0, Math.max(0, free.length - mostAtOnce(unassigned, start)));
}

/** How many of some intervals, all overlapping a window, run at the same time inside it at most. */
function mostAtOnce(items: readonly Busy[], from: number): number {
	if (items.length < 2) return items.length;
	let most = 0;
	for (const one of items) {
		// The count only rises where an interval begins (or where the window does).
		const at = Math.max(one.startsAt, from);
		let count = 0;
		for (const other of items) if (other.startsAt <= at && other.endsAt > at) count++;
		most = Math.max(most, count);
	}
	return most;
}
