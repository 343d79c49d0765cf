import { Day } from "#app/ui/signs/day.tsx";
import { renewalWords } from "./play-words.ts";

/** How far a renewal is, and its day: "Renews in 45 days, Thu 10 Dec 2026". */
export function RenewalDay({ days, on }: { days: number | null; on: string | null }) {
	return (
		<>
			{renewalWords(days)}
			{on && (
				<>
					, <Day on={on} />
				</>
			)}
		</>
	);
}

/** A day of a list of facts; null for none. */
export const dayOf = (on: string | null) => on && <Day on={on} />;
