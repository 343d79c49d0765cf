import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { brandColors, contrast } from "#app/ui/frame/brand-color.ts";

const css = readFileSync(new URL("../../app/ui/styles/tokens.css", import.meta.url), "utf8");
const tokens = new Map(
	[...css.matchAll(/--([\w-]+): var\(--L, (#\w{6})\) var\(--D, (#\w{6})\);/g)].map(([, name, light, dark]) => [
		name ?? "",
		{ light: rgb(light ?? ""), dark: rgb(dark ?? "") },
	]),
);

function rgb(hex: string): [number, number, number] {
	const value = Number.parseInt(hex.slice(1), 16);
	return [value >> 16, (value >> 8) & 255, value & 255];
}

const grounds = ["canvas", "surface", "sunken", "hover", "accent-soft"];
const readable: [string, string][] = [
	...["ink", "muted"].flatMap((ink) => grounds.map((ground): [string, string] => [ink, ground])),
	["accent", "surface"],
	["accent", "canvas"],
	["accent-strong", "accent-soft"],
	["on-accent", "accent"],
	["on-accent", "accent-strong"],
	...["good", "warn", "bad", "info"].flatMap((tone): [string, string][] => [
		[tone, "surface"],
		[tone, `${tone}-soft`],
		["ink", `${tone}-soft`],
	]),
];

describe.each(["light", "dark"] as const)("in the %s theme", (theme) => {
	it.each(readable)("%s is readable on %s (AA, 4.5 : 1)", (ink, ground) => {
		expect(contrast(tokens.get(ink)![theme], tokens.get(ground)![theme])).toBeGreaterThanOrEqual(4.5);
	});

	it("the edge of a field stands out from the page (3 : 1)", () => {
		expect(contrast(tokens.get("edge")![theme], tokens.get("surface")![theme])).toBeGreaterThanOrEqual(3);
	});
});

describe("an organisation's own colour", () => {
	it.each(["#ffff00", "#e8622c", "#000000", "#ffffff", "#777777", "#0af"])("%s stays readable everywhere", (chosen) => {
		const brand = brandColors(chosen)!;
		expect(contrast(rgb(brand.ground), rgb(brand.ink))).toBeGreaterThanOrEqual(4.5);
		expect(contrast(rgb(brand.onLight), tokens.get("canvas")!.light)).toBeGreaterThanOrEqual(4.5);
		expect(contrast(rgb(brand.onDark), tokens.get("surface")!.dark)).toBeGreaterThanOrEqual(4.5);
	});

	it("is refused when it is not one", () => {
		for (const text of ["", null, "teal", "#12345", "#12345g", "#fff;}"]) expect(brandColors(text)).toBeNull();
	});
});
