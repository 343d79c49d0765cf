import { Link } from "@remix-run/react";
import type { ReactNode } from "react";
import { Icon } from "#app/ui/signs/icon.tsx";
import type { IconName } from "#app/ui/signs/icon-names.ts";

/** An area with nothing in it yet: what belongs here, why it helps, one act (`children`, a ButtonLink). */
export function EmptyState({
	icon,
	title,
	text,
	children,
}: {
	icon?: IconName;
	title: string;
	text: string;
	children?: ReactNode;
}) {
	return (
		<div className="empty">
			{icon && <Icon name={icon} />}
			<h2>{title}</h2>
			<p>{text}</p>
			{children && <div className="cluster">{children}</div>}
		</div>
	);
}

/** A search or a filter that finds nothing: names what was asked and offers to clear it. */
export function EmptySearch({ asked, clear }: { asked?: string; clear: string }) {
	return (
		<div className="empty">
			<Icon name="search" />
			<h2>{asked ? `Nothing matches “${asked}”` : "Nothing matches these filters"}</h2>
			<p>Try fewer words, or look at everything.</p>
			<div className="cluster">
				<Link to={clear} discover="none" className="btn">
					Clear search and filters
				</Link>
			</div>
		</div>
	);
}
