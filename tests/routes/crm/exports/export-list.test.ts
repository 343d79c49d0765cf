import { beforeAll, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { csvLines, withoutApostrophe } from "#app/domain/crm/exports/csv-lines.ts";
import { loader } from "#app/routes/crm/exports/export-list.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
let cookie: string;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	cookie = await cookieOf(org, "user");
});

const read = async (path: string, asked = cookie): Promise<Response> =>
	(await loader(
		argsFor({ cookie: asked, path: `/exports/${path}`, params: { type: path.split("?")[0]! } }),
	)) as Response;

test("CRM-3 a list is exported as it is shown: filter, order and columns, whole over many chunks, as CSV and JSON", async () => {
	const rows = Array.from({ length: 1_203 }, (_, at) => ({
		org_id: org.id,
		id: newId(),
		first_name: `Ann${String(at).padStart(4, "0")}`,
		city: at % 2 ? "Reno" : null,
		stage: "customer" as const,
	}));
	await as(org, "user", (ctx) => ctx.db.insertInto("contacts").values(rows).execute());
	await as(org, "user", (ctx) =>
		createContact(ctx, { firstName: "=cmd|' /C calc'!A0", city: "+1 206 555 0100", stage: "lead" }),
	);
	const csv = await read("contact?f=stage.in.customer&sort=name&columns=city");
	expect(csv.headers.get("content-disposition")).toBe('attachment; filename="contacts.csv"');
	const lines = (await csv.text()).trimEnd().split("\r\n");
	expect(lines[0]).toBe("Id,Name,City");
	const [, ...body] = lines;
	const customers = body.filter((line) => line.includes(",Ann"));
	expect(customers.map((line) => line.split(",")[1])).toEqual(rows.map(({ first_name }) => first_name));
	const json = (await (await read("contact?format=json&all=1&sort=-name")).json()) as Record<string, unknown>[];
	expect(json).toHaveLength(1_204);
	expect(json.find(({ name }) => name === "Ann0001")).toMatchObject({
		id: rows[1]!.id,
		city: "Reno",
		stage: "Customer",
	});
	expect(json[0]).toMatchObject({ name: "Ann1202" });
	const found = (await (await read("contact?format=json&q=Ann00")).json()) as unknown[];
	expect(found).toHaveLength(100);
	const events = await as(org, "user", (ctx) =>
		ctx.db.selectFrom("events").select("data").where("name", "=", "records.exported").orderBy("id").execute(),
	);
	expect(events).toHaveLength(3);
	expect(events[0]!.data).toMatchObject({ records: "contacts", format: "csv" });
});

test("CRM-3 what a spreadsheet would run is text in the file, and comes back as it was; numbers stay numbers", async () => {
	const cells = ["=1+1", "+cmd|x", "-2+3+cmd", "@sum(A1)", "\t=1", "+1 206 555 0100", "-12.5", "plain", 'a "b", c'];
	const line = csvLines([cells]);
	expect(line).toBe(`'=1+1,'+cmd|x,'-2+3+cmd,'@sum(A1),'\t=1,+1 206 555 0100,-12.5,plain,"a ""b"", c"\r\n`);
	expect(
		cells.map((cell) =>
			withoutApostrophe(
				csvLines([[cell]])
					.trimEnd()
					.replace(/^"|"$/g, "")
					.replaceAll('""', '"'),
			).trim(),
		),
	).toEqual(cells.map((cell) => cell.trim()));
	const text = await (await read("contact?f=stage.in.lead&columns=city")).text();
	expect(text).toContain("'=cmd|' /C calc'!A0");
});

test("CRM-3 exports are for members from user up, of their own organisation, and of lists that exist", async () => {
	const other = await makeOrg();
	const theirs = await read("contact?format=json", await cookieOf(other, "owner"));
	expect(await theirs.json()).toEqual([]);
	for (const type of ["account", "deal", "project"]) expect((await read(`${type}?format=json`)).status).toBe(200);
	await expect(read("contact", await cookieOf(org, "viewer"))).rejects.toMatchObject({ status: 403 });
	await expect(read("member")).rejects.toMatchObject({ status: 404 });
});
