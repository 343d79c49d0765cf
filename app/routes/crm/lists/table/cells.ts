import type { ListColumn } from "#app/domain/crm/lists/columns.ts";
import type { Cell } from "#app/domain/crm/lists/list-queries.ts";
import { CHOICE_TONES } from "#app/routes/crm/lists/list-words.ts";
import { formatDate, formatInstant, formatRelative } from "#app/ui/format-time.ts";
import { formatMoney } from "#app/ui/signs/money.tsx";

/** What a cell shows: bare words, words with a sign of their own, or nothing. */
export type CellView =
	| string
	| null
	| { tag: "time"; title: string; text: string }
	| { tag: "span"; className: string; text: string };

/** A column as its cells are drawn. */
export type DrawnColumn = { view(cell: Cell): CellView; className: string | undefined };

/** `now` in milliseconds, and the reader's time zone. */
export type Moment = { now: number; zone: string };

/** The columns of a list, made ready once for all its rows. `isChosen`: somebody chose them. */
export function drawColumns(columns: readonly ListColumn[], moment: Moment, isChosen: boolean): DrawnColumn[] {
	return columns.map((column, at) => ({ view: viewOf(column, moment), className: classOf(column, at, isChosen) }));
}

/** Made once: toLocaleString makes one for each cell, which took longer than drawing the row. */
const figures = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
const AT_END: ReadonlySet<ListColumn["kind"]> = new Set(["number", "money", "instant", "date"]);

/** On a phone a row has two lines: the usual two columns, or of chosen ones the first two. */
function classOf({ kind, phone }: ListColumn, at: number, isChosen: boolean): string | undefined {
	const isOff = isChosen ? at > 1 : !phone;
	return [AT_END.has(kind) && "end", isOff && "phone-off"].filter(Boolean).join(" ") || undefined;
}

function viewOf({ kind, choices, fieldId }: ListColumn, { now, zone }: Moment): DrawnColumn["view"] {
	switch (kind) {
		case "instant":
			return (cell) => {
				if (cell === null) return null;
				const at = Number(cell) * 1000;
				return { tag: "time", title: formatInstant(at, zone, now), text: formatRelative(at, now, zone) };
			};
		case "date":
			return (cell) => (cell === null ? null : formatDate(String(cell)));
		case "money":
			return (cell) => {
				const [minor, currency] = cell as [number | null, string];
				return minor === null ? null : formatMoney(minor, currency);
			};
		case "choice":
			return fieldId
				? (cell) => choices?.[String(cell)] ?? null
				: (cell) => (cell === null ? null : toned(String(cell), choices));
		case "choices":
			return (cell) => (Array.isArray(cell) ? cell.map((one) => choices?.[String(one)] ?? "").join(", ") : null);
		case "tags":
			return (cell) => (Array.isArray(cell) ? cell.join(", ") : null);
		case "yes-no":
			return (cell) => (cell === null ? null : cell ? "Yes" : "No");
		case "number":
			return (cell) => (cell === null ? null : figures.format(Number(cell)));
		default:
			return (cell) => cell as string | null;
	}
}

function toned(value: string, choices: ListColumn["choices"]): CellView {
	const text = choices?.[value] ?? value;
	const tone = CHOICE_TONES[value];
	return tone ? { tag: "span", className: `status tone-${tone}`, text } : text;
}
