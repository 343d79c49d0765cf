import { type RawBuilder, sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { columnsOf } from "#app/domain/crm/lists/columns.ts";
import { listStatement } from "#app/domain/crm/lists/list-queries.ts";
import { readListQuery } from "#app/domain/crm/lists/list-query.ts";
import { openDatabase } from "#db/client.ts";
import { type Ctx, house } from "#db/context.ts";
import { migrate } from "#db/migrate.ts";
import { contracts } from "#jobs/contracts.ts";
import { fillContacts, listAt, sortsOf } from "#tests/domain/crm/lists/places.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { nativeDatabase } from "#tests/support/native.ts";

describe("lists of a firm with 100,000 contacts", { timeout: 300_000 }, () => {
	let org: TestOrg;
	beforeAll(async () => {
		const url = await nativeDatabase();
		const database = openDatabase({ url, poolSize: 2 });
		await migrate(database, "db/migrations", contracts);
		await database.close();
		await openTestHouse({ url, poolSize: 4 });
		org = await makeOrg();
		await fillContacts(org, 100_000);
		// Where one firm has the table to itself, reading it from its beginning is as good as an index.
		await fillContacts(await makeOrg("A neighbour"), 150_000);
		await house().database.owner.query("vacuum analyze contacts");
	}, 300_000);

	test("CRM-2: every sort, filter and key goes by an index under forced policies", async () => {
		const addresses = [
			...sortsOf("contact").flatMap((by) => [`sort=${by}`, `sort=-${by}`]),
			...["f=stage.in.lead", "f=owner.in.none", `f=owner.in.${org.members.user.id}`, "f=score.range.90..&sort=-score"],
			...["q=keller777", "q=example.com", "f=city.is.oslo&sort=name", "f=email.contains.on777", "f=createdAt.last.3"],
		];
		for (const address of addresses) {
			const page = await listAt(org, "contact", address);
			for (const key of ["", page.next ? `&after=${encodeURIComponent(page.next)}` : ""]) {
				const plan = await as(org, "viewer", (ctx) => planOf(ctx, address + key));
				expect(plan, `${address}${key}\n${plan}`).not.toMatch(/Seq Scan on contacts/);
			}
		}
	});
});

async function planOf(ctx: Ctx, address: string): Promise<string> {
	const columns = columnsOf("contact");
	const query = readListQuery(new URLSearchParams(address), columns);
	const statement: RawBuilder<unknown> = listStatement(ctx, {
		type: "contact",
		query,
		columns,
		shown: columns,
		zone: "UTC",
	});
	const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${statement}`.execute(ctx.db);
	return rows.map((row) => row["QUERY PLAN"]).join("\n");
}
