import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { searchEverything } from "#app/domain/analytics/search/search-everything.ts";
import { house } from "#db/context.ts";
import { fillContacts } from "#tests/domain/crm/lists/places.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

describe("what is misspelt, among many", { timeout: 300_000 }, () => {
	let org: TestOrg;
	let client: pg.Client;
	beforeAll(async () => {
		const url = await openNativeHouse(4);
		org = await makeOrg("Large");
		await fillContacts(org, 100_000);
		const { owner } = house().database;
		await owner.exec(
			`insert into accounts (org_id, id, name) select '${org.id}', uuidv7(), 'Firm ' || n || ' of ' || md5(n::text) from generate_series(1, 20000) n;
			insert into accounts (org_id, id, name) values ('${org.id}', uuidv7(), 'Brightway Couriers')`,
		);
		await owner.exec("vacuum analyze contacts, accounts, deals, projects, documents");
		client = new pg.Client({ connectionString: url });
		await client.connect();
	}, 300_000);
	afterAll(() => client.end());

	async function plansOf(statement: string, values: unknown[]): Promise<string[]> {
		const plans: string[] = [];
		await client.query(
			"load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_nested_statements = on; set auto_explain.log_analyze = on",
		);
		await client.query("begin; set local role perigee_app");
		await client.query("select set_config('app.org_id', $1, true)", [org.id]);
		const hear = ({ message }: { message: string | undefined }) => void plans.push(message ?? "");
		client.on("notice", hear);
		await client.query("set client_min_messages = log");
		await client.query(statement, values);
		client.off("notice", hear);
		await client.query("rollback");
		return plans;
	}

	test("DASH-1: is found by trigrams, kind by kind, and no table is read whole", async () => {
		const kinds = ["contact", "account", "deal", "project", "document"];
		const plans = await plansOf("select * from find_alike($1, 6, $2::text[])", ["brightwy couriers", kinds]);
		const of = (table: string) => plans.find((plan) => plan.includes(` on ${table} r`)) ?? "";
		for (const table of ["contacts", "accounts"]) {
			expect(of(table), of(table)).toMatch(new RegExp(`Bitmap Index Scan on ${table}_words`));
			expect(of(table), of(table)).not.toMatch(/Seq Scan on (contacts|accounts)/);
		}
	});

	test("DASH-1: a number is found by its last digits by trigrams", async () => {
		const plans = await plansOf("select * from find_by_last_digits($1, 6)", ["5550136"]);
		const plan = plans.find((one) => one.includes("on contacts r")) ?? "";
		expect(plan, plan).toMatch(/Bitmap Index Scan on contacts_words/);
		expect(plan, plan).not.toMatch(/Seq Scan on contacts/);
	});

	test("DASH-1: typing stays quick", async () => {
		const took: Record<string, number> = {};
		for (const q of ["brightwy", "twelve vns", "kelelr777", "5550136", "0136", "nobody at all here"]) {
			await as(org, "viewer", (ctx) => searchEverything(ctx, q, 3));
			const from = performance.now();
			await as(org, "viewer", (ctx) => searchEverything(ctx, q, 3));
			took[q] = Math.round(performance.now() - from);
		}
		for (const [q, ms] of Object.entries(took)) expect(ms, q).toBeLessThan(300);
	});
});
