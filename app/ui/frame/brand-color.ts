/** A colour as three numbers from 0 to 255. */
type Rgb = readonly [number, number, number];

// The grounds of public pages that are hardest to read on: --canvas in the light, --surface in the dark.
const LIGHT_PAGE: Rgb = [247, 246, 243];
const DARK_PAGE: Rgb = [28, 27, 25];

/** What an organisation's colour becomes: the ground of its buttons, the ink on it, and links on either page. */
export type Brand = { ground: string; ink: "#ffffff" | "#000000"; onLight: string; onDark: string };

/**
 * Derives readable colours from what an organisation chose (`#rgb` or `#rrggbb`; anything else gives null, so no
 * free text reaches a stylesheet). The ink is plain black or white: one of these two always reaches 4.5 : 1, which a
 * softer black would not. Links move towards black or white until they do (WCAG 2.2, 1.4.3).
 */
export function brandColors(chosen: string | null | undefined): Brand | null {
	const rgb = parse(chosen);
	if (!rgb) return null;
	return {
		ground: hex(rgb),
		ink: contrast(rgb, [255, 255, 255]) >= contrast(rgb, [0, 0, 0]) ? "#ffffff" : "#000000",
		onLight: hex(towards(rgb, [0, 0, 0], LIGHT_PAGE)),
		onDark: hex(towards(rgb, [255, 255, 255], DARK_PAGE)),
	};
}

/** The contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio"). */
export function contrast(a: Rgb, b: Rgb): number {
	const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
	return (high + 0.05) / (low + 0.05);
}

function towards(from: Rgb, pole: Rgb, page: Rgb): Rgb {
	for (let step = 0; step <= 20; step++) {
		const mixed = from.map((part, place) => Math.round(part + ((pole[place] ?? 0) - part) * (step / 20)));
		const color: Rgb = [mixed[0] ?? 0, mixed[1] ?? 0, mixed[2] ?? 0];
		if (contrast(color, page) >= 4.5) return color;
	}
	return pole;
}

function luminance(color: Rgb): number {
	const [r, g, b] = color.map((part) => {
		const share = part / 255;
		return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
	}) as [number, number, number];
	return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function parse(text: string | null | undefined): Rgb | null {
	const short = /^#([\da-f])([\da-f])([\da-f])$/i.exec(text ?? "");
	const long = short
		? `#${short
				.slice(1)
				.map((digit) => digit + digit)
				.join("")}`
		: (text ?? "");
	if (!/^#[\da-f]{6}$/i.test(long)) return null;
	const value = Number.parseInt(long.slice(1), 16);
	return [value >> 16, (value >> 8) & 255, value & 255];
}

function hex(color: Rgb): string {
	return `#${color.map((part) => part.toString(16).padStart(2, "0")).join("")}`;
}
