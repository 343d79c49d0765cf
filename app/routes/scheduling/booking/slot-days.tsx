import type { ReactNode } from "react";
import { formatClock, formatDay, formatInstant, zoneName } from "#app/ui/format-time.ts";

export type SlotDay = { date: string; slots: { startsAt: Date; endsAt: Date }[] };

/** Free times by day on the clocks of `zone`, with the location's own beside each where they differ. */
export function SlotDays({
	days,
	zone,
	placeZone,
	slot,
}: {
	days: readonly SlotDay[];
	zone: string;
	placeZone: string;
	slot: (startsAt: Date, words: ReactNode) => ReactNode;
}) {
	return (
		<div className="slots">
			{days.map(({ date, slots }) => (
				<section key={date} aria-labelledby={`day-${date}`}>
					<h2 id={`day-${date}`} className="field-label">
						{formatDay(slots[0]!.startsAt, zone)} <span className="muted">{zoneName(slots[0]!.startsAt, zone)}</span>
					</h2>
					<div className="slot-row">
						{slots.map(({ startsAt }) =>
							slot(
								startsAt,
								<>
									{formatClock(startsAt, zone)}
									{needsZone(slots, zone) && ` ${zoneName(startsAt, zone)}`}
									{zone !== placeZone && <span className="muted"> ({formatClock(startsAt, placeZone)} there)</span>}
								</>,
							),
						)}
					</div>
				</section>
			))}
		</div>
	);
}

/** A free time that is sent by its form as `slot`. */
export function SlotButton({ at, children }: { at: Date; children: ReactNode }) {
	return (
		<button type="submit" className="btn slot" name="slot" value={at.toISOString()}>
			{children}
		</button>
	);
}

/** On the day the clocks change, one reading may stand for two times. */
function needsZone(slots: SlotDay["slots"], zone: string): boolean {
	return zoneName(slots[0]!.startsAt, zone) !== zoneName(slots.at(-1)!.startsAt, zone);
}

/** "Tue 24 Nov, 3:30 pm PST", and the location's or member's own clocks where they differ. */
export function When({
	at,
	zone,
	placeZone,
	member,
}: {
	at: Date;
	zone: string;
	placeZone: string;
	/** The member's name, where the clocks are theirs and not a location's. */
	member?: string | null;
}) {
	const there = formatInstant(at, placeZone);
	if (zone === placeZone) return <time dateTime={at.toISOString()}>{there}</time>;
	return (
		<time dateTime={at.toISOString()}>
			{formatInstant(at, zone)}{" "}
			<span className="muted">
				({there} {member ? `for ${member}` : "at the location"})
			</span>
		</time>
	);
}
