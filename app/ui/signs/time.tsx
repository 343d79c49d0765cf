import { formatClock, formatInstant, formatRelative, formatWholeInstant } from "#app/ui/format-time.ts";
import { useMoment } from "./moment.tsx";

/**
 * An instant. `relative` (the default) says "5 min ago" and keeps the exact instant with its zone in the title;
 * `exact` says "Tue 24 Nov, 3:30 pm PST"; `whole` says it with its year, in one line, for paper; `clock` only "3:30 pm", where the day and zone stand beside it.
 * `zone` overrides the reader's own, for what happens at a place.
 */
export function Time({
	at,
	as = "relative",
	zone: given,
}: {
	at: string | Date;
	as?: "relative" | "exact" | "whole" | "clock";
	zone?: string;
}) {
	const { now, zone: own } = useMoment();
	const zone = given ?? own;
	const exact = formatInstant(at, zone, now);
	const words = {
		relative: () => formatRelative(at, now, zone),
		exact: () => exact,
		whole: () => formatWholeInstant(at, zone),
		clock: () => formatClock(at, zone),
	}[as]();
	return (
		<time
			dateTime={typeof at === "string" ? at : at.toISOString()}
			title={as === "exact" || as === "whole" ? undefined : exact}
			className={as === "whole" ? "day" : undefined}
			suppressHydrationWarning
		>
			{words}
		</time>
	);
}
