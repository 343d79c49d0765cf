import { describe, expect, test } from "vitest";
import { actOf } from "#app/ui/canvas/canvas-keys.tsx";
import { layOut } from "#app/ui/canvas/lay-out.ts";
import { findItems } from "#app/ui/canvas/library.tsx";
import { walk } from "#app/ui/canvas/walk.ts";

const port = (id: string) => ({ id, label: id });
const cards = [
	{ id: "start", x: 0, y: 0, ports: [port("next")] },
	{ id: "branch", x: 300, y: 0, ports: [port("yes"), port("no")] },
	{ id: "mail", x: 600, y: -100, ports: [port("next")] },
	{ id: "text", x: 600, y: 100, ports: [port("next")] },
	{ id: "alone", x: 600, y: 40, ports: [] },
];
const links = [
	{ from: "start", port: "next", to: "branch" },
	{ from: "branch", port: "yes", to: "mail" },
	{ from: "branch", port: "no", to: "text" },
];

describe("the keys of the canvas", () => {
	test("FLOW-2 arrows lead along connections, back, and to the other ways of the same step", () => {
		expect(walk(cards, links, "start", "right")).toBe("branch");
		expect(walk(cards, links, "branch", "right")).toBe("mail");
		expect(walk(cards, links, "mail", "left")).toBe("branch");
		// Nearer lies a step that hangs on nothing; the other way of the branch is meant.
		expect(walk(cards, links, "mail", "down")).toBe("text");
		expect(walk(cards, links, "text", "up")).toBe("mail");
		expect(walk(cards, links, "text", "right")).toBeUndefined();
		expect(walk(cards, links, "gone", "right")).toBeUndefined();
	});

	test("FLOW-2 each key stands for its act, and arrows are a card's alone", () => {
		const press = (key: string, more = {}) => ({
			key,
			ctrlKey: false,
			metaKey: false,
			altKey: false,
			shiftKey: false,
			...more,
		});
		expect(actOf(press("z", { ctrlKey: true }), false)?.act).toBe("undo");
		expect(actOf(press("Z", { ctrlKey: true, shiftKey: true }), false)?.act).toBe("redo");
		expect(actOf(press("c", { metaKey: true }), false)?.act).toBe("copy");
		expect(actOf(press("c"), true)?.act).toBe("connect");
		expect(actOf(press("ArrowRight"), true)).toEqual({ act: "walk", direction: "right" });
		expect(actOf(press("ArrowRight", { shiftKey: true }), true)).toEqual({ act: "nudge", direction: "right" });
		expect(actOf(press("ArrowRight"), false)).toBeUndefined();
		expect(actOf(press("Enter"), false)).toBeUndefined();
		expect(actOf(press("Enter"), true)?.act).toBe("open");
		expect(actOf(press("a", { altKey: true }), true)).toBeUndefined();
	});
});

describe("laying out", () => {
	test("FLOW-2 steps stand from left to right in the order of their connections, and none lies on another", async () => {
		const places = await layOut(cards, links);
		const at = (id: string) => places.get(id)!;
		expect(at("start").x).toBeLessThan(at("branch").x);
		expect(at("branch").x).toBeLessThan(at("mail").x);
		expect(at("mail").x).toBe(at("text").x);
		const all = [...places.values()];
		expect(places.size).toBe(cards.length);
		for (const [one, a] of all.entries()) {
			for (const b of all.slice(one + 1)) expect(Math.abs(a.x - b.x) >= 232 || Math.abs(a.y - b.y) >= 76).toBe(true);
		}
	});

	test("FLOW-2 a circle and a connection into nothing are laid out too", async () => {
		const odd = [...links, { from: "text", port: "next", to: "start" }, { from: "mail", port: "next", to: "gone" }];
		expect((await layOut(cards, odd)).size).toBe(cards.length);
	});
});

test("FLOW-2 the library finds steps by every word of their name, hint or group", () => {
	const item = (label: string, hint: string) => ({ kind: label, label, hint, icon: "mail" as const });
	const groups = [
		{
			label: "Messages",
			items: [item("Send an email", "Writes to a contact."), item("Send a text", "Writes to a phone.")],
		},
		{ label: "Flow", items: [item("Branch", "Goes one of two ways.")] },
	];
	expect(findItems(groups, "send PHONE").flatMap(({ items }) => items.map(({ label }) => label))).toEqual([
		"Send a text",
	]);
	expect(findItems(groups, "flow")).toHaveLength(1);
	expect(findItems(groups, "zebra")).toEqual([]);
	expect(findItems(groups, " ")).toEqual(groups);
});
