import { Link } from "@remix-run/react";
import { columnsOf, type ListColumn, NAME } from "#app/domain/crm/lists/columns.ts";
import { type Filter, type NameOf, sayFilter } from "#app/domain/crm/lists/filters.ts";
import { writeListQuery } from "#app/domain/crm/lists/list-query.ts";
import { ExportLinks } from "#app/routes/crm/exports/export-links.tsx";
import { FilterChips, ListBar } from "#app/ui/lists/list-parts.tsx";
import { ColumnChoice } from "./column-choice.tsx";
import { AddFilter } from "./filters/add-filter.tsx";
import type { ListData } from "./list-data.ts";
import { changedPath } from "./list-path.ts";
import { shortWords } from "./list-words.ts";

/** The filters that apply, the form that adds one, and the choice of columns; all of it lives in the address. */
export function ListTools({ data }: { data: ListData }) {
	const { type, query, list } = data;
	const columns = columnsOf(type, list.fields);
	const all = [NAME, ...columns];
	const nameOf = nameIn(data);
	const short = shortWords(query);
	const without = (filter: Filter) => query.filters.filter((other) => other !== filter);
	const chips = [
		...(query.q ? [{ label: `Search: ${query.q}`, without: changedPath(type, query, { q: "" }) }] : []),
		...query.filters.flatMap((filter) => {
			const column = all.find(({ id }) => id === filter.column);
			return column
				? [
						{
							label: sayFilter(filter, column, nameOf),
							without: changedPath(type, query, { filters: without(filter) }),
						},
					]
				: [];
		}),
	];
	return (
		<ListBar>
			<FilterChips chips={chips} clear={changedPath(type, query, { q: "", filters: [] })}>
				<AddFilter data={data} columns={all} />
				<ColumnChoice
					type={type}
					columns={columns}
					chosen={query.columns}
					asked={writeListQuery({ ...query, columns: [] })}
					view={query.view}
				/>
			</FilterChips>
			{query.isBent && <span className="muted">Something in this link could not be read and was left out.</span>}
			{short && <span className="muted">{short}</span>}
			<ListLinks data={data} />
		</ListBar>
	);
}

/** What else can be done with a list: each is a page, or a file, of its own. */
function ListLinks({ data: { type, query, mayEdit, mayImport, mayExport } }: { data: ListData }) {
	const link = (to: string, label: string) => (
		<Link to={to} discover="none" className="btn btn-small btn-quiet">
			{label}
		</Link>
	);
	return (
		<div className="cluster">
			{mayImport && link(`/imports/new?type=${type}`, "Import")}
			{mayExport && <ExportLinks list={type} query={writeListQuery(query)} />}
			{type === "contact" && link("/duplicates", "Find duplicates")}
			{mayEdit && link("/batches", "Batches")}
		</div>
	);
}

const REFERENCES: Partial<Record<ListColumn["kind"], string>> = { company: "this account", person: "this contact" };

/** The names behind the ids of filters. */
function nameIn({ list }: ListData): NameOf {
	const lists = { owner: list.members, tags: list.tags, stage: list.stages };
	return (kind, id) => lists[kind as keyof typeof lists]?.find((one) => one.id === id)?.name ?? REFERENCES[kind];
}
