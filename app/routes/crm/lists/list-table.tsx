import type { ListColumn } from "#app/domain/crm/lists/columns.ts";
import type { ListRow } from "#app/domain/crm/lists/list-queries.ts";
import type { Sort } from "#app/domain/crm/lists/list-query.ts";
import { type ListKind, recordPath } from "#app/domain/crm/records/schema.ts";
import { useFresh } from "#app/ui/lists/use-fresh.ts";
import { Icon } from "#app/ui/signs/icon.tsx";
import { useMoment } from "#app/ui/signs/moment.tsx";
import { drawColumns } from "./table/cells.ts";
import { rowElements, rowsAsHtml } from "./table/rows.tsx";

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

/** The table of a list. Its rows are most of a page, so the server writes them itself (see rows.tsx). */
export function ListTable({ type, caption, name, rows, columns, isChosen, sorting, form }: Props) {
	const { now, zone } = useMoment();
	const fresh = useFresh(rows);
	const drawn = drawColumns(columns, { now: Date.parse(now), zone }, isChosen);
	const parts = { path: recordPath(type), drawn, form, fresh };
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
			{import.meta.env.SSR ? (
				// biome-ignore lint/security/noDangerouslySetInnerHtml: rowsAsHtml escapes as React does
				<tbody dangerouslySetInnerHTML={{ __html: rowsAsHtml(rows, parts) }} />
			) : (
				<tbody>{rowElements(rows, parts)}</tbody>
			)}
		</table>
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

const DOWN_FIRST: ReadonlySet<ListColumn["kind"]> = new Set(["number", "money", "instant"]);

function tickPage({ currentTarget: box }: React.ChangeEvent<HTMLInputElement>): void {
	for (const each of box.closest("table")?.querySelectorAll<HTMLInputElement>("tbody .pick input") ?? []) {
		each.checked = box.checked;
	}
}
