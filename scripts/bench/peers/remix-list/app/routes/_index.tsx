import { useLoaderData } from "@remix-run/react";
import pg from "pg";
// What a row says is the product's own; how it is fetched and drawn is this page's.
import { LEAD_STATE_LABELS } from "../../../../../../app/domain/leads/schema.ts";
import { LEAD_TONES } from "../../../../../../app/routes/leads/lead-tones.ts";
import { formatInstant, formatRelative } from "../../../../../../app/ui/format-time.ts";
import { formatMoney } from "../../../../../../app/ui/signs/money.tsx";

// The least that a list can be: one route, one statement, no session, fifty rows as a table.

pg.types.setTypeParser(20, Number);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
pool.on("error", () => undefined);

type Row = {
	id: string;
	name: string;
	vehicle: string;
	services: string;
	state: keyof typeof LEAD_TONES;
	location: string;
	owner: string | null;
	value_cents: number | null;
	currency: string;
	next_at: Date | null;
	created_at: Date;
};

const LIST = `
	select l.id, trim(c.first_name || ' ' || c.last_name) as name, concat_ws(' ', w.year, w.make, w.model) as vehicle,
		array_to_string(l.services, ', ') as services, l.state, p.name as location, o.name as owner, l.value_cents,
		l.currency, l.created_at,
		(select t.planned_at from touches t where t.org_id = l.org_id and t.lead_id = l.id and t.status = 'scheduled'
			order by t.position limit 1) as next_at
	from (select * from leads where org_id = $1 order by id desc limit 50) l
	join contacts c on c.org_id = l.org_id and c.id = l.contact_id
	join locations p on p.org_id = l.org_id and p.id = l.location_id
	left join vehicles w on w.org_id = l.org_id and w.id = l.vehicle_id
	left join memberships o on o.org_id = l.org_id and o.id = l.owner_id
	order by l.id desc`;

export async function loader() {
	const { rows } = await pool.query<Row>(LIST, [process.env.ORG]);
	return {
		now: Date.now(),
		rows: rows.map(({ created_at, next_at, ...row }) => ({
			...row,
			created: created_at.getTime(),
			next: next_at?.getTime() ?? null,
		})),
	};
}

export default function List() {
	const { now, rows } = useLoaderData<typeof loader>();
	return (
		<table className="table" data-list data-links>
			<caption className="hidden-text">Leads, newest first</caption>
			<Head />
			<tbody>
				{rows.map((row) => (
					<tr key={row.id}>
						<td className="pick">
							<input type="checkbox" name="id" value={row.id} form="bulk" aria-label={`Select ${row.name}`} />
						</td>
						<th scope="row">
							<a href={`/leads/${row.id}`}>{row.name}</a>
							<small>{[row.vehicle, row.services].filter(Boolean).join(" · ")}</small>
						</th>
						<td>
							<span className={`status tone-${LEAD_TONES[row.state]}`}>{LEAD_STATE_LABELS[row.state]}</span>
						</td>
						<td className="phone-off">{row.location}</td>
						<td className="phone-off">{row.owner ?? ""}</td>
						<td className="end phone-off">
							{row.value_cents === null ? null : formatMoney(row.value_cents, row.currency)}
						</td>
						<td className="end phone-off">{row.next === null ? null : <Moment at={row.next} now={now} />}</td>
						<td className="end">
							<Moment at={row.created} now={now} />
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

function Head() {
	return (
		<thead>
			<tr>
				<th className="pick" scope="col">
					<input type="checkbox" data-needs-script aria-label="Select all on this page" />
				</th>
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
	);
}

function Moment({ at, now }: { at: number; now: number }) {
	return (
		<time title={formatInstant(at, "UTC", now)} suppressHydrationWarning>
			{formatRelative(at, now, "UTC")}
		</time>
	);
}
