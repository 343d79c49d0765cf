import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { columnsOf } from "#app/domain/crm/lists/columns.ts";
import { listStatement } from "#app/domain/crm/lists/list-queries.ts";
import { readListQuery } from "#app/domain/crm/lists/list-query.ts";
import { house } from "#db/context.ts";
import { fillContacts } from "#tests/domain/crm/lists/places.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

const FEW = 10_000;

describe("words looked for in a small firm beside a large one", { timeout: 300_000 }, () => {
	let org: TestOrg;
	let client: pg.Client;
	beforeAll(async () => {
		const url = await openNativeHouse(4);
		org = await makeOrg("Small");
		await fillContacts(await makeOrg("Large"), 10 * FEW);
		await fillContacts(org, FEW);
		await house().database.owner.exec("vacuum analyze contacts, accounts");
		client = new pg.Client({ connectionString: url });
		await client.connect();
	}, 300_000);
	afterAll(() => client.end());

	test.each([
		["a part of many names", [{ on: "any", op: "contains", text: "example" }], 1_000],
		["one city of three", [{ on: "city", op: "is", text: "Oslo" }], 1_000],
	])("CRM-2: %s is found among the newest, which are read by the index of their ids", async (_, conditions, found) => {
		const { rows, plans } = await searchAs(client, org, conditions);
		expect(rows).toBe(found);
		const reading = plans.filter((plan) => /\bon contacts\b/.test(plan));
		expect(reading.length).toBeGreaterThan(0);
		for (const plan of reading) {
			expect(plan, plan).toMatch(/Index Scan Backward using contacts_pkey/);
			expect(plan, plan).not.toMatch(/Gather|Sort|Seq Scan|Bitmap/);
			// No more than hold the wanted number, with half as many again, of all that the firm has.
			for (const read of readRows(plan)) expect(read, plan).toBeLessThan(FEW / 2);
		}
	});

	test("CRM-2: a name that few have is found by its trigrams", async () => {
		const { rows, plans } = await searchAs(client, org, [{ on: "any", op: "contains", text: "keller777" }]);
		expect(rows).toBeGreaterThan(0);
		expect(plans.filter((plan) => /Bitmap Index Scan on contacts_words/.test(plan))).toHaveLength(1);
	});

	test("CRM-2: a list looks for its words once, for its page's two stretches and its count", async () => {
		const columns = columnsOf("contact");
		const query = readListQuery(new URLSearchParams("q=keller777&sort=email"), columns);
		const plan = await as(org, "viewer", async (ctx) => {
			const statement = listStatement(ctx, { type: "contact", query, columns, shown: columns, zone: "UTC" });
			return (await sql<{ "QUERY PLAN": string }>`explain ${statement}`.execute(ctx.db)).rows;
		});
		expect(plan.filter((row) => /Function Scan on search_records/.test(row["QUERY PLAN"]))).toHaveLength(1);
	});
});

/** Searches as the application role, row level security forced; answers how many were found and every inner plan. */
async function searchAs(
	client: pg.Client,
	org: TestOrg,
	conditions: unknown,
): Promise<{ rows: number; plans: string[] }> {
	const plans: string[] = [];
	const hear = ({ message }: { message: string | undefined }) => void plans.push(message ?? "");
	await client.query(
		"load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on",
	);
	await client.query("begin; set local role perigee_app");
	await client.query("select set_config('app.org_id', $1, true)", [org.id]);
	client.on("notice", hear);
	await client.query("set client_min_messages = log");
	const { rowCount } = await client.query("select id from search_records('contact', $1::jsonb, 1000)", [
		JSON.stringify(conditions),
	]);
	client.off("notice", hear);
	await client.query("rollback");
	return { rows: rowCount ?? 0, plans };
}

/** How many rows each scan of a plan read. */
const readRows = (plan: string) =>
	[...plan.matchAll(/Scan .*actual time=\S+ rows=(\d+)/g)].map(([, rows]) => Number(rows));
