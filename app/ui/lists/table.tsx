import type { ReactNode } from "react";
import { classNames } from "#app/ui/class-names.ts";
import { Icon } from "#app/ui/signs/icon.tsx";

/** One column after the name: `end` aligns figures right, `phone: false` leaves it out on small screens. */
export type Column<Row> = {
	id: string;
	label: string;
	end?: boolean;
	phone?: boolean;
	/** Say the heading before the value on small screens, where columns are gone: for figures that mean nothing bare. */
	named?: boolean;
	/** Where the heading leads to sort by this column, and how it is sorted now. */
	sort?: { href: string; now?: "ascending" | "descending" };
	cell(row: Row): ReactNode;
};

/** The first column: what a row is and where it leads. `note` is a second, quieter line. */
export type NameColumn<Row> = {
	label: string;
	sort?: Column<Row>["sort"];
	name(row: Row): string;
	href(row: Row): string;
	note?(row: Row): ReactNode;
};

type TableProps<Row> = {
	/** Read out, not shown: what the list holds. */
	caption: string;
	rows: readonly Row[];
	rowKey(row: Row): string;
	name: NameColumn<Row>;
	columns: readonly Column<Row>[];
	select?: { form: string; name?: string };
	/** Rows that just came in live are marked softly. */
	fresh?: ReadonlySet<string>;
};

/**
 * A list: edge to edge, sticky header, the name first and linked. With `select`, each row has a tick box that posts
 * `name=<key>` with the form of id `select.form` (see Selection and BulkBar). `x`, `j`, `k` and the arrows work by
 * use-list-keys.ts. Markup stays small on purpose, fifty rows are common: links are plain, and use-plain-links.ts makes
 * them quick.
 */
export function Table<Row>({ caption, rows, rowKey, name, columns, select, fresh }: TableProps<Row>) {
	return (
		<table className="table" data-list data-links>
			<caption className="hidden-text">{caption}</caption>
			<thead>
				<tr>
					{select && (
						<th className="pick" scope="col">
							<span className="hidden-text">Select</span>
						</th>
					)}
					<Heading label={name.label} sort={name.sort} />
					{columns.map((column) => (
						<Heading key={column.id} {...column} />
					))}
				</tr>
			</thead>
			<tbody>
				{rows.map((row) => (
					<TableRow key={rowKey(row)} id={rowKey(row)} {...{ row, name, columns, select, fresh }} />
				))}
			</tbody>
		</table>
	);
}

type RowProps<Row> = Pick<TableProps<Row>, "name" | "columns" | "select" | "fresh"> & { id: string; row: Row };

function TableRow<Row>({ id, row, name, columns, select, fresh }: RowProps<Row>) {
	return (
		<tr data-fresh={fresh?.has(id) || undefined}>
			{select && (
				<td className="pick">
					<input
						type="checkbox"
						name={select.name ?? "id"}
						value={id}
						form={select.form}
						aria-label={`Select ${name.name(row)}`}
					/>
				</td>
			)}
			<th scope="row">
				<a href={name.href(row)}>{name.name(row)}</a>
				{name.note && <small>{name.note(row)}</small>}
			</th>
			{columns.map((column) => (
				<td key={column.id} className={cellClass(column)} data-label={column.named ? column.label : undefined}>
					{column.cell(row)}
				</td>
			))}
		</tr>
	);
}

function Heading({ label, sort, end, phone }: Pick<Column<never>, "label" | "sort" | "end" | "phone">) {
	return (
		<th scope="col" aria-sort={sort?.now} className={cellClass({ end, phone })}>
			{sort ? (
				<a href={sort.href}>
					{label}
					{sort.now && <Icon name={sort.now === "ascending" ? "arrow-up" : "arrow-down"} />}
				</a>
			) : (
				label
			)}
		</th>
	);
}

function cellClass({ end, phone }: { end?: boolean; phone?: boolean }): string | undefined {
	return classNames(end && "end", phone === false && "phone-off") || undefined;
}
