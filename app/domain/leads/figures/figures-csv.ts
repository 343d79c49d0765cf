import type { FigureLine, Figures } from "./figure-queries.ts";

/** The figures as CSV (RFC 4180), one line for each group; a name that begins like a formula is kept from being one. */
export function figuresCsv(figures: Figures): string {
	const head = ["Group", "Name", "Count", "Replied", "Booked", "Median first response (s)", "90 % first response (s)"];
	const groups: [string, readonly FigureLine[]][] = [
		["All", [figures.total]],
		["State", figures.states.map(({ label, count }) => ({ label, count, replied: 0, booked: 0 }))],
		["Location", figures.locations],
		["Touch", figures.touches],
		["Channel", figures.channels],
		["Wording", figures.variants],
		["Assistant", figures.providers],
	];
	const lines = groups.flatMap(([group, rows]) =>
		rows.map((row) => {
			const rates = group === "State" ? ["", ""] : [row.replied, row.booked];
			return [group, row.label, row.count, ...rates, seconds(row.medianMs), seconds(row.p90Ms)];
		}),
	);
	return [head, ...lines]
		.map((line) => line.map(cell).join(","))
		.join("\r\n")
		.concat("\r\n");
}

function seconds(ms: number | null | undefined): string {
	return ms === null || ms === undefined ? "" : String(Math.round(ms / 1000));
}

function cell(value: string | number): string {
	const text = String(value);
	// Spreadsheets run what begins with these signs.
	const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
