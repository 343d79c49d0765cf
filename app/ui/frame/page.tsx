import { Form, Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { classNames } from "#app/ui/class-names.ts";
import { Count } from "#app/ui/lists/count.tsx";
import { Icon } from "#app/ui/signs/icon.tsx";

export type Crumb = { label: string; href: string };

export type PageProps = {
	title: string;
	/** Beside the title: how many there are. `over` is the cap of the count: "10,000+". */
	count?: { value: number; over?: boolean };
	crumbs?: readonly Crumb[];
	/** The one main action (a ButtonLink or a form with a SubmitButton), after what is secondary. */
	actions?: ReactNode;
	/** A search of this page by GET; without it the header holds the search over everything, which says so. `null`: none. */
	search?: SearchProps | null;
	/** Under the header, before the body: Flash, SavedViewTabs, Tabs. */
	above?: ReactNode;
	/** `edge`: lists touch the edges; `narrow`: forms and text; default: padded. */
	width?: "edge" | "narrow" | "wide";
	/** The side column of a record. */
	side?: ReactNode;
	children: ReactNode;
};

type SearchProps = {
	action: string;
	value?: string;
	label?: string;
	/** By name, or as pairs where a name stands more than once. */
	keep?: Record<string, string> | readonly (readonly [string, string])[];
};

/** One page in the frame: one header line with title, search and main action; then the content. */
export function Page({ title, count, crumbs, actions, search, above, width = "wide", side, children }: PageProps) {
	return (
		<>
			<header className="page-head">
				{crumbs && <Breadcrumbs crumbs={crumbs} />}
				<div className="page-title">
					<h1 title={title}>{title}</h1>
					{count && (
						<span className="muted">
							<Count {...count} />
						</span>
					)}
				</div>
				{search !== null && (
					<SearchForm {...(search ?? { action: "/search", label: "Search everything" })} quiet={!search} />
				)}
				{actions && <div className="page-actions">{actions}</div>}
			</header>
			{above}
			<div
				className={classNames("page-body", width === "edge" && "page-body-edge", width === "narrow" && "page-narrow")}
			>
				{side ? (
					<div className="page-split">
						<div>{children}</div>
						<aside className="page-side" aria-label="Details">
							{side}
						</aside>
					</div>
				) : (
					children
				)}
			</div>
		</>
	);
}

/** Where this page lies: links to what holds it; the page itself is the title. */
export function Breadcrumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
	return (
		<nav aria-label="Breadcrumbs">
			<ol className="crumbs">
				{crumbs.map(({ label, href }) => (
					<li key={href}>
						<Link to={href} discover="none">
							{label}
						</Link>
					</li>
				))}
			</ol>
		</nav>
	);
}

/** A search by GET, so that it has a URL. `keep` carries the filters along; `/` puts the cursor in. */
export function SearchForm({ action, value, label = "Search", keep = {}, quiet }: SearchProps & { quiet?: boolean }) {
	return (
		<Form
			discover="none"
			className={classNames("page-search", quiet && "page-search-quiet")}
			action={action}
			method="get"
			role="search"
		>
			<Icon name="search" />
			<input
				type="search"
				name="q"
				defaultValue={value}
				key={value}
				aria-label={label}
				placeholder={label}
				data-search
			/>
			{(Array.isArray(keep) ? keep : Object.entries(keep)).map(([name, kept]) => (
				<input key={name + kept} type="hidden" name={name} value={kept} />
			))}
		</Form>
	);
}

/** `id` is what an address leads to it by. */
type SectionProps = { id?: string; title: string; actions?: ReactNode; children: ReactNode };

/** A part of a page under a heading of its own. */
export function Section({ id, title, actions, children }: SectionProps) {
	return (
		<section className="section" id={id}>
			<div className="section-head">
				<h2>{title}</h2>
				{actions}
			</div>
			{children}
		</section>
	);
}
