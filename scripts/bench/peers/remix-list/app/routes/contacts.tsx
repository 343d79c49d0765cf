import { useLoaderData } from "@remix-run/react";
import pg from "pg";
// What a row says is the product's own; how it is fetched and drawn is this page's.
import { CONTACT_STAGE_LABELS } from "../../../../../../app/domain/crm/contacts/schema.ts";
import { CHOICE_TONES } from "../../../../../../app/routes/crm/lists/list-words.ts";
import { formatInstant, formatRelative } from "../../../../../../app/ui/format-time.ts";

// The least that the list of contacts can be: one route, one statement, no session, fifty rows as a table.

pg.types.setTypeParser(20, Number);
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
pool.on("error", () => undefined);

type Row = {
	id: string;
	name: string;
	stage: keyof typeof CONTACT_STAGE_LABELS;
	company: string | null;
	email: string | null;
	phone: string | null;
	owner: string | null;
	score: number | null;
	changed: number;
};

const LIST = `
	select c.id, trim(c.first_name || ' ' || c.last_name) as name, c.stage, k.name as company, c.email, c.phone, o.name as owner,
		c.score, floor(extract(epoch from c.updated_at))::bigint as changed
	from (select * from contacts where org_id = $1 and deleted_at is null order by created_at desc, id desc limit 50) c
	left join accounts k on k.org_id = c.org_id and k.id = c.account_id
	left join memberships o on o.org_id = c.org_id and o.id = c.owner_id
	order by c.created_at desc, c.id desc`;

export async function loader() {
	const { rows } = await pool.query<Row>(LIST, [process.env.ORG]);
	return { now: Date.now(), rows };
}

export default function Contacts() {
	const { now, rows } = useLoaderData<typeof loader>();
	return (
		<table className="table" data-list data-links>
			<caption className="hidden-text">Sorted by created, newest first</caption>
			<thead>
				<tr>
					<th className="pick" scope="col">
						<input type="checkbox" data-needs-script aria-label="Select all on this page" />
					</th>
					{HEADS.map(([label, sort, className]) => (
						<th key={label} scope="col" className={className}>
							{sort ? <a href={`/contacts?sort=${sort}&view=all`}>{label}</a> : label}
						</th>
					))}
				</tr>
			</thead>
			<tbody>
				{rows.map((row) => (
					<tr key={row.id}>
						<td className="pick">
							<input type="checkbox" name="id" value={row.id} form="bulk" aria-label={`Select ${row.name}`} />
						</td>
						<th scope="row">
							<a href={`/contacts/${row.id}`}>{row.name}</a>
						</th>
						<td>
							<span className={`status tone-${CHOICE_TONES[row.stage]}`}>{CONTACT_STAGE_LABELS[row.stage]}</span>
						</td>
						<td className="phone-off">{row.company}</td>
						<td className="phone-off">{row.email}</td>
						<td className="phone-off">{row.phone}</td>
						<td className="phone-off">{row.owner}</td>
						<td className="end phone-off">{row.score === null ? null : row.score.toLocaleString("en")}</td>
						<td className="end">
							<time title={formatInstant(row.changed * 1000, "UTC", now)} suppressHydrationWarning>
								{formatRelative(row.changed * 1000, now, "UTC")}
							</time>
						</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}

const HEADS: readonly [label: string, sort: string | undefined, className?: string][] = [
	["Name", "name"],
	["Stage", "stage"],
	["Account", "company", "phone-off"],
	["Email", "email", "phone-off"],
	["Phone", undefined, "phone-off"],
	["Owner", "owner", "phone-off"],
	["Score", "-score", "end phone-off"],
	["Changed", "-updatedAt", "end"],
];
