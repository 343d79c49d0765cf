import type { ReactNode } from "react";
import { formatCount } from "#app/ui/lists/count.tsx";

/** Long work: what is done of how many. It goes on if one leaves, and says so. `total` unknown: only the count. */
export function Progress({
	label,
	done,
	total,
	children,
}: {
	label: string;
	done: number;
	total?: number;
	children?: ReactNode;
}) {
	const count = total === undefined ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`;
	const finished = total !== undefined && done >= total;
	return (
		<div className="progress">
			<div className="progress-line">
				<span>{label}</span>
				<span className="numbers muted">{count}</span>
			</div>
			<progress value={total === undefined ? undefined : done} max={total} aria-label={label}>
				{count}
			</progress>
			{children ?? (!finished && <p className="field-help">You can leave this page. The work goes on.</p>)}
		</div>
	);
}
