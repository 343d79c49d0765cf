import { useEffect, useRef, useState } from "react";
import type { BoardRow } from "#app/domain/leads/lists/board-queries.ts";
import { LEAD_STATE_LABELS } from "#app/domain/leads/schema.ts";
import { formatInstant, formatRelative } from "#app/ui/format-time.ts";
import { useMoment } from "#app/ui/signs/moment.tsx";
import { formatMoney } from "#app/ui/signs/money.tsx";
import { LEAD_TONES } from "./lead-tones.ts";

/**
 * The table of leads. Fifty rows are drawn at every request, so a row is one function call and plain elements: no
 * component, no closure and no router link for each (`data-links` makes them quick).
 */
export function LeadsTable({ rows }: { rows: readonly BoardRow[] }) {
	const { now, zone } = useMoment();
	const moment = { now: Date.parse(now), zone };
	const fresh = useFresh(rows);
	return (
		<table className="table" data-list data-links>
			<caption className="hidden-text">Leads, newest first</caption>
			<thead>
				<tr>
					<th scope="col">Customer</th>
					<th scope="col">State</th>
					<th scope="col" className="phone-off">
						Location
					</th>
					<th scope="col" className="phone-off">
						Owner
					</th>
					<th scope="col" className="end phone-off">
						Value
					</th>
					<th scope="col" className="end phone-off">
						Next touch
					</th>
					<th scope="col" className="end">
						Arrived
					</th>
				</tr>
			</thead>
			<tbody>{rows.map((row) => tableRow(row, moment, fresh.has(row[0])))}</tbody>
		</table>
	);
}

/** The instant the page was made at, in milliseconds: read once for all rows. */
type Moment = { now: number; zone: string };

function tableRow(row: BoardRow, moment: Moment, isFresh: boolean) {
	const [id, name, note, state, location, owner, value, currency, next, created] = row;
	return (
		<tr key={id} data-fresh={isFresh || undefined}>
			<th scope="row">
				<a href={`/leads/${id}`}>{name}</a>
				<small>{note}</small>
			</th>
			<td>
				<span className={`status tone-${LEAD_TONES[state]}`}>{LEAD_STATE_LABELS[state]}</span>
			</td>
			<td className="phone-off">{location}</td>
			<td className="phone-off">{owner}</td>
			<td className="end phone-off">{value === null ? null : formatMoney(value, currency)}</td>
			<td className="end phone-off">{next === null ? null : time(next, moment)}</td>
			<td className="end">{time(created, moment)}</td>
		</tr>
	);
}

function time(seconds: number, { now, zone }: Moment) {
	const at = seconds * 1000;
	return (
		<time title={formatInstant(at, zone, now)} suppressHydrationWarning>
			{formatRelative(at, now, zone)}
		</time>
	);
}

/** The rows that were not there a moment ago, on the same page: marked softly until the next change. */
function useFresh(rows: readonly BoardRow[]): ReadonlySet<string> {
	const known = useRef<ReadonlySet<string> | null>(null);
	const [fresh, setFresh] = useState<ReadonlySet<string>>(NONE);
	useEffect(() => {
		const ids = rows.map(([id]) => id);
		const before = known.current;
		known.current = new Set(ids);
		const came = before ? ids.filter((id) => !before.has(id)) : [];
		// A page with nothing in common is another page, not news.
		if (came.length < ids.length) setFresh(new Set(came));
	}, [rows]);
	return fresh;
}

const NONE: ReadonlySet<string> = new Set();
