import type { ListColumn } from "./columns.ts";

const MOST_COLUMNS = 20;

/** The columns that an address names (`columns=a,b`, or once for each as a form sends them), in the list's order. */
export function columnsNamed(offered: readonly ListColumn[], address: URLSearchParams): string[] {
	const chosen = address.getAll("columns").join(",").slice(0, 2_000).split(",");
	return offered
		.filter(({ id }) => chosen.includes(id))
		.map(({ id }) => id)
		.slice(0, MOST_COLUMNS);
}

/** The columns that a list shows after the name: those chosen, else those that are usual. */
export function shownColumns(columns: readonly ListColumn[], query: { columns: readonly string[] }): ListColumn[] {
	return columns.filter(({ id, shown }) => (query.columns.length > 0 ? query.columns.includes(id) : shown));
}
