import { type RawBuilder, sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { columnsOf } from "#app/domain/crm/lists/columns.ts";
import { listStatement } from "#app/domain/crm/lists/list-queries.ts";
import { readListQuery } from "#app/domain/crm/lists/list-query.ts";
import { type Ctx, house } from "#db/context.ts";
import { fillContacts, listAt, sortsOf } from "#tests/domain/crm/lists/places.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

describe("lists of a firm with 100,000 contacts", { timeout: 300_000 }, () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openNativeHouse(4);
		org = await makeOrg();
		await fillContacts(org, 100_000);
		// Where one firm has the table to itself, reading it from its beginning is as good as an index.
		const neighbour = await makeOrg("A neighbour");
		await fillContacts(neighbour, 150_000);
		for (const firm of [org, neighbour]) await fillAround(firm);
		await house().database.owner.exec("vacuum analyze contacts, accounts, custom_values, deals");
	}, 300_000);

	test("CRM-2: every sort, filter and key goes by an index under forced policies", async () => {
		const sorts = [...sortsOf("contact"), "field:my_number", "field:my_date", "field:my_text"];
		const addresses = [
			...sorts.flatMap((by) => [`sort=${by}`, `sort=-${by}`]),
			...["f=stage.in.lead", "f=owner.in.none", `f=owner.in.${org.members.user.id}`, "f=score.range.90..&sort=-score"],
			...["q=keller777", "q=example.com", "f=city.is.oslo&sort=name", "f=email.contains.on777", "f=createdAt.last.3"],
		];
		for (const address of addresses) {
			const page = await listAt(org, "contact", address);
			for (const key of ["", page.next ? `&after=${encodeURIComponent(page.next)}` : ""]) {
				const plan = await as(org, "viewer", (ctx) => planOf(ctx, address + key));
				expect(plan, `${address}${key}\n${plan}`).not.toMatch(GROWING);
			}
		}
		for (const by of sortsOf("deal")) {
			const plan = await as(org, "viewer", (ctx) => planOf(ctx, `sort=${by}`, "deal"));
			expect(plan, plan).not.toMatch(GROWING);
		}
	});

	test("CRM-2: a page sorted by owner, account or one's own field goes by the index of its order", async () => {
		for (const by of ["owner", "company", "field:my_number", "field:my_date", "field:my_text"]) {
			const first = await listAt(org, "contact", `sort=${by}`);
			const plan = await as(org, "viewer", (ctx) => planOf(ctx, `sort=${by}&after=${encodeURIComponent(first.next!)}`));
			expect(plan, `${by}\n${plan}`).not.toMatch(GROWING);
			expect(plan, `${by}\n${plan}`).toMatch(INDEXES[by]!);
		}
	});

	test("CRM-2: names are found by the index of a record's words", async () => {
		const { rows } = await as(org, "viewer", (ctx) =>
			sql<{ kind: string }>`select kind from find_by_name('deal 4999', 30)`.execute(ctx.db),
		);
		expect(rows.filter(({ kind }) => kind === "deal")).toHaveLength(6);
		const { owner } = house().database;
		const plan = await owner.query<{ "QUERY PLAN": string }>(
			`explain select x.id from accounts x where x.org_id = $1 and x.deleted_at is null
				and account_words(x.name, x.domain, x.website, x.phone, x.industry, x.city, x.country) like '%firm 1999%'
				and lower(x.name) like '%firm 1999%' limit 30`,
			[org.id],
		);
		expect(plan.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(/accounts_words/);
	});
});

/** Accounts and owners of contacts, a field of each kind that sorts, and deals in every stage. */
async function fillAround(org: TestOrg): Promise<void> {
	const { owner } = house().database;
	await owner.query(
		"insert into accounts (org_id, id, name) select $1, uuidv7(), 'Firm ' || n * 7919 % 20000 from generate_series(1, 20000) n",
		[org.id],
	);
	await owner.query(
		`update contacts c set account_id = case when n.at % 3 > 0 then k.id end, owner_id = ($2::uuid[])[1 + n.at % 6]
		from (select id, row_number() over (order by id) as at from contacts where org_id = $1) n,
			(select id, row_number() over (order by id) as at from accounts where org_id = $1) k
		where c.org_id = $1 and c.id = n.id and k.at = 1 + n.at % 20000`,
		[org.id, Object.values(org.members).map(({ id }) => id)],
	);
	for (const kind of ["number", "date", "text"] as const) {
		await as(org, "admin", (ctx) => createField(ctx, { recordType: "contact", label: `My ${kind}`, kind }));
	}
	await owner.query(
		`insert into custom_values (org_id, record_id, field_id, number_value, date_value, text_value)
		select c.org_id, c.id, f.id, case f.kind when 'number' then c.score::numeric / 4 end,
			case f.kind when 'date' then c.created_at::date end, case f.kind when 'text' then 'Row ' || c.last_name end
		from contacts c join custom_fields f on f.org_id = c.org_id where c.org_id = $1 and c.score is not null`,
		[org.id],
	);
	await owner.query(
		`insert into deals (org_id, id, name, pipeline_id, stage_id, owner_id, account_id)
		select s.org_id, uuidv7(), 'Deal ' || n, s.pipeline_id, s.id, $2::uuid, (select id from accounts where org_id = $1 limit 1)
		from pipeline_stages s, generate_series(1, 5000) n where s.org_id = $1`,
		[org.id, org.members.user.id],
	);
}

const GROWING = /Seq Scan on (contacts|custom_values|deals|accounts|record_tags)/;
const INDEXES: Readonly<Record<string, RegExp>> = {
	owner: /contacts_by_owner/,
	company: /contacts_by_account/,
	"field:my_number": /custom_values_number/,
	"field:my_date": /custom_values_date/,
	"field:my_text": /custom_values_by_text/,
};

async function planOf(ctx: Ctx, address: string, type: "contact" | "deal" = "contact"): Promise<string> {
	const columns = columnsOf(type, await listFields(ctx, type));
	const query = readListQuery(new URLSearchParams(address), columns);
	const statement: RawBuilder<unknown> = listStatement(ctx, {
		type,
		query,
		columns,
		shown: columns,
		zone: "UTC",
	});
	const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${statement}`.execute(ctx.db);
	return rows.map((row) => row["QUERY PLAN"]).join("\n");
}
