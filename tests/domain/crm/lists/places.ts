import { newId } from "#app/base/ids.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { columnsOf, NAME } from "#app/domain/crm/lists/columns.ts";
import { listRecords } from "#app/domain/crm/lists/list-queries.ts";
import { readListQuery } from "#app/domain/crm/lists/list-query.ts";
import type { RecordType } from "#app/domain/crm/records/schema.ts";
import { house, type Role } from "#db/context.ts";
import { as, type TestOrg } from "#tests/support/house.ts";

/** Fills an organisation with contacts: names, cities, stages and scores that come again, a few without. */
export async function fillContacts(org: TestOrg, count: number): Promise<void> {
	await house().database.owner.query(
		`insert into contacts (org_id, id, first_name, last_name, email, phone, city, stage, score, owner_id, created_at, updated_at)
		select $1, uuidv7(), (array['Ava','Noah','Mia','Liam','Zoe','Owen'])[1 + n % 6], (array['Brooks','Keller','Ortiz','Nguyen','Hale'])[1 + n % 5] || n,
			case when n % 4 <> 0 then 'person' || n || '@example.com' end, '+1414' || (5550000 + n), (array['Berlin','Oslo','Rome'])[1 + n % 3],
			(array['lead','prospect','customer','former'])[1 + n % 4], case when n % 3 <> 0 then n % 101 end,
			case when n % 7 = 0 then $3::uuid end, timestamptz '2026-01-01' + n * interval '1 minute', timestamptz '2026-06-01' - n * interval '1 minute'
		from generate_series(1, $2::integer) n`,
		[org.id, count, org.members.user.id],
	);
	await house().database.owner.exec("analyze contacts");
}

/** A page of a list as an address asks for it. */
export function listAt(org: TestOrg, type: RecordType, address: string, role: Role = "viewer") {
	return as(org, role, async (ctx) => {
		const columns = columnsOf(type, await listFields(ctx, type));
		const query = readListQuery(new URLSearchParams(address), columns);
		const shown = columns.filter(({ id, shown }) => (query.columns.length > 0 ? query.columns.includes(id) : shown));
		return { query, shown, ...(await listRecords(ctx, { type, query, columns, shown, zone: "America/Chicago" })) };
	});
}

export type Listed = Awaited<ReturnType<typeof listAt>>;

/** Every column by which lists of a kind are sorted. */
export const sortsOf = (type: RecordType): string[] =>
	[NAME, ...columnsOf(type)].flatMap(({ id, sorts }) => (sorts ? [id] : []));

/** A tag of an organisation on records. */
export async function putTag(org: TestOrg, type: RecordType, ids: readonly string[], name = newId()): Promise<string> {
	const tag = newId();
	await house().database.owner.query("insert into tags (org_id, id, name) values ($1, $2, $3)", [org.id, tag, name]);
	await house().database.owner.query(
		"insert into record_tags (org_id, record_type, record_id, tag_id) select $1, $2, unnest($3::uuid[]), $4",
		[org.id, type, ids, tag],
	);
	return tag;
}
