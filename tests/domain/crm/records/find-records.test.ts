import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { listChoices, MOST_CHOICES } from "#app/domain/crm/records/reads/choice-queries.ts";
import { findRecords } from "#app/domain/crm/records/reads/find-records.ts";
import { resolveName } from "#app/domain/crm/records/reads/resolve-names.ts";
import { RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { type Ctx, house } from "#db/context.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { wholeReads } from "#tests/support/whole-reads.ts";
import { KINDS } from "./record-samples.ts";

describe("CRM-1: a record is found by its name", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Other firm");
		for (const one of [org, other]) await make(one);
	});
	async function make(one: TestOrg) {
		await as(one, "user", async (ctx) => {
			for (const type of ["account", "deal", "project"] as const) {
				for (const name of ["Northern Zebra", "Zebra crossing", "100% Zeal_ous"])
					await KINDS[type].create(ctx, { name });
			}
			await KINDS.contact.create(ctx, { firstName: "Zed", lastName: "van Dam", email: "zed@dam.test" });
			await KINDS.contact.create(ctx, { firstName: "Zoe", lastName: "Lee", phone: "+12065550142" });
			await KINDS.contact.create(ctx, { email: "zebra@nameless.test" });
		});
	}
	const find = async (q: string, types: readonly RecordType[] = RECORD_TYPES) =>
		(await as(org, "viewer", (ctx) => findRecords(ctx, q, types))).map(({ type, name }) => `${type} ${name}`);

	test("CRM-1: by the beginning of the name first, then by any part of it, of one organisation alone", async () => {
		expect(await find("zebra")).toEqual([
			"contact zebra@nameless.test",
			...["account", "deal", "project"].flatMap((type) => [`${type} Zebra crossing`, `${type} Northern Zebra`]),
		]);
		expect(await find("ZEBRA CROSS", ["deal"])).toEqual(["deal Zebra crossing"]);
		expect(await find("ze", ["account"])).toEqual(["account Zebra crossing"]);
		expect(await find("nobody")).toEqual([]);
	});

	test("CRM-1: a contact by either name, an address or a number as one writes it", async () => {
		for (const q of ["zed", "van d", "zed van", "dam zed", "zed@dam"]) {
			expect(await find(q, ["contact"]), q).toEqual(q === "dam zed" ? [] : ["contact Zed van Dam"]);
		}
		for (const q of ["lee zo", "(206) 555-0142", "+1 206 555"]) {
			expect(await find(q, ["contact"]), q).toEqual(["contact Zoe Lee"]);
		}
	});

	test("CRM-1: signs of patterns are letters like others, and nothing typed brings the latest", async () => {
		expect(await find("%", ["account"])).toEqual([]);
		expect(await find("100% z", ["account"])).toEqual(["account 100% Zeal_ous"]);
		expect(await find("l_o", ["account"])).toEqual(["account 100% Zeal_ous"]);
		expect(await find("e_r", ["account"])).toEqual([]);
		expect(await find("'; \0 --", ["account"])).toEqual([]);
		expect(await find(" ", ["project"])).toEqual(
			["100% Zeal_ous", "Zebra crossing", "Northern Zebra"].map((name) => `project ${name}`),
		);
	});

	test("CRM-1: what is in the trash is not found", async () => {
		const { id } = await as(org, "user", (ctx) => KINDS.account.create(ctx, { name: "Quagga farm" }));
		expect(await find("quagga")).toHaveLength(1);
		await as(org, "user", (ctx) => trashRecord(ctx, { type: "account", id }));
		expect(await find("quagga")).toEqual([]);
	});

	test("CRM-1: a name that one record has is that record; of several, and of none, those that may be meant are told", async () => {
		const resolve = (type: "account" | "contact", text: string) =>
			as(org, "user", (ctx) => resolveName(ctx, type, text));
		const [zebra] = await as(org, "user", (ctx) => findRecords(ctx, "zebra crossing", ["account"]));
		expect(await resolve("account", "  zebra CROSSING ")).toEqual({ id: zebra!.id });
		expect(await resolve("account", zebra!.id)).toEqual({ id: zebra!.id });
		expect(await resolve("account", "")).toEqual({ id: null });
		expect(await resolve("contact", "ZED@dam.test")).toMatchObject({ id: expect.any(String) });
		expect(await resolve("account", "zebra")).toMatchObject({
			error: "There is no account called so. Choose one, or write another name.",
			hits: [{ name: "Zebra crossing" }, { name: "Northern Zebra" }],
		});
		expect(await resolve("account", "nothing like it")).toEqual({
			error: "There is no account called so. Write another name, or add it first.",
			hits: [],
		});
		const twin = await as(org, "user", (ctx) => KINDS.account.create(ctx, { name: "Zebra Crossing", city: "Oslo" }));
		const asked = await resolve("account", "zebra crossing");
		expect(asked).toMatchObject({ error: "Several accounts are called so. Choose one of them." });
		expect(asked).toMatchObject({
			hits: [
				{ id: twin.id, about: "Oslo" },
				{ id: zebra!.id, about: null },
			],
		});
	});

	test("CRM-1: a form offers all accounts while they are few, else the latest, and always the one that is kept", async () => {
		const firm = await makeOrg("Grows");
		const add = (name: string) => as(firm, "user", (ctx) => KINDS.account.create(ctx, { name }));
		const { id } = await add("The first");
		const offered = async () => (await as(firm, "user", (ctx) => listChoices(ctx, "deal", { accountId: id }))).accounts;
		for (let count = 1; count < MOST_CHOICES; count++) await add(`Account ${count}`);
		const all = await offered();
		expect([all.isWhole, all.list.length, all.list.at(-1)!.name]).toEqual([true, MOST_CHOICES, "The first"]);
		for (let count = 0; count < 3; count++) await add(`Later ${count}`);
		const some = await offered();
		expect(some.isWhole).toBe(false);
		expect(some.list.map(({ name }) => name)).toEqual(expect.arrayContaining(["The first", "Later 0"]));
	});
});

test("CRM-1: among 20,000 records of each kind finding one, offering some and resolving a name read no table as a whole", async () => {
	await openTestHouse();
	const firm = await makeOrg("Busy firm");
	const neighbour = await makeOrg("A neighbour");
	for (const one of [firm, neighbour]) await fill(one.id);
	await house().database.owner.exec("analyze");
	const tables = ["contacts", "accounts", "deals", "projects"];
	const scanned = <T>(work: (ctx: Ctx) => Promise<T>) => as(firm, "viewer", (ctx) => wholeReads(ctx, tables, work));
	expect((await scanned((ctx) => sql`select max(city) from accounts`.execute(ctx.db))).whole).toEqual(["accounts"]);
	for (const q of ["", "n", "no", "name 97", "me 979", "9999", "absent", "name", "+12065"]) {
		const { found, whole } = await scanned((ctx) => findRecords(ctx, q));
		expect({ q, whole }).toEqual({ q, whole: [] });
		if (q === "name 97") expect(found).toHaveLength(32);
	}
	for (const type of ["account", "contact"] as const) {
		expect(await scanned((ctx) => resolveName(ctx, type, "name 7"))).toMatchObject({
			found: { id: expect.any(String) },
			whole: [],
		});
		expect(await scanned((ctx) => resolveName(ctx, type, "name"))).toMatchObject({
			found: { hits: expect.any(Array) },
			whole: [],
		});
	}
	expect(await scanned((ctx) => listChoices(ctx, "deal"))).toMatchObject({ whole: [] });
}, 240_000);

/** 10,000 records of each kind: "Name 1" and so on. */
async function fill(org: string): Promise<void> {
	const { owner } = house().database;
	const numbers = "generate_series(1, 10000) n";
	await owner.query(
		`insert into contacts (org_id, id, first_name, last_name) select $1, uuidv7(), 'Name', n::text from ${numbers}`,
		[org],
	);
	await owner.query(`insert into accounts (org_id, id, name) select $1, uuidv7(), 'Name ' || n from ${numbers}`, [org]);
	await owner.query(`insert into projects (org_id, id, name) select $1, uuidv7(), 'Name ' || n from ${numbers}`, [org]);
	// A deal of its own first: the firm's pipeline begins with it.
	await owner.query(
		`insert into deals (org_id, id, name, pipeline_id, stage_id) select $1, uuidv7(), 'Name ' || n, s.pipeline_id, s.id
			from ${numbers}, (select pipeline_id, id from pipeline_stages where org_id = $1 limit 1) s`,
		[org],
	);
}
