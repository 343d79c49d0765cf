/** Where a person lies in the drawing, in percent, and the name beside. */
export type Labelled = { across: number; down: number; name: string };

/** A name's place: pixels from its person, and which end of it lies there. */
export type Label = { dx: number; dy: number; anchor: "start" | "middle" | "end" };

type Box = { left: number; right: number; top: number; bottom: number };

/** As wide as a letter of the drawing's font is at most on average, and as high as a line of it, in pixels. */
const LETTER = 6.8;
const LINE = 14;
const DOT = 10;
const EDGE = 2;
/** The drawing is as wide as its page: names must be apart on each of these. */
const SIZES = [320, 420, 560, 720, 900].flatMap((width) => [420, 460].map((height) => ({ width, height })));

/** The words of the axes, where they stand in the drawing. */
export const AXIS_WORDS = {
	influence: { words: "↑ Much influence", across: 10, down: 8, dy: -14, anchor: "start" },
	against: { words: "← Against us", across: 10, down: 88, dy: 46, anchor: "start" },
	for: { words: "For us →", across: 90, down: 88, dy: 46, anchor: "end" },
} as const;

const WORDS = Object.values(AXIS_WORDS).map(({ words: name, across, down, dy, anchor }) =>
	SIZES.map((size) => labelBox({ name, across, down }, { dx: 0, dy, anchor }, size)),
);

/**
 * A place for every name, so that none lies on another name, on another person or on the axes' words, on a phone, on a desk and on paper: below
 * the person where that is free, else above, beside, or a few lines further. The same people always give the same places, and
 * nothing is measured: a server draws it. Where there is no room at all the place with the fewest others is taken.
 */
export function placeLabels(people: readonly Labelled[]): Label[] {
	const dots = people.map((person) => SIZES.map((size) => dotOf(person, size)));
	const order = people.map((_, index) => index).sort((a, b) => downwards(people[a]!, people[b]!) || a - b);
	const taken: Box[][] = [];
	const labels: Label[] = [];
	for (const index of order) {
		const person = people[index]!;
		let best: { label: Label; boxes: Box[]; count: number } | undefined;
		for (const label of candidates(person)) {
			const boxes = SIZES.map((size) => labelBox(person, label, size));
			const count =
				meetings(boxes, WORDS) +
				boxes.reduce((sum, box, size) => sum + (isInside(box, SIZES[size]!.width, SIZES[size]!.height) ? 0 : 1), 0) +
				meetings(boxes, taken) +
				meetings(boxes, dots.toSpliced(index, 1));
			if (!best || count < best.count) best = { label, boxes, count };
			if (count === 0) break;
		}
		labels[index] = best!.label;
		taken.push(best!.boxes);
	}
	return labels;
}

/** The box of a name at a size of the drawing. */
export function labelBox({ across, down, name }: Labelled, { dx, dy, anchor }: Label, size: Size): Box {
	const width = name.length * LETTER;
	const x = (across / 100) * size.width + dx;
	const left = anchor === "start" ? x : anchor === "end" ? x - width : x - width / 2;
	const base = (down / 100) * size.height + dy;
	return { left, right: left + width, top: base - LINE + 3, bottom: base + 3 };
}

export type Size = { width: number; height: number };

/** From the nearest place to the furthest: below and above by turns, then beside at each height. */
function candidates({ across }: Labelled): Label[] {
	const anchor: Label["anchor"] = across > 80 ? "end" : across < 20 ? "start" : "middle";
	const others: Label["anchor"][] = (["middle", "end", "start"] as const).filter((one) => one !== anchor);
	const rows = Array.from({ length: 12 }, (_, row) => row * LINE);
	return [
		...[anchor, ...others].flatMap((one): Label[] => [
			{ dx: 0, dy: 24, anchor: one },
			{ dx: 0, dy: -15, anchor: one },
		]),
		{ dx: 14, dy: 4, anchor: "start" },
		{ dx: -14, dy: 4, anchor: "end" },
		...rows.slice(1).flatMap((row) =>
			[anchor, ...others].flatMap((one): Label[] => [
				{ dx: 0, dy: 24 + row, anchor: one },
				{ dx: 0, dy: -15 - row, anchor: one },
			]),
		),
	];
}

const downwards = (one: Labelled, other: Labelled) => one.down - other.down || one.across - other.across;

function dotOf({ across, down }: Labelled, { width, height }: Size): Box {
	const [x, y] = [(across / 100) * width, (down / 100) * height];
	return { left: x - DOT, right: x + DOT, top: y - DOT, bottom: y + DOT };
}

const meetings = (boxes: readonly Box[], others: readonly (readonly Box[])[]) =>
	others.filter((theirs) => theirs.some((box, size) => isMet(box, boxes[size]!))).length;

export const isMet = (one: Box, other: Box) =>
	one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

const isInside = ({ left, right, top, bottom }: Box, width: number, height: number) =>
	left >= EDGE && right <= width - EDGE && top >= EDGE && bottom <= height - EDGE;

/** As near as two people are drawn, in percent across and down: their dots beside each other on a desk. */
const NEAR = { across: 3.6, down: 4.6 };

/**
 * Where people are drawn so that no dot covers another: those too close are moved apart sideways, each as little as does it,
 * within the field. The same people always stand the same.
 */
export function apart<Placed extends { across: number; down: number }>(people: readonly Placed[]): Placed[] {
	const places = people.map((person) => ({ ...person }));
	for (let round = 0; round < 60; round++) {
		let isMoved = false;
		for (let one = 0; one < places.length; one++)
			for (let other = one + 1; other < places.length; other++) {
				const [a, b] = [places[one]!, places[other]!];
				const gap = b.across - a.across;
				const missing = NEAR.across - Math.abs(gap);
				if (Math.abs(a.down - b.down) >= NEAR.down || missing < 0.01) continue;
				const way = gap < 0 ? -1 : 1;
				a.across = within(a.across - (way * missing) / 2);
				b.across = within(b.across + (way * missing) / 2);
				isMoved = true;
			}
		if (!isMoved) break;
	}
	return places;
}

const within = (across: number) => Math.min(90, Math.max(10, across));
