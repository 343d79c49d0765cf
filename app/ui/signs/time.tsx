import { formatClock, formatInstant, formatRelative } from "#app/ui/format-time.ts";
import { useMoment } from "./moment.tsx";

/**
 * An instant. `relative` (the default) says "5 min ago" and keeps the exact instant with its zone in the title;
 * `exact` says "Tue 24 Nov, 3:30 pm PST"; `clock` only "3:30 pm", where the day and zone stand beside it.
 * `zone` overrides the reader's own, for what happens at a place.
 */
export function Time({
	at,
	as = "relative",
	zone: given,
}: {
	at: string | Date;
	as?: "relative" | "exact" | "clock";
	zone?: string;
}) {
	const { now, zone: own } = useMoment();
	const zone = given ?? own;
	const exact = formatInstant(at, zone, now);
	const words = as === "exact" ? exact : as === "clock" ? formatClock(at, zone) : formatRelative(at, now, zone);
	return (
		<time
			dateTime={typeof at === "string" ? at : at.toISOString()}
			title={as === "exact" ? undefined : exact}
			suppressHydrationWarning
		>
			{words}
		</time>
	);
}
