import pg from "pg";

/**
 * Fills an organisation with leads as they lie in a shop that has worked for years: a contact, a vehicle, an enrolment
 * and touches for each, five locations, four owners. Straight by SQL, as the connecting user.
 */
export async function fillWithLeads(url: string, org: string, count: number): Promise<void> {
	const client = new pg.Client({ connectionString: url });
	await client.connect();
	try {
		for (const statement of STATEMENTS) {
			const values = [org, count].slice(0, statement.includes("$2") ? 2 : 1);
			await client.query(statement, values);
		}
		await client.query("vacuum analyze");
	} finally {
		await client.end();
	}
}

/** An id of a kind and number within the organisation `$1`, in the order of its number (a UUIDv7's shape). */
const id = (kind: string, number: string) =>
	`(lpad(to_hex(1700000000000 + (${number}) * 60000::bigint), 12, '0') || '7' || substr(md5($1::text || '${kind}' || (${number})), 1, 3)
		|| '8' || substr(md5($1::text || '${kind}' || (${number})), 4, 15))::uuid`;

const each = "from generate_series(1, $2::integer) n";

const STATEMENTS = [
	`insert into locations (org_id, id, name, slug, time_zone)
		select $1::uuid, ${id("place", "n")}, 'Lakeside Tint ' || n, 'bench-' || n, 'America/Chicago' from generate_series(1, 5) n`,
	`with people as (insert into users (id, email, name)
		select ${id("member", "n")}, 'member-' || n || '-' || $1::text || '@firm.test', 'Member ' || n from generate_series(1, 4) n
		returning id, email, name)
	insert into memberships (org_id, id, user_id, role, name, email) select $1::uuid, id, id, 'user', name, email from people`,
	`insert into contacts (org_id, id, first_name, last_name, email, phone)
		select $1::uuid, ${id("contact", "n")}, (array['Ava','Noah','Mia','Liam','Zoe','Owen'])[1 + n % 6],
			(array['Brooks','Keller','Ortiz','Nguyen','Hale'])[1 + n % 5] || n, 'bench' || n || '@example.com', '+1414' || (5550000 + n) ${each}`,
	`insert into vehicles (org_id, id, contact_id, year, make, model)
		select $1::uuid, ${id("vehicle", "n")}, ${id("contact", "n")}, 2014 + n % 12,
			(array['Ford','Toyota','Tesla'])[1 + n % 3], (array['F-150','Tacoma','Model Y'])[1 + n % 3] ${each}`,
	`insert into leads (org_id, id, contact_id, location_id, vehicle_id, state, source, title, services, value_cents, owner_id,
			created_at)
		select $1::uuid, ${id("lead", "n")}, ${id("contact", "n")}, ${id("place", "1 + n % 5")}, ${id("vehicle", "n")},
			(array['new','contacted','engaged','booked','won','lost'])[1 + n % 6], 'shop', 'Estimate ' || n,
			array[(array['Full vehicle window tint, ceramic','Roof wrap, gloss black','Ceramic coating, three years'])[1 + n % 3]],
			9900 + n % 1000 * 100, case when n % 3 = 0 then null else ${id("member", "1 + n % 4")} end,
			date_trunc('minute', now()) - ($2::integer - n) * interval '5 minutes' - interval '3 hours 30 minutes' ${each}`,
	`with made as (insert into sequences (org_id, id, name) values ($1::uuid, ${id("sequence", "1")}, 'Bench') returning org_id, id)
		insert into sequence_versions (org_id, id, sequence_id, number, touches) select org_id, id, id, 1, '[]' from made`,
	`insert into enrollments (org_id, id, lead_id, contact_id, location_id, sequence_version_id)
		select $1::uuid, ${id("enrollment", "n")}, ${id("lead", "n")}, ${id("contact", "n")}, ${id("place", "1 + n % 5")},
			${id("sequence", "1")} ${each}`,
	`insert into touches (org_id, id, enrollment_id, lead_id, position, channel, planned_at, status)
		select $1::uuid, ${id("touch", "n * 5 + t")}, ${id("enrollment", "n")}, ${id("lead", "n")}, t, 'email',
			date_trunc('minute', now()) + (t - 2) * interval '1 day' + interval '3 hours 30 minutes' + n % 1000 * interval '1 minute',
			case when t <= 2 then 'sent' else 'scheduled' end
		from generate_series(1, $2::integer) n, generate_series(1, 4) t`,
];
