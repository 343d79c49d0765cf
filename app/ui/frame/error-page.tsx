import type { ReactNode } from "react";
import { ButtonLink } from "#app/ui/forms/button.tsx";

export type ErrorWords = {
	happened: string;
	kept?: string;
	todo?: string;
	requestId?: string;
	/** The way out; left out where there is none of ours, such as for a customer with a dead link. */
	back?: { label: string; href: string };
};

/**
 * Something went wrong: what happened, what was kept, what to do, and the request id for whoever looks into it.
 * The page around it says the title.
 */
export function ErrorPage({ happened, kept, todo, requestId, back, children }: ErrorWords & { children?: ReactNode }) {
	return (
		<div className="stack">
			<p>{happened}</p>
			{kept && <p>{kept}</p>}
			{todo && <p>{todo}</p>}
			{(back || children) && (
				<div className="cluster">
					{children}
					{back && <ButtonLink to={back.href}>{back.label}</ButtonLink>}
				</div>
			)}
			{requestId && (
				<p className="muted">
					Request <code>{requestId}</code>
				</p>
			)}
		</div>
	);
}
