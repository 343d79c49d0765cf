import { expect, it } from "vitest";
import { acrossOf, downOf, stanceOf, valuesAt } from "#app/routes/success/artifacts/kinds/map-drawing.tsx";

it("SUCCESS-7 where somebody is put on the map is where they are drawn, and the map has edges", () => {
	for (let value = 0; value <= 100; value++)
		expect(valuesAt(acrossOf(value), downOf(100 - value))).toEqual({ sentiment: value, influence: 100 - value });
	expect(valuesAt(-30, 400)).toEqual({ sentiment: 0, influence: 0 });
	expect(valuesAt(300, -5)).toEqual({ sentiment: 100, influence: 100 });
	expect([39, 50, 61].map(stanceOf)).toEqual(["against", "between", "for"]);
});
