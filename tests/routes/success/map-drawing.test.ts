import { expect, it } from "vitest";
import {
	acrossOf,
	type Drawn,
	downOf,
	labelsOf,
	short,
	stanceOf,
	valuesAt,
} from "#app/routes/success/artifacts/kinds/map-drawing.tsx";
import { AXIS_WORDS, apart, isMet, labelBox } from "#app/routes/success/artifacts/kinds/map-labels.ts";

it("SUCCESS-7 where somebody is put on the map is where they are drawn, and the map has edges", () => {
	for (let value = 0; value <= 100; value++)
		expect(valuesAt(acrossOf(value), downOf(100 - value))).toEqual({ sentiment: value, influence: 100 - value });
	expect(valuesAt(-30, 400)).toEqual({ sentiment: 0, influence: 0 });
	expect(valuesAt(300, -5)).toEqual({ sentiment: 100, influence: 100 });
	expect([39, 50, 61].map(stanceOf)).toEqual(["against", "between", "for"]);
});

const person = (name: string, influence: number, sentiment: number): Drawn => ({
	...{ key: name, name, title: "", influence, sentiment },
});

/** Names that lie on one another on a drawing of this size. */
function onEachOther(people: readonly Drawn[], size: { width: number; height: number }): string[] {
	const labels = labelsOf(people);
	const boxes = people.map(({ name, influence, sentiment }, index) =>
		labelBox({ name: short(name), across: acrossOf(sentiment), down: downOf(influence) }, labels[index]!, size),
	);
	return people.flatMap(({ name }, index) =>
		people
			.slice(index + 1)
			.flatMap((other, at) => (isMet(boxes[index]!, boxes[index + 1 + at]!) ? `${name}, ${other.name}` : [])),
	);
}

const SIZES = [320, 358, 390, 500, 640, 820, 900].flatMap((width) => [420, 460].map((height) => ({ width, height })));

it.each([
	["three side by side", [person("Dana Wells", 85, 80), person("Lee Park", 85, 84), person("Noor Aziz", 84, 88)]],
	[
		"four at one place",
		["Dana Wells", "Lee Park", "Noor Aziz", "Bartholomew Featherstone"].map((name) => person(name, 50, 50)),
	],
	[
		"at the edges",
		[person("Against All", 0, 0), person("Against Too", 1, 1), person("For All", 100, 100), person("For Too", 99, 100)],
	],
	[
		"twelve about the middle",
		Array.from({ length: 12 }, (_, at) => person(`Somebody No ${at}`, 40 + at, 45 + (at % 4) * 3)),
	],
] as const)("SUCCESS-7 names of people close together can all be read, on a phone and on a desk: %s", (_, people) => {
	for (const size of SIZES) expect(onEachOther(people, size), JSON.stringify(size)).toEqual([]);
	// The same people, the same places.
	expect(labelsOf(people)).toEqual(labelsOf(people));
	// Who stands alone has the name below, as ever.
	expect(labelsOf([people[0]!])[0]!.dy).toBe(24);
});

it("SUCCESS-7 no name lies on the axes' words, and no dot covers another", () => {
	const people = [person("Zed Last", 100, 0), person("Kim", 0, 100), person("Ann Lowest", 0, 0), person("Bo", 50, 50)];
	const labels = labelsOf(people);
	for (const size of SIZES)
		for (const { words: name, anchor, dy, ...place } of Object.values(AXIS_WORDS))
			people.forEach((one, index) => {
				const at = { name: short(one.name), across: acrossOf(one.sentiment), down: downOf(one.influence) };
				const axis = labelBox({ name, ...place }, { dx: 0, dy, anchor }, size);
				expect(isMet(labelBox(at, labels[index]!, size), axis), `${one.name} on ${name}`).toBe(false);
			});
	const close = [50, 50, 50, 51, 100, 100].map((sentiment) => ({ across: acrossOf(sentiment), down: 40 }));
	const placed = apart(close);
	placed.forEach(({ across }, index) => {
		expect(across).toBeGreaterThanOrEqual(10);
		expect(across).toBeLessThanOrEqual(90);
		for (const other of placed.slice(index + 1)) expect(Math.abs(across - other.across) * 6.4).toBeGreaterThan(18);
	});
	const far = [10, 90].map((sentiment) => ({ across: acrossOf(sentiment), down: 40 }));
	expect(apart(far)).toEqual(far);
});
