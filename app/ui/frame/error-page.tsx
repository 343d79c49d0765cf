import type { ReactNode } from "react";
import { ButtonLink } from "#app/ui/forms/button.tsx";

/** Something went wrong: what happened, what was kept, what to do, and the request id for whoever looks into it. */
export function ErrorPage({
	title,
	happened,
	kept,
	todo,
	requestId,
	back = { label: "Back to Today", href: "/" },
	children,
}: {
	title: string;
	happened: string;
	kept?: string;
	todo?: string;
	requestId?: string;
	back?: { label: string; href: string };
	children?: ReactNode;
}) {
	return (
		<div className="stack">
			<h1 className="error-title">{title}</h1>
			<p>{happened}</p>
			{kept && <p>{kept}</p>}
			{todo && <p>{todo}</p>}
			<div className="cluster">
				{children}
				<ButtonLink to={back.href}>{back.label}</ButtonLink>
			</div>
			{requestId && (
				<p className="muted">
					Request <code>{requestId}</code>
				</p>
			)}
		</div>
	);
}
