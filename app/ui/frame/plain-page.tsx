import type { ReactNode } from "react";
import { FormBehaviour } from "#app/ui/behaviour/page-behaviour.tsx";
import { SkipLink } from "./skip-link.tsx";

/** A page with one thing to do: sign in, reset, accept. `foot` holds the other ways. */
export function PlainPage({ title, foot, children }: { title: string; foot?: ReactNode; children: ReactNode }) {
	return (
		<div className="plain">
			<FormBehaviour />
			<SkipLink />
			<main className="plain-box" id="main" tabIndex={-1}>
				<a className="plain-brand" href="/">
					<Logo />
					Perigee
				</a>
				<h1>{title}</h1>
				{children}
				{foot && <div className="plain-foot">{foot}</div>}
			</main>
		</div>
	);
}

/** The product's mark: an orbit and the point of it that is nearest. */
export function Logo({ size = 26 }: { size?: number }) {
	return (
		<svg width={size} height={size} viewBox="0 0 26 26" fill="none" aria-hidden="true">
			<ellipse cx="13" cy="13" rx="11" ry="7.5" stroke="var(--accent)" strokeWidth="2" transform="rotate(-32 13 13)" />
			<circle cx="10.4" cy="14.6" r="2.6" fill="var(--ink)" />
			<circle cx="4" cy="19" r="3" fill="var(--accent)" />
		</svg>
	);
}
