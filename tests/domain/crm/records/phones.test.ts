import { beforeAll, beforeEach, expect, test } from "vitest";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { contactsOf, importText } from "../imports/files.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
});

const AMERICAN =
	"There can be no phone number “030 9999991” of the United States. If it is of another country, write it with + and the country code.";

test("CRM-1 a number that can be none of its country is refused with words, on a contact, an account and in a file", async () => {
	const refused = { status: 422, fields: { phone: [AMERICAN] } };
	await expect(
		as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann", phone: "030 9999991" })),
	).rejects.toMatchObject(refused);
	await expect(
		as(org, "user", (ctx) => createAccount(ctx, { name: "Mill", phone: "030 9999991" })),
	).rejects.toMatchObject(refused);
	await expect(
		as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann", phone: "+1 030 999 9991" })),
	).rejects.toMatchObject({
		fields: { phone: ["There can be no phone number “+1 030 999 9991” with the country code +1."] },
	});
	const text = "first name,phone\nAnn,030 9999991\nBo,+10309999991\nCy,030 9999\n";
	const { refusals, done } = await importText(org, text);
	expect(refusals.map(({ reason }) => reason)).toEqual([
		AMERICAN,
		"There can be no phone number “+10309999991” with the country code +1.",
		"“030 9999” is no phone number.",
	]);
	expect(done.counts).toMatchObject({ created: 0, refused: 3 });
	const german = await importText(org, "first name,phone\nAnn,030 9999991\n", { country: "DE" });
	expect(german.done.counts).toMatchObject({ created: 1 });
	expect((await contactsOf(org)).map(({ phone }) => phone)).toEqual(["+49309999991"]);
});

test("CRM-1 a form that posts the number that stands there already is saved, whatever that number is", async () => {
	const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann" }));
	await as(org, "user", (ctx) =>
		ctx.db.updateTable("contacts").set({ phone: "+10309999991" }).where("id", "=", id).execute(),
	);
	await as(org, "user", (ctx) => updateContact(ctx, { id, city: "Reno", phone: "+10309999991" }));
	expect(await contactsOf(org)).toMatchObject([{ city: "Reno", phone: "+10309999991" }]);
	await expect(as(org, "user", (ctx) => updateContact(ctx, { id, phone: "+10309999992" }))).rejects.toMatchObject({
		status: 422,
	});
});
