import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { Count } from "#app/ui/lists/count.tsx";

export type Tab = { label: string; href: string; current?: boolean; count?: { value: number; over?: boolean } };

/** Parts of one thing, each with its own URL. `label` names the group for a screen reader. */
export function Tabs({ label, tabs, children }: { label: string; tabs: readonly Tab[]; children?: ReactNode }) {
	return (
		<nav className="tabs" aria-label={label}>
			{tabs.map((tab) => (
				<Link
					key={tab.href}
					to={tab.href}
					discover="none"
					className="tab"
					aria-current={tab.current ? "page" : undefined}
				>
					{tab.label}
					{tab.count && (
						<span className="muted">
							<Count {...tab.count} />
						</span>
					)}
				</Link>
			))}
			{children}
		</nav>
	);
}

/** The saved views of a list, as tabs; `save` leads to the page that keeps the present filters under a name. */
export function SavedViewTabs({
	views,
	save,
	saveLabel = "Save this view",
}: {
	views: readonly Tab[];
	save?: string;
	saveLabel?: string;
}) {
	return (
		<Tabs label="Saved views" tabs={views}>
			{save && (
				<Link to={save} discover="none" className="tab">
					{saveLabel}
				</Link>
			)}
		</Tabs>
	);
}
