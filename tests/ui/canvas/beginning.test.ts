import { describe, expect, it } from "vitest";
import { beginningOf, READABLE } from "#app/ui/canvas/beginning.ts";
import { CARD_WIDTH } from "#app/ui/canvas/drawing.ts";

const port = [{ id: "next", label: "Then" }];
const card = (x: number, y: number, isStart = false) => ({ x, y, ports: port, isStart });
const row = (count: number, step = 260) => Array.from({ length: count }, (_, at) => card(at * step, 0, at === 0));
/** How many cards are whole in view, and where the first stands on the screen. */
const seen = (cards: ReturnType<typeof card>[], pane: { width: number; height: number }) => {
	const { x, y, zoom } = beginningOf(cards, pane);
	const places = cards.map((one) => ({ left: one.x * zoom + x, top: one.y * zoom + y }));
	const whole = places.filter(
		({ left, top }) => left >= 0 && left + CARD_WIDTH * zoom <= pane.width && top >= 0 && top <= pane.height - 40,
	);
	return { zoom, whole: whole.length, first: places[0]! };
};
const WIDE = { width: 704, height: 760 };
const PHONE = { width: 390, height: 630 };

describe("FLOW-2 what of a drawing is seen first", () => {
	it("FLOW-2 a small drawing is seen whole, in the middle and not nearer than life size", () => {
		expect(seen(row(2), WIDE)).toMatchObject({ zoom: 1, whole: 2 });
		const three = seen(row(3), WIDE);
		expect([three.whole, three.zoom < 1 && three.zoom > READABLE]).toEqual([3, true]);
		expect(beginningOf([], WIDE)).toEqual({ x: 0, y: 0, zoom: 1 });
	});

	it("FLOW-2 of a large one the start is in view and as much after it as can be read, on a wide screen and a phone", () => {
		const wide = seen(row(9), WIDE);
		expect(wide).toMatchObject({ zoom: READABLE, first: { left: 24 } });
		expect(wide.whole).toBe(4);
		const phone = seen(row(9), PHONE);
		expect(phone).toMatchObject({ zoom: READABLE, whole: 2, first: { left: 10 } });
	});

	it("FLOW-2 a start amid branches leaves as much before it as after it, and none beyond the drawing's end", () => {
		const branches = [card(0, 700, true), ...Array.from({ length: 15 }, (_, at) => card(260, at * 100))];
		const { first, zoom } = seen(branches, WIDE);
		expect(zoom).toBe(READABLE);
		expect(first.top).toBeGreaterThan(WIDE.height * 0.3);
		expect(first.top).toBeLessThan(WIDE.height * 0.6);
		const atTop = [card(0, 0, true), ...branches.slice(1)];
		expect(seen(atTop, WIDE).first.top).toBe(24);
	});
});
