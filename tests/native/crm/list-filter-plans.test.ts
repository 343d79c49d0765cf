import { type RawBuilder, sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { columnsOf } from "#app/domain/crm/lists/columns.ts";
import { listStatement } from "#app/domain/crm/lists/list-queries.ts";
import { readListQuery } from "#app/domain/crm/lists/list-query.ts";
import { house } from "#db/context.ts";
import { fillContacts, listAt } from "#tests/domain/crm/lists/places.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

const MANY = 60_000;

describe("filters of a firm whose contacts lie behind a neighbour's", { timeout: 300_000 }, () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openNativeHouse(4);
		// As it is after an import: analysed, and not yet known to be visible to all, so that an index saves no reading.
		await house().database.owner.exec("alter table contacts set (autovacuum_enabled = false)");
		await fillContacts(await makeOrg("The first"), MANY);
		org = await makeOrg();
		await fillContacts(org, MANY);
	}, 300_000);

	test.each(["source.in.import", "phone.empty", "jobTitle.filled", "city.empty", "country.filled"])(
		"CRM-2: that none fits %s is read from an index, for the page and its count",
		async (filter) => {
			const { blocks, plan } = await read(org, `f=${filter}`);
			expect(await countOf(org, `f=${filter}`)).toEqual({ value: 0, over: false });
			// Of some 2,000 that the firm's contacts fill, and as many of its neighbour's.
			expect(blocks, plan).toBeLessThan(60);
		},
	);

	test.each(["", "f=source.in.member", "f=phone.filled", "f=city.filled", "f=jobTitle.empty", "f=email.filled"])(
		"CRM-2: a list that nearly all fit (%s) is counted along an index, past nobody else's contacts",
		async (address) => {
			const { blocks, plan } = await read(org, address);
			expect(await countOf(org, address)).toEqual({ value: 10_000, over: true });
			expect(plan).not.toMatch(/Seq Scan on contacts/);
			expect(blocks, plan).toBeLessThan(1_000);
		},
	);

	test.each([
		"f=email.empty",
		"f=owner.not.none",
		"f=owner.in.none",
		"f=score.empty",
		"f=stage.in.lead",
		"f=tags.empty",
	])("CRM-2: a list that some fit (%s) is counted along an index, past nobody else's contacts", async (address) => {
		const { blocks, plan } = await read(org, address);
		expect(plan).not.toMatch(/Seq Scan on contacts/);
		expect(blocks, plan).toBeLessThan(2_000);
	});

	test("CRM-2: a list that was counted to its cap is not counted at every page", async () => {
		const firm = await makeOrg();
		await fillContacts(firm, 10_001);
		const whole = { value: 10_000, over: true };
		expect(await countOf(firm, "")).toEqual(whole);
		const { owner } = house().database;
		await owner.query(
			"update contacts set deleted_at = now() where org_id = $1 and id in (select id from contacts where org_id = $1 limit 5)",
			[firm.id],
		);
		expect(await countOf(firm, "")).toEqual(whole);
		// Another list of the same firm is counted, and so is a firm's that was not counted so far.
		expect(await countOf(firm, "f=phone.filled")).toEqual({ value: 9_996, over: false });
	});
});

const countOf = async (org: TestOrg, address: string) => (await listAt(org, "contact", address)).count;

/** How many blocks the statement of a list reads as the application's role, and its plan. */
async function read(org: TestOrg, address: string): Promise<{ blocks: number; plan: string }> {
	const columns = columnsOf("contact");
	const query = readListQuery(new URLSearchParams(address), columns);
	return as(org, "viewer", async (ctx) => {
		const statement: RawBuilder<unknown> = listStatement(ctx, {
			...{ type: "contact", query, columns, shown: columns.filter(({ shown }) => shown), zone: "UTC" },
		});
		const { rows } = await sql<{ "QUERY PLAN": string }>`explain (analyze, buffers) ${statement}`.execute(ctx.db);
		const lines = rows.map((row) => row["QUERY PLAN"]);
		// The first line of buffers is of the whole.
		const whole = lines.find((line) => line.includes("Buffers:")) ?? "";
		const blocks = [...whole.matchAll(/(?:hit|read)=(\d+)/g)].reduce((sum, [, count]) => sum + Number(count), 0);
		return { blocks, plan: lines.join("\n") };
	});
}
