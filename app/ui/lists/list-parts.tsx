import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { SubmitButton } from "#app/ui/forms/button.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";
import { Count } from "./count.tsx";

/** The line over a list: filters, column choice, a second search. */
export function ListBar({ children }: { children: ReactNode }) {
	return <div className="list-bar">{children}</div>;
}

/** The filters that apply, each with the link that takes it away; `children` adds one (a details with a form). */
export function FilterChips({
	chips,
	clear,
	children,
}: {
	chips: readonly { label: string; without: string }[];
	/** The list without any filter; offered from two on. */
	clear?: string;
	children?: ReactNode;
}) {
	return (
		<div className="cluster">
			{chips.map(({ label, without }) => (
				<span className="chip" key={label}>
					{label}
					<Link to={without} discover="none" aria-label={`Remove filter ${label}`} title="Remove">
						<Icon name="close" />
					</Link>
				</span>
			))}
			{clear && chips.length > 1 && (
				<Link to={clear} discover="none" className="btn btn-quiet btn-small">
					Clear all
				</Link>
			)}
			{children}
		</div>
	);
}

/**
 * The filters one may add, in a details that works without a script; `children` are fields with names. The form
 * also serves the choice of columns (`label="Columns" icon="columns" button="Show columns"`). It goes by GET to `action`, so a filtered list has a URL. `keep` carries what else is in the address.
 */
export function FilterForm({
	action,
	keep = {},
	label = "Filter",
	icon = "plus",
	button = "Apply filter",
	children,
}: {
	action: string;
	keep?: Record<string, string>;
	label?: string;
	icon?: IconName;
	button?: string;
	children: ReactNode;
}) {
	return (
		<details className="filter">
			<summary className="btn btn-small">
				<Icon name={icon} />
				{label}
			</summary>
			<Form discover="none" action={action} method="get" className="filter-form">
				{Object.entries(keep).map(([name, value]) => (
					<input key={name} type="hidden" name={name} value={value} />
				))}
				{children}
				<SubmitButton>{button}</SubmitButton>
			</Form>
		</details>
	);
}

/** Newer and older by key: no page numbers, since none would be true for long. Absent links are left out. */
export function Pager({
	newer,
	older,
	labels = ["Newer", "Older"],
	children,
}: {
	newer?: string | null;
	older?: string | null;
	/** Other words where the list is not in the order of time. */
	labels?: readonly [newer: string, older: string];
	children?: ReactNode;
}) {
	return (
		<div className="list-foot">
			<span>{children}</span>
			{(newer || older) && (
				<nav className="cluster pager" aria-label="Pages">
					{newer && (
						<Link to={newer} discover="none" rel="prev" className="btn btn-small">
							<Icon name="arrow-left" />
							{labels[0]}
						</Link>
					)}
					{older && (
						<Link to={older} discover="none" rel="next" className="btn btn-small">
							{labels[1]}
							<Icon name="arrow-right" />
						</Link>
					)}
				</nav>
			)}
		</div>
	);
}

/** A list whose rows can be picked: holds the table and the bar that appears with the first tick. */
export function Selection({ children }: { children: ReactNode }) {
	return <div className="selection">{children}</div>;
}

/**
 * What can be done with the ticked rows: buttons named `name="act"` that post `id` once for each row, to a page
 * that names the count before anything dangerous. `all` offers the whole result instead of this page.
 */
export function BulkBar({
	form,
	action,
	all,
	children,
}: {
	form: string;
	action: string;
	all?: { value: number; over?: boolean; token: string };
	children: ReactNode;
}) {
	return (
		<Form
			discover="none"
			id={form}
			method="post"
			action={action}
			className="bulk-bar"
			aria-label="With the selected rows"
		>
			<span className="bulk-count">selected</span>
			{children}
			{all && (
				<div className="choice">
					<input type="checkbox" id={`${form}-all`} name="all" value={all.token} />
					<label htmlFor={`${form}-all`}>
						all <Count value={all.value} over={all.over} />
					</label>
				</div>
			)}
		</Form>
	);
}
