import type { ReactNode } from "react";
import { Notice } from "#app/ui/signs/notice.tsx";

/** Someone else saved first: both sides, field by field, where they differ. `children` are the ways to go on. */
export function Conflict({
	who,
	differences,
	children,
}: {
	who: string;
	differences: readonly { label: string; theirs: string; yours: string }[];
	children: ReactNode;
}) {
	return (
		<div className="stack">
			<Notice tone="warn" title={`${who} changed this while you were editing.`}>
				Nothing of yours is lost. Choose what should stay.
			</Notice>
			<div className="versions">
				<Side title={`Saved by ${who}`} lines={differences.map(({ label, theirs }) => [label, theirs])} />
				<Side title="Yours, not saved" lines={differences.map(({ label, yours }) => [label, yours])} />
			</div>
			<div className="form-actions">{children}</div>
		</div>
	);
}

function Side({ title, lines }: { title: string; lines: [string, string][] }) {
	return (
		<section className="panel stack">
			<h2>{title}</h2>
			<dl className="facts">
				{lines.map(([label, value]) => (
					<div className="tw:contents" key={label}>
						<dt>{label}</dt>
						<dd>{value || "Empty"}</dd>
					</div>
				))}
			</dl>
		</section>
	);
}
