import { beforeAll, beforeEach, expect, test } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { readFieldValues } from "#app/domain/crm/fields/field-values.ts";
import { getImport } from "#app/domain/crm/imports/import-queries.ts";
import { sayPreview } from "#app/domain/crm/imports/say-preview.ts";
import { listTouched } from "#app/domain/crm/imports/touched-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { contactsOf, importText, preview, undo, upload } from "./files.ts";

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

test("CRM-3 undoing an import goes by field: what somebody changed since is left and listed, the rest of the record goes back", async () => {
	const field = await as(org, "owner", (ctx) =>
		createField(ctx, { recordType: "contact", label: "Seats", kind: "number" }),
	);
	const tess = await add("Tess", "Brooks", "tess@example.test", null);
	const una = await add("Una", "Hill", "una@example.test", null);
	const text =
		"email,city,job title,seats,tags\ntess@example.test,Reno,Buyer,7,vip\nuna@example.test,Elko,Boss,8,vip\nnew@example.test,Kent,,,\n";
	const { id, done } = await importText(org, text);
	expect(done.counts).toMatchObject({ created: 1, updated: 2 });
	await as(org, "user", (ctx) => updateContact(ctx, { id: tess.id, city: "Tahoe", firstName: "Tessa" }));
	await as(org, "user", (ctx) => updateContact(ctx, { id: una.id, lastName: "Dale" }));
	const made = (await contactsOf(org)).find(({ email }) => email === "new@example.test")!;
	await as(org, "user", (ctx) => updateContact(ctx, { id: made.id, city: "Lynn" }));

	const touched = (act: "created" | "updated" | "left", role: "user" | "viewer" = "user") =>
		as(org, role, (ctx) => listTouched(ctx, id, { act, zone: "UTC", currency: "USD" }));
	expect((await touched("created")).rows).toMatchObject([{ id: made.id, type: "contact", name: "new@example.test" }]);
	const updated = await touched("updated");
	expect(updated.rows.map((row) => row.name)).toEqual(["Tessa Brooks", "Una Dale"]);
	expect(updated.rows[0]!.details.map(({ label, before, value }) => [label, before?.text, value.text]).sort()).toEqual([
		["City", "empty", "Reno"],
		["Job title", "empty", "Buyer"],
		["Seats", "empty", "7"],
		["Tags added", undefined, "vip"],
	]);
	expect((await touched("left")).rows).toEqual([]);

	const undone = await undo(org, id);
	expect(undone).toMatchObject({ state: "undone", params: { undo: { undone: 1, left: 2 } } });
	const people = await contactsOf(org);
	expect(people.find((row) => row.id === tess.id)).toMatchObject({ first_name: "Tessa", city: "Tahoe", job_title: "" });
	expect(people.find((row) => row.id === una.id)).toMatchObject({ last_name: "Dale", city: null, job_title: "" });
	const values = await as(org, "user", (ctx) => readFieldValues(ctx, [tess.id, una.id]));
	expect([values.get(tess.id)?.[field.id], values.get(una.id)?.[field.id]]).toEqual([undefined, undefined]);
	const left = await touched("left");
	expect(left.rows.map(({ name, details }) => [name, details.map(({ label }) => label)])).toEqual([
		["Tessa Brooks", ["City"]],
		["new@example.test", []],
	]);
	await expect(touched("left", "viewer")).rejects.toMatchObject({ status: 403 });
	await expect(
		as(await makeOrg(), "owner", (ctx) => listTouched(ctx, id, { act: "left", zone: "UTC", currency: "USD" })),
	).rejects.toMatchObject({ status: 404 });
});

test("CRM-3 all that is wrong with a row is said at once", async () => {
	const { refusals } = await importText(org, "email,phone,stage\nnobody,12,king\n");
	expect(refusals.map(({ reason }) => reason)).toEqual([
		"“nobody” is no email address. “12” is no phone number. “king” is no stage. Use lead, prospect, customer or former.",
	]);
});

test.each([
	["Vorname;Name\nJörg;Müller", "Jörg", "Müller"],
	["Name;Vorname\nMüller;Jörg", "Jörg", "Müller"],
	["Name;Vorname\nJörg van der Müller;Jörg", "Jörg", "van der Müller"],
	["Vorname;Name\nJörg;Jörg", "Jörg", ""],
	["Name;Nachname\nJörg Peter Müller;Müller", "Jörg Peter", "Müller"],
	["Name;Nachname\nJörg;Müller", "Jörg", "Müller"],
	["Vorname;Name\nJörg;Müller, Dr. Jörg", "Jörg", "Müller"],
	["Vorname;Nachname;Name\nJörg;Müller;Jörg M. Müller", "Jörg", "Müller"],
	["Name;Ort\nMüller, Jörg;Bern", "Jörg", "Müller"],
	["Name;Ort\nJörg van Müller;Bern", "Jörg van", "Müller"],
	["Name;Ort\nJörg;Bern", "Jörg", ""],
])("CRM-3 of a full name beside its parts nothing is lost, whichever comes first: %j", async (text, first, last) => {
	await importText(org, `${text}\n`, { delimiter: "semicolon" });
	expect((await contactsOf(org)).map((row) => [row.first_name, row.last_name])).toEqual([[first, last]]);
});

test("CRM-3 a full name that is too long is refused, alone and beside a first name", async () => {
	const long = "n".repeat(101);
	await importText(org, `Name,Vorname\n${long},Ann\nBo ${long},\nAnn Ng,Ann\n`);
	expect((await contactsOf(org)).map((row) => [row.first_name, row.last_name])).toEqual([["Ann", "Ng"]]);
});
