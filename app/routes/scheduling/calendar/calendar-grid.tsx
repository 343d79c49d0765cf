import { Link } from "@remix-run/react";
import type { getCalendar, PlacedEntry } from "#app/domain/scheduling/calendar/calendar-queries.ts";
import { STATE_LABELS } from "#app/domain/scheduling/schema.ts";
import { classNames } from "#app/ui/class-names.ts";
import { formatClock, formatDate, formatStretch, zoneName } from "#app/ui/format-time.ts";
import { STATE_TONES } from "./appointment-tones.ts";
import { numberClasses } from "./grid-classes.ts";

type Calendar = Awaited<ReturnType<typeof getCalendar>>;
type Day = Calendar["days"][number];

/**
 * Days side by side with their hours. Each day is a heading and an ordered list, which a screen reader, paper and a
 * phone show as they are; on a wide screen the stylesheet sets the same lines into the grid by time.
 */
export function CalendarGrid({
	calendar,
	dayAddress,
	several,
}: {
	calendar: Calendar;
	/** The address of one day. */
	dayAddress: (date: string) => string;
	/** Whether more than one location or member is shown: then each appointment says whose it is. */
	several: boolean;
}) {
	const { days, hours } = calendar;
	const labels = Array.from({ length: hours.last - hours.first }, (_, index) => hours.first + index);
	return (
		<div className={classNames("cal", days.length === 1 && "cal-day-view")}>
			<div className="cal-hours" aria-hidden="true">
				{labels.map((hour) => (
					<span key={hour}>{`${((hour + 11) % 12) + 1} ${hour % 24 < 12 ? "am" : "pm"}`}</span>
				))}
			</div>
			{days.map((day) => (
				<DayColumn key={day.date} day={day} calendar={calendar} href={dayAddress(day.date)} several={several} />
			))}
		</div>
	);
}

function DayColumn({ day, calendar, href, several }: { day: Day; calendar: Calendar; href: string; several: boolean }) {
	const { date, entries } = day;
	const isToday = date === calendar.today;
	const [weekday, number, month] = formatDate(date).split(" ");
	const lanes = Math.max(1, ...entries.map((entry) => (entry.lane === null ? 1 : entry.lanes)));
	const over = entries.filter(({ lane }) => lane === null).length;
	return (
		<section
			className={classNames("cal-day", `cal-lanes-${lanes}`, isToday && "cal-today")}
			aria-labelledby={`day-${date}`}
		>
			<h2 id={`day-${date}`} className="cal-date">
				<Link to={href} discover="none" aria-current={isToday ? "date" : undefined}>
					{weekday} <strong>{number}</strong> <span className="cal-month">{month}</span>
					{isToday && <span className="cal-today-word"> today</span>}
				</Link>
			</h2>
			{over > 0 && (
				<p className="cal-more">
					<Link to={href} discover="none">
						{over} more<span className="hidden-text"> at the same time</span>
					</Link>
				</p>
			)}
			{entries.length === 0 && <p className="cal-none">Nothing is booked.</p>}
			<ol className={classNames("cal-list", numberClasses("hours", calendar.hours.last - calendar.hours.first))}>
				{isToday && calendar.now !== null && (
					<li className={classNames("cal-now", numberClasses("at", calendar.now))} aria-hidden="true" />
				)}
				{entries.map((entry) => (
					<Block key={entry.id} entry={entry} zone={calendar.zone} several={several} />
				))}
			</ol>
		</section>
	);
}

function Block({ entry, zone, several }: { entry: PlacedEntry; zone: string | null; several: boolean }) {
	const { id, title, who, host, startsAt, endsAt, state, bay, lane, lanes } = entry;
	const overfull = bay === null && state === "booked";
	const tone = overfull ? "bad" : STATE_TONES[state];
	const place =
		lane === null
			? "cal-over"
			: [
					numberClasses("at", entry.from),
					numberClasses("for", entry.to - entry.from),
					numberClasses("lane", lane),
					numberClasses("of", lanes),
				];
	return (
		<li
			className={classNames("cal-block", `tone-${tone}`, state === "cancelled" && "cal-cancelled", ...[place].flat())}
		>
			<Link to={`/calendar/${id}`} discover="none" title={formatStretch(startsAt, endsAt, entry.zone)}>
				<time className="cal-time" dateTime={startsAt.toISOString()}>
					{entry.began ? "until" : formatClock(startsAt, entry.zone)}
					<span className={entry.began ? undefined : "cal-end"}>
						{entry.began || entry.goesOn ? " " : " – "}
						{entry.goesOn ? "on" : formatClock(endsAt, entry.zone)}
						{zone === null && ` ${zoneName(startsAt, entry.zone)}`}
					</span>
				</time>{" "}
				<strong>{who || title}</strong> {who && <span>{title}</span>}{" "}
				{several && <span className="cal-host">{host}</span>}{" "}
				{overfull && <span className="cal-state">No place free</span>}{" "}
				{state !== "booked" && <span className="cal-state">{STATE_LABELS[state]}</span>}
			</Link>
		</li>
	);
}
