import { beforeAll, beforeEach, expect, test } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { getImport } from "#app/domain/crm/imports/import-queries.ts";
import { sayPreview } from "#app/domain/crm/imports/say-preview.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { contactsOf, importText, preview, upload } from "./files.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

const add = (firstName: string, lastName: string, email: string | null, phone: string | null) =>
	as(org, "user", (ctx) => createContact(ctx, { firstName, lastName, email, phone }));
const PHONE = "+12065550100";

test.each(["fill", "overwrite", "skip"] as const)(
	"CRM-3 a phone number decides only where the row or the contact has no email: who shares one stays another person (%s)",
	async (duplicates) => {
		const ava = await add("Ava", "Brooks", "ava@example.test", PHONE);
		await add("Bo", "Ng", null, "+12065550101");
		const text = `first name,last name,email,phone
Nobody,New,nobody@example.test,${PHONE}
Bo,Ng,bo@example.test,+1 206 555 0101
Ava,B,,${PHONE}
Third,One,third@example.test,${PHONE}
`;
		const { preview: shown, done } = await importText(org, text, { duplicates });
		const isSkip = duplicates === "skip";
		const kept = duplicates === "overwrite" ? { updated: 2, skipped: 0 } : { updated: 1, skipped: 1 };
		expect(done.counts).toMatchObject({ created: 2, ...(isSkip ? { updated: 0, skipped: 2 } : kept) });
		expect(shown.counts).toEqual(done.counts);
		const people = (await contactsOf(org)).map((row) => [row.first_name, row.email]);
		expect(people).toContainEqual(["Ava", "ava@example.test"]);
		expect(people).toContainEqual(["Nobody", "nobody@example.test"]);
		expect(people).toContainEqual(["Third", "third@example.test"]);
		expect(people).toContainEqual(["Bo", isSkip ? null : "bo@example.test"]);
		const shares = shown.rows.filter((row) => row.shares);
		expect(shares.map(({ line, shares: other }) => [line, other])).toEqual([
			[2, { id: ava.id, name: "Ava Brooks" }],
			// The row before has called her otherwise by then.
			[5, { id: ava.id, name: duplicates === "overwrite" ? "Ava B" : "Ava Brooks" }],
		]);
	},
);

test("CRM-3 the preview says whom a row updates and what changes, also behind thousands of new ones", async () => {
	await as(org, "owner", (ctx) => createField(ctx, { recordType: "contact", label: "Seats", kind: "number" }));
	const cid = await add("Cid", "Ray", "cid@example.test", null);
	const many = Array.from({ length: 1_500 }, (_, at) => `New,P${at},p${at}@example.test,,,`).join("\n");
	const id = await upload(
		org,
		`first name,last name,email,company,tags,seats\n${many}\nCyd,Ray,cid@example.test,Mill Ltd,vip,7\n`,
	);
	const shown = await preview(org, id, { duplicates: "overwrite" });
	expect(shown.counts).toEqual({ created: 1_500, updated: 1, skipped: 0, refused: 0 });
	const rows = await as(org, "user", async (ctx) => {
		const fields = await listFields(ctx, "contact");
		return sayPreview(ctx, await getImport(ctx, id), { fields, zone: "UTC", currency: "USD" });
	});
	const [first, ...rest] = rows;
	expect(first).toMatchObject({ line: 1_502, verdict: "updated", record: { id: cid.id, name: "Cid Ray" } });
	const told = first!.details.map(({ label, before, value }) => [label, before?.text, value.text]);
	expect(told.sort()).toEqual([
		["Account", "empty", "Mill Ltd"],
		["First name", "Cid", "Cyd"],
		["Seats", "empty", "7"],
		["Tags added", undefined, "vip"],
	]);
	expect(rest.every(({ verdict }) => verdict === "created")).toBe(true);
});
