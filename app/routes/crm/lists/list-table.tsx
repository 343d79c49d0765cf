import type { ReactNode } from "react";
import type { ListColumn } from "#app/domain/crm/lists/columns.ts";
import type { Cell, ListRow } from "#app/domain/crm/lists/list-queries.ts";
import type { Sort } from "#app/domain/crm/lists/list-query.ts";
import { type ListKind, recordPath } from "#app/domain/crm/records/schema.ts";
import { formatDate, formatInstant, formatRelative } from "#app/ui/format-time.ts";
import { useFresh } from "#app/ui/lists/use-fresh.ts";
import { Icon } from "#app/ui/signs/icon.tsx";
import { useMoment } from "#app/ui/signs/moment.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { CHOICE_TONES } from "./list-words.ts";

type Show = (cell: Cell) => ReactNode;
type Drawn = { show: Show; className: string | undefined };
/** How a list is sorted, and where its headings lead to sort it otherwise. */
export type Sorting = { now: Sort; href(sort: Sort): string };
type Props = {
	type: ListKind;
	/** Read out, not shown: what the list holds and in which order. */
	caption: string;
	/** What stands first in a row. */
	name: ListColumn;
	rows: readonly ListRow[];
	columns: readonly ListColumn[];
	/** The columns were chosen, rather than being the usual ones. */
	isChosen: boolean;
	/** Absent: the list has one order. */
	sorting?: Sorting;
	/** The id of the form that ticked rows belong to. */
	form?: string | undefined;
};

/**
 * The table of a list. Fifty rows are drawn at every request, so a row is one function call and plain elements: no
 * component, no closure and no router link for each (`data-links` makes them quick).
 */
export function ListTable({ type, caption, name, rows, columns, isChosen, sorting, form }: Props) {
	const { now, zone } = useMoment();
	const fresh = useFresh(rows);
	const moment = { now: Date.parse(now), zone };
	const drawn = columns.map((column, at) => ({
		show: showOf(column, moment),
		className: classOf(column, at, isChosen),
	}));
	const path = recordPath(type);
	return (
		<table className="table" data-list data-links>
			<caption className="hidden-text">{caption}</caption>
			<thead>
				<tr>
					{form && (
						<th className="pick" scope="col">
							<input type="checkbox" data-needs-script aria-label="Select all on this page" onChange={tickPage} />
						</th>
					)}
					{heading(sorting, name, undefined)}
					{columns.map((column, at) => heading(sorting, column, drawn[at]!.className))}
				</tr>
			</thead>
			<tbody>{rows.map((row) => tableRow(row, { path, drawn, form, isFresh: fresh.has(row[0]) }))}</tbody>
		</table>
	);
}

type RowParts = { path: string; drawn: readonly Drawn[]; form: string | undefined; isFresh: boolean };

function tableRow(row: ListRow, { path, drawn, form, isFresh }: RowParts) {
	const [id, name, note] = row;
	return (
		<tr key={id} data-fresh={isFresh || undefined}>
			{form && (
				<td className="pick">
					<input type="checkbox" name="id" value={id} form={form} aria-label={`Select ${name}`} />
				</td>
			)}
			<th scope="row">
				<a href={`${path}/${id}`}>{name}</a>
				{note && <small>{note}</small>}
			</th>
			{drawn.map(({ show, className }, at) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the columns of a page keep their order
				<td key={at} className={className}>
					{show(row[at + 3] ?? null)}
				</td>
			))}
		</tr>
	);
}

function heading(sorting: Sorting | undefined, column: ListColumn, className: string | undefined) {
	const { id, label, sorts, kind } = column;
	const isNow = sorting?.now.by === id;
	const isDown = isNow && sorting.now.down;
	const down = isNow ? !isDown : DOWN_FIRST.has(kind);
	return (
		<th
			key={id}
			scope="col"
			className={className}
			aria-sort={isNow ? (isDown ? "descending" : "ascending") : undefined}
		>
			{sorting && sorts ? (
				<a href={sorting.href({ by: id, down })}>
					{label}
					{isNow && <Icon name={isDown ? "arrow-down" : "arrow-up"} />}
				</a>
			) : (
				label
			)}
		</th>
	);
}

/** Made once: toLocaleString makes one for each cell, which took longer than drawing the row. */
const figures = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
const DOWN_FIRST: ReadonlySet<ListColumn["kind"]> = new Set(["number", "money", "instant"]);
const AT_END: ReadonlySet<ListColumn["kind"]> = new Set(["number", "money", "instant", "date"]);

/** On a phone a row has two lines: the usual two columns, or of chosen ones the first two. */
function classOf({ kind, phone }: ListColumn, at: number, isChosen: boolean): string | undefined {
	const isOff = isChosen ? at > 1 : !phone;
	return [AT_END.has(kind) && "end", isOff && "phone-off"].filter(Boolean).join(" ") || undefined;
}

/** How the cells of a column are drawn, made once for all rows. */
function showOf({ kind, choices, fieldId }: ListColumn, { now, zone }: { now: number; zone: string }): Show {
	switch (kind) {
		case "instant":
			return (cell) => {
				if (cell === null) return null;
				const at = Number(cell) * 1000;
				return (
					<time title={formatInstant(at, zone, now)} suppressHydrationWarning>
						{formatRelative(at, now, zone)}
					</time>
				);
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

function toned(value: string, choices: ListColumn["choices"]) {
	const words = choices?.[value] ?? value;
	const tone = CHOICE_TONES[value];
	return tone ? <span className={`status tone-${tone}`}>{words}</span> : words;
}

function tickPage({ currentTarget: box }: React.ChangeEvent<HTMLInputElement>): void {
	for (const each of box.closest("table")?.querySelectorAll<HTMLInputElement>("tbody .pick input") ?? []) {
		each.checked = box.checked;
	}
}
