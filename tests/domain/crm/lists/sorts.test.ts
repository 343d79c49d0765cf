import { beforeAll, describe, expect, test } from "vitest";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { updateAccount } from "#app/domain/crm/accounts/update-account.ts";
import { createDeal } from "#app/domain/crm/deals/create-deal.ts";
import { exportChunk } from "#app/domain/crm/exports/export-chunk.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { columnsOf } from "#app/domain/crm/lists/columns.ts";
import { readListQuery } from "#app/domain/crm/lists/list-query.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { fillContacts, type Listed, listAt } from "./places.ts";

const OWNERS = ["owner", "admin", "manager"] as const;

describe("lists sorted by what stands beside a record", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		await fillContacts(org, 240);
		const owners = OWNERS.map((role) => org.members[role].id);
		await house().database.owner.query(
			`update contacts c set owner_id = case when n.at % 4 < 3 then ($2::uuid[])[1 + n.at % 4] end
			from (select id, row_number() over (order by id) as at from contacts where org_id = $1) n where c.id = n.id`,
			[org.id, owners],
		);
	});

	type Type = "contact" | "deal";
	const walk = async (type: Type, address: string, shown: string) => {
		const pages: Listed[] = [await listAt(org, type, `${address}&columns=${shown}`)];
		for (let next = pages[0]!.next; next !== null && pages.length < 9; next = pages.at(-1)!.next) {
			pages.push(await listAt(org, type, `${address}&columns=${shown}&after=${encodeURIComponent(next)}`));
		}
		const back: Listed[] = [];
		for (let key = pages.at(-1)!.previous; key !== null && back.length < 9; key = back[0]!.previous) {
			back.unshift(await listAt(org, type, `${address}&columns=${shown}&before=${encodeURIComponent(key)}`));
		}
		const rows = pages.flatMap((page) => page.rows);
		const again = back.flatMap((page) => page.rows);
		expect(again, `${address}, backwards`).toEqual(rows.slice(0, again.length));
		expect(again.length, address).toBe((pages.length - 1) * 50);
		return { ids: rows.map(([id]) => id), cells: rows.map((row) => row[3] ?? null) };
	};
	const inOrder = (cells: readonly unknown[], down: boolean) => {
		const there = cells.filter((cell) => cell !== null) as (string | number)[];
		const sorted = [...there].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
		return [...(down ? sorted.reverse() : sorted), ...cells.filter((cell) => cell === null)];
	};

	test("CRM-2: by owner's name and by account's name, every page both ways, those without last", async () => {
		const accounts: string[] = [];
		for (const name of ["beta", "Alpha", "gamma"]) {
			accounts.push((await as(org, "user", (ctx) => createAccount(ctx, { name }))).id);
		}
		await house().database.owner.query(
			`update contacts c set account_id = case when n.at % 5 < 3 then ($2::uuid[])[1 + n.at % 5] end
			from (select id, row_number() over (order by id) as at from contacts where org_id = $1) n where c.id = n.id`,
			[org.id, accounts],
		);
		for (const by of ["owner", "company"]) {
			for (const down of [false, true]) {
				const { ids, cells } = await walk("contact", `sort=${down ? "-" : ""}${by}`, by);
				expect(new Set(ids).size, by).toBe(240);
				const lower = cells.map((cell) => (cell === null ? null : String(cell).toLowerCase()));
				expect(lower, `${by} ${down}`).toEqual(inOrder(lower, down));
			}
		}
		// A name that changes takes its place at once, on what belongs to it.
		await as(org, "user", (ctx) => updateAccount(ctx, { id: accounts[1]!, name: "Zeta" }));
		const { cells } = await walk("contact", "sort=company", "company");
		expect([...new Set(cells)]).toEqual(["beta", "gamma", "Zeta", null]);
	});

	test("CRM-2: sorted by owner, a filter and a search narrow it alike", async () => {
		const one = await walk("contact", "sort=owner&f=city.not.oslo", "owner");
		expect(one.ids).toHaveLength(160);
		expect(one.cells).toEqual(inOrder(one.cells, false));
		for (const down of ["", "-"]) {
			const found = await walk("contact", `sort=${down}owner&q=example.com`, "owner");
			expect(found.ids).toHaveLength(180);
			expect(found.cells).toEqual(inOrder(found.cells, down === "-"));
		}
		const mine = await walk("contact", `sort=owner&f=owner.in.${org.members.admin.id}`, "owner");
		expect(new Set(mine.cells)).toEqual(new Set([org.members.admin.name]));
	});

	test("CRM-2: deals by the place of their stage", async () => {
		const stages = await house().database.owner.query<{ id: string; name: string }>(
			"select id, name from pipeline_stages where org_id = $1 order by position",
			[org.id],
		);
		for (let at = 0; at < 66; at++) {
			const stage = stages[(at * 5) % stages.length]!;
			await as(org, "user", (ctx) => createDeal(ctx, { name: `Deal ${at}`, stageId: stage.id }));
		}
		const names = stages.map(({ name }) => name);
		for (const down of [false, true]) {
			const { ids, cells } = await walk("deal", `sort=${down ? "-" : ""}stage`, "stage");
			expect(new Set(ids).size).toBe(66);
			const places = cells.map((cell) => names.indexOf(String(cell)));
			expect(places).toEqual(places.toSorted((a, b) => (down ? b - a : a - b)));
		}
	});

	test("CRM-5: by one's own numbers, days and texts; an export comes in the same order", async () => {
		for (const kind of ["number", "date", "text", "choice"] as const) {
			const options = kind === "choice" ? { options: ["A"] } : {};
			await as(org, "admin", (ctx) =>
				createField(ctx, { recordType: "contact", label: `My ${kind}`, kind, ...options }),
			);
		}
		const fields = await as(org, "user", (ctx) => listFields(ctx, "contact"));
		const put = (kind: string, column: string, value: string) =>
			house().database.owner.query(
				`insert into custom_values (org_id, record_id, field_id, ${column}) select $1, n.id, $2, ${value}
				from (select id, row_number() over (order by id) as at from contacts where org_id = $1) n where at % 3 > 0`,
				[org.id, fields.find((field) => field.kind === kind)!.id],
			);
		await put("number", "number_value", "at * 7 % 50 / 4.0");
		await put("date", "date_value", "date '2026-01-01' + (at * 11 % 90)::integer");
		await put("text", "text_value", "'row ' || (100 + at * 13 % 80)");
		for (const { key, kind } of fields) {
			if (kind === "choice") continue;
			for (const down of [false, true]) {
				const sort = `sort=${down ? "-" : ""}field:${key}`;
				const { ids, cells } = await walk("contact", sort, `field:${key}`);
				expect(new Set(ids).size, sort).toBe(240);
				expect(cells, sort).toEqual(inOrder(cells, down));
				expect(
					cells.filter((cell) => cell === null),
					sort,
				).toHaveLength(80);
				const columns = columnsOf("contact", fields);
				const query = readListQuery(new URLSearchParams(sort), columns);
				const { rows } = await as(org, "admin", (ctx) =>
					exportChunk(ctx, { type: "contact", query, columns, shown: [], zone: "UTC" }),
				);
				expect(
					rows.map(([id]) => id),
					`${sort}, exported`,
				).toEqual(ids);
			}
		}
		expect((await listAt(org, "contact", "sort=field:my_choice")).query.isBent).toBe(true);
		for (const bad of [
			"sort=field:my_number&after=00000000-0000-4000-8000-000000000000~x",
			"sort=field:my_date&after=00000000-0000-4000-8000-000000000000~2026-02-31",
			"sort=owner&after=00000000-0000-4000-8000-000000000000~me",
		]) {
			expect((await listAt(org, "contact", bad)).rows, bad).toHaveLength(50);
		}
	});
});
