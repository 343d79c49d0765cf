/** A stretch of a day: [from, to), in any unit. */
export type Stretch = { readonly from: number; readonly to: number };

/**
 * A stretch with its place beside those that run at the same time: `lane` 0 to `lanes` - 1. `lane` null: more run at
 * once than there are lanes, and this one has none.
 */
export type InLane = { readonly lane: number | null; readonly lanes: number };

/**
 * Sets stretches side by side so that no two in one lane overlap: the earliest first, of equal starts the longest, each
 * in the lowest lane that is free. Those that touch each other, however indirectly, share the number of lanes, so that
 * they are equally wide. In order of start. `most` lanes at most.
 */
export function placeInLanes<T extends Stretch>(stretches: readonly T[], most: number): (T & InLane)[] {
	const sorted = [...stretches].sort((a, b) => a.from - b.from || b.to - a.to);
	const placed: (T & InLane)[] = [];
	let cluster: { stretch: T; lane: number | null }[] = [];
	let ends: number[] = [];
	let until = Number.NEGATIVE_INFINITY;
	const close = () => {
		const lanes = Math.max(1, ends.length);
		for (const { stretch, lane } of cluster) placed.push({ ...stretch, lane, lanes });
		cluster = [];
		ends = [];
	};
	for (const stretch of sorted) {
		if (stretch.from >= until) close();
		const free = ends.findIndex((end) => end <= stretch.from);
		const lane = free >= 0 ? free : ends.length < most ? ends.length : null;
		if (lane !== null) ends[lane] = stretch.to;
		cluster.push({ stretch, lane });
		until = Math.max(cluster.length === 1 ? Number.NEGATIVE_INFINITY : until, stretch.to);
	}
	close();
	return placed;
}
