import type { ReactNode } from "react";
import { type ListColumn, NAME } from "#app/domain/crm/lists/columns.ts";
import type { Cell, ListRow } from "#app/domain/crm/lists/list-queries.ts";
import type { ListQuery } from "#app/domain/crm/lists/list-query.ts";
import { type RecordType, recordPath } from "#app/domain/crm/records/schema.ts";
import { formatDate, formatInstant, formatRelative } from "#app/ui/format-time.ts";
import { useFresh } from "#app/ui/lists/use-fresh.ts";
import { Icon } from "#app/ui/signs/icon.tsx";
import { useMoment } from "#app/ui/signs/moment.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { changedPath } from "./list-path.ts";
import { CHOICE_TONES, sortWords } from "./list-words.ts";

type Show = (cell: Cell) => ReactNode;
type Drawn = { show: Show; className: string | undefined };
type Props = {
	type: RecordType;
	rows: readonly ListRow[];
	columns: readonly ListColumn[];
	/** All that the list may be sorted by, shown or not. */
	offered: readonly ListColumn[];
	query: ListQuery;
	/** The id of the form that ticked rows belong to. */
	form?: string | undefined;
};

/**
 * The table of a list. Fifty rows are drawn at every request, so a row is one function call and plain elements: no
 * component, no closure and no router link for each (`data-links` makes them quick).
 */
export function ListTable({ type, rows, columns, offered, query, form }: Props) {
	const { now, zone } = useMoment();
	const fresh = useFresh(rows);
	const moment = { now: Date.parse(now), zone };
	const drawn = columns.map((column, at) => ({ show: showOf(column, moment), className: classOf(column, at, query) }));
	const path = recordPath(type);
	return (
		<table className="table" data-list data-links>
			<caption className="hidden-text">{sortWords(query.sort, offered)}</caption>
			<thead>
				<tr>
					{form && (
						<th className="pick" scope="col">
							<input type="checkbox" data-needs-script aria-label="Select all on this page" onChange={tickPage} />
						</th>
					)}
					{heading(type, query, NAME, undefined)}
					{columns.map((column, at) => heading(type, query, column, drawn[at]!.className))}
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

function heading(type: RecordType, query: ListQuery, column: ListColumn, className: string | undefined) {
	const { id, label, sorts, kind } = column;
	const isNow = query.sort.by === id;
	const down = isNow ? !query.sort.down : DOWN_FIRST.has(kind);
	return (
		<th
			key={id}
			scope="col"
			className={className}
			aria-sort={isNow ? (query.sort.down ? "descending" : "ascending") : undefined}
		>
			{sorts ? (
				<a href={changedPath(type, query, { sort: { by: id, down } })}>
					{label}
					{isNow && <Icon name={query.sort.down ? "arrow-down" : "arrow-up"} />}
				</a>
			) : (
				label
			)}
		</th>
	);
}

const DOWN_FIRST: ReadonlySet<ListColumn["kind"]> = new Set(["number", "money", "instant"]);
const AT_END: ReadonlySet<ListColumn["kind"]> = new Set(["number", "money", "instant", "date"]);

/** On a phone a row has two lines: the usual two columns, or of chosen ones the first two. */
function classOf({ kind, phone }: ListColumn, at: number, query: ListQuery): string | undefined {
	const isOff = query.columns.length > 0 ? at > 1 : !phone;
	return [AT_END.has(kind) && "end", isOff && "phone-off"].filter(Boolean).join(" ") || undefined;
}

/** How the cells of a column are drawn, made once for all rows. */
function showOf({ kind, choices, fieldId }: ListColumn, { now, zone }: { now: number; zone: string }): Show {
	switch (kind) {
		case "instant":
			return (cell) => {
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
			return fieldId ? (cell) => choices?.[String(cell)] ?? null : (cell) => toned(String(cell), choices);
		case "choices":
			return (cell) => (Array.isArray(cell) ? cell.map((one) => choices?.[String(one)] ?? "").join(", ") : null);
		case "tags":
			return (cell) => (Array.isArray(cell) ? cell.join(", ") : null);
		case "yes-no":
			return (cell) => (cell === null ? null : cell ? "Yes" : "No");
		case "number":
			return (cell) => (cell === null ? null : Number(cell).toLocaleString("en", { maximumFractionDigits: 6 }));
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
