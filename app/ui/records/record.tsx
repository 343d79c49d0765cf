import { Fragment, type ReactNode } from "react";

/** Facts about one thing: names and values. What is absent is left out, so that nothing reads "null". */
export function DescriptionList({ facts }: { facts: readonly { label: string; value: ReactNode }[] }) {
	const known = facts.filter(({ value }) => value !== null && value !== undefined && value !== "");
	return (
		<dl className="facts">
			{known.map(({ label, value }) => (
				<Fragment key={label}>
					<dt>{label}</dt>
					<dd>{value}</dd>
				</Fragment>
			))}
		</dl>
	);
}

/** A frame around something that is not part of the page's flow. Rarely needed: content is the page. */
export function Card({ children }: { children: ReactNode }) {
	return <div className="panel">{children}</div>;
}
