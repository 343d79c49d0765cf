import { Form, Link } from "@remix-run/react";
import type { ListColumn } from "#app/domain/crm/lists/columns.ts";
import { shownColumns } from "#app/domain/crm/lists/shown-columns.ts";
import { type ListKind, recordPath } from "#app/domain/crm/records/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";
import { KeptFields } from "./filters/kept-query.tsx";
import { listPath } from "./list-path.ts";

type Props = {
	type: ListKind;
	/** All that the list offers. */
	columns: readonly ListColumn[];
	/** The ids of those chosen; none: the usual ones are shown. */
	chosen: readonly string[];
	/** What else the list asks, as the words of its address. */
	asked: string;
	view: string | undefined;
};

/** Which columns a list shows: boxes in a form that goes to the list's own address, so that it works without a script. */
export function ColumnChoice({ type, columns, chosen, asked, view }: Props) {
	const shown = new Set(shownColumns(columns, { columns: chosen }).map(({ id }) => id));
	return (
		<details className="filter">
			<summary className="btn btn-small">
				<Icon name="columns" />
				Columns
			</summary>
			<Form
				discover="none"
				action={recordPath(type)}
				method="get"
				className="filter-form"
				key={`${asked}&${chosen.join(",")}`}
			>
				<KeptFields asked={asked} view={view} />
				<fieldset className="column-choice">
					<legend className="hidden-text">Columns to show</legend>
					{columns.map(({ id, label }) => (
						<div className="choice" key={id}>
							<input type="checkbox" name="columns" value={id} id={`column-${id}`} defaultChecked={shown.has(id)} />
							<label htmlFor={`column-${id}`}>{label}</label>
						</div>
					))}
				</fieldset>
				<div className="cluster">
					<SubmitButton>Show columns</SubmitButton>
					{chosen.length > 0 && (
						<Link to={listPath(type, asked, { view })} discover="none" className="btn btn-quiet">
							Usual columns
						</Link>
					)}
				</div>
			</Form>
		</details>
	);
}
