import { Form, Link, useSearchParams } from "@remix-run/react";
import type { ListColumn } from "#app/domain/crm/lists/columns.ts";
import { type Filter, OP_LABELS, opsOf } from "#app/domain/crm/lists/filters.ts";
import { writeListQuery } from "#app/domain/crm/lists/list-query.ts";
import { recordPath } from "#app/domain/crm/records/schema.ts";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Select } from "#app/ui/forms/select.tsx";
import { TextInput } from "#app/ui/forms/text-input.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { ListData } from "../list-data.ts";
import { listPath } from "../list-path.ts";
import { Kept } from "./kept-query.tsx";

type Props = { data: ListData; columns: readonly ListColumn[] };

/**
 * Adds a filter in two steps: the column, then what is asked of it. Both are addresses (`add=<column>`), so it works
 * without a script.
 */
export function AddFilter({ data, columns }: Props) {
	const [address] = useSearchParams();
	const wrong = data.query.filters.find((filter) => filter.wrong);
	const column = columns.find(({ id }) => id === (data.finding?.column ?? address.get("add") ?? wrong?.column));
	if (column) return <FilterEdit data={data} column={column} />;
	return (
		<details className="filter">
			<summary className="btn btn-small">
				<Icon name="plus" />
				Add filter
			</summary>
			<ul className="filter-form filter-columns">
				{columns.map(({ id, label }) => (
					<li key={id}>
						<Link to={addPath(data, id)} discover="none" preventScrollReset>
							{label}
						</Link>
					</li>
				))}
			</ul>
		</details>
	);
}

function addPath({ type, query }: ListData, add: string | undefined): string {
	return listPath(type, writeListQuery(query), { view: query.view, add });
}

function FilterEdit({ data, column }: { data: ListData; column: ListColumn }) {
	const { type, query } = data;
	const ops = opsOf(column);
	const wrong = wrongOf(data, column);
	// What is typed now stands in the place of what could not be read.
	const kept = { ...query, filters: query.filters.filter((filter) => filter !== wrong) };
	return (
		<details className="filter" open key={column.id}>
			<summary className="btn btn-small">
				<Icon name="plus" />
				{column.label}
			</summary>
			<Form discover="none" action={recordPath(type)} method="get" className="filter-form">
				<Kept query={kept} />
				<input type="hidden" name="column" value={column.id} />
				{ops.length > 1 ? (
					<Select
						label={column.label}
						inputProps={{ name: "op", id: "filter-op", defaultValue: data.finding?.op ?? wrong?.op }}
						options={ops.map((op) => ({ value: op, label: OP_LABELS[op] }))}
					/>
				) : (
					<input type="hidden" name="op" value={ops[0]} />
				)}
				<ValueControl data={data} column={column} />
				<div className="cluster">
					<SubmitButton>Apply filter</SubmitButton>
					<Link to={addPath({ ...data, query: kept }, undefined)} discover="none" className="btn btn-quiet">
						Cancel
					</Link>
				</div>
			</Form>
		</details>
	);
}

const wrongOf = ({ query }: ListData, { id }: ListColumn) =>
	query.filters.find(({ column, wrong }) => wrong && column === id);

/** What was typed as an edge of a range and could not be read, with why. */
function edgeOf(wrong: Filter | undefined, at: 0 | 1) {
	const typed = wrong?.op === "range" ? wrong.value.split("..")[at] : at === 0 ? wrong?.value : undefined;
	const error = wrong?.wrong?.[at];
	return { typed, errors: error ? [error] : undefined };
}

function ValueControl({ data, column }: { data: ListData; column: ListColumn }) {
	switch (column.kind) {
		case "number":
		case "money":
			return (
				<Edges
					type="text"
					inputMode="decimal"
					label={column.kind === "money" ? "amount" : "number"}
					wrong={wrongOf(data, column)}
				/>
			);
		case "date":
		case "instant":
			return <DayEdges wrong={wrongOf(data, column)} />;
		case "yes-no":
			return (
				<Select
					label={column.label}
					inputProps={{ name: "value" }}
					options={[
						{ value: "yes", label: "Yes" },
						{ value: "no", label: "No" },
					]}
				/>
			);
		case "choice":
		case "choices":
		case "owner":
		case "stage":
		case "tags":
			return <NamedBoxes data={data} column={column} />;
		default:
			return (
				<TextInput
					label="Text"
					inputProps={{ name: "value", id: "filter-value", maxLength: 200, autoComplete: "off" }}
				/>
			);
	}
}

type EdgesShown = { type: string; inputMode: "decimal"; label: string; wrong: Filter | undefined };

function Edges({ type, inputMode, label, wrong }: EdgesShown) {
	const [from, to] = [edgeOf(wrong, 0), edgeOf(wrong, 1)];
	return (
		<>
			<TextInput
				label={`Least ${label}`}
				errors={from.errors}
				inputProps={{ name: "value", id: "filter-from", type, inputMode, defaultValue: from.typed }}
			/>
			<TextInput
				label={`Greatest ${label}`}
				errors={to.errors}
				inputProps={{ name: "value", id: "filter-to", type, inputMode, defaultValue: to.typed }}
			/>
		</>
	);
}

/** Days as edges, or for "in the last days" their number in the first field. */
function DayEdges({ wrong }: { wrong: Filter | undefined }) {
	const [from, to] = [edgeOf(wrong, 0), edgeOf(wrong, 1)];
	return (
		<>
			<TextInput
				label="From, or how many days"
				help="A day such as 2026-11-23; with “days” above, their number."
				errors={from.errors}
				inputProps={{
					...{ name: "value", id: "filter-from", autoComplete: "off", placeholder: "2026-11-23" },
					defaultValue: from.typed,
				}}
			/>
			<TextInput
				label="To"
				optional
				errors={to.errors}
				inputProps={{ name: "value", id: "filter-to", type: "date", defaultValue: to.typed }}
			/>
		</>
	);
}

type Option = { value: string; label: string };

/** Boxes; of more members or tags than can be listed those ticked and those found, with a field to find others. */
function NamedBoxes({ data, column }: { data: ListData; column: ListColumn }) {
	const { list, finding } = data;
	const isWhole = (column.kind !== "owner" && column.kind !== "tags") || list.isWhole[column.kind];
	const options = optionsOf(data, column);
	if (isWhole) return <Boxes options={options} label={column.label} />;
	const ticked = new Set(finding?.ticked ?? []);
	const found = (finding?.found ?? []).map(({ id, name }) => ({ value: id, label: name }));
	const shown = finding
		? [
				...options.filter(({ value }) => ticked.has(value)),
				...found.filter(({ value }) => !ticked.has(value)),
				...options.filter(({ value }) => SPECIAL.has(value) && !ticked.has(value)),
			]
		: options;
	return (
		<>
			<div className="inline-form">
				<TextInput
					label="Find by name"
					help={finding ? undefined : `There are more than the ${options.length} listed here.`}
					inputProps={{
						name: "find",
						id: "filter-find",
						defaultValue: finding?.find,
						maxLength: 100,
						autoComplete: "off",
					}}
				/>
				<SubmitButton tone="plain" name="step" value="find">
					Find
				</SubmitButton>
			</div>
			{finding?.found.length === 0 && <p className="muted">Nothing is called “{finding.find}”.</p>}
			<Boxes key={finding?.find} options={shown} label={column.label} ticked={ticked} />
		</>
	);
}

const SPECIAL = new Set(["me", "none"]);

function optionsOf({ list }: ListData, { kind, choices }: ListColumn): Option[] {
	const named = (all: readonly { id: string; name: string }[]) =>
		all.map(({ id, name }) => ({ value: id, label: name }));
	if (kind === "owner") {
		return [{ value: "me", label: "Me" }, { value: "none", label: "Nobody" }, ...named(list.members)];
	}
	if (kind === "tags") return named(list.tags);
	if (kind === "stage") {
		const many = new Set(list.stages.map(({ pipeline }) => pipeline)).size > 1;
		return list.stages.map(({ id, name, pipeline }) => ({ value: id, label: many ? `${pipeline}: ${name}` : name }));
	}
	return Object.entries(choices ?? {}).map(([value, label]) => ({ value, label }));
}

function Boxes({
	options,
	label,
	ticked,
}: {
	options: readonly Option[];
	label: string;
	ticked?: ReadonlySet<string>;
}) {
	if (options.length === 0) return <p className="muted">There is nothing to choose yet.</p>;
	return (
		<fieldset className="column-choice">
			<legend className="hidden-text">{label}</legend>
			{options.map(({ value, label: words }) => (
				<div className="choice" key={value}>
					<input type="checkbox" name="value" value={value} id={`value-${value}`} defaultChecked={ticked?.has(value)} />
					<label htmlFor={`value-${value}`}>{words}</label>
				</div>
			))}
		</fieldset>
	);
}
