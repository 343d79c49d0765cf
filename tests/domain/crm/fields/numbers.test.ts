import { beforeAll, beforeEach, expect, test } from "vitest";
import { minorFrom } from "#app/base/words/money-text.ts";
import { numberAsText, readNumber } from "#app/base/words/number-text.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { readFieldValues } from "#app/domain/crm/fields/field-values.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { contactsOf, importText } from "../imports/files.ts";

let org: TestOrg;
let field: string;
beforeAll(async () => {
	await openTestHouse();
});
beforeEach(async () => {
	org = await makeOrg();
	field = (
		await as(org, "owner", (ctx) => createField(ctx, { recordType: "contact", label: "Umsatz", kind: "number" }))
	).id;
});

async function valuesOf(): Promise<unknown[]> {
	const people = await contactsOf(org);
	const values = await as(org, "user", (ctx) =>
		readFieldValues(
			ctx,
			people.map(({ id }) => id),
		),
	);
	return people.map(({ id }) => values.get(id)?.[field]);
}

test.each([
	["1.000,50", { plain: "1000.50" }],
	["1,000.50", { plain: "1000.50" }],
	["1,5", { plain: "1.5" }],
	["1.5", { plain: "1.5" }],
	["-1.234.567", { plain: "-1234567" }],
	["1 250", { plain: "1250" }],
	["0,125", { plain: "0.125" }],
	["1.250", { wrong: "two-ways" }],
	["1,250", { wrong: "two-ways" }],
	["1.25.0", { wrong: "no-number" }],
	["many", { wrong: "no-number" }],
])("CRM-5 a number is read in one way or not at all: %s", (text, read) => {
	expect(readNumber(text, "plain")).toEqual(read);
});

test("CRM-5 what an input shows of a number is read back as the same number", () => {
	for (const value of [1.234, 12.5, 1234, -999.001, 0.125, 1_000_000]) {
		const read = readNumber(numberAsText(value), "plain");
		expect("plain" in read && Number(read.plain)).toBe(value);
	}
});

test.each([
	["12,50", "EUR", 1_250],
	["1.250,00", "EUR", 125_000],
	["1,250", "USD", 125_000],
	["1.250", "EUR", Number.NaN],
	["1,5", "JPY", Number.NaN],
	["1,250", "KWD", Number.NaN],
	["1.250", "KWD", 1_250],
	["$99.5", "USD", 9_950],
])("CRM-1 an amount with a decimal comma is that amount: %s %s", (text, currency, minor) => {
	expect(minorFrom(text, currency)).toBe(minor);
});

test("CRM-5 a file with decimal commas is guessed to have them, and the preview says what each number becomes", async () => {
	const text = "email;Umsatz\na@example.test;1.000,50\nb@example.test;1,5\nc@example.test;99.000\n";
	const { preview, done } = await importText(org, text);
	expect(done.params.decimals).toBe("comma");
	expect(preview.rows.map(({ read }) => read?.[1])).toEqual(["1000.5", "1.5", "99000"]);
	expect(await valuesOf()).toEqual([1_000.5, 1.5, 99_000]);
});

test("CRM-5 where a file does not tell what its point is, such a number is refused until it is chosen", async () => {
	const text = "email,Umsatz\na@example.test,1.250\nb@example.test,7\n";
	const unasked = await importText(org, text);
	expect(unasked.done.params.decimals).toBe("plain");
	expect(unasked.refusals.map(({ reason }) => reason)).toEqual([
		"Umsatz: “1.250” can be read in two ways. Choose in the mapping step how the file writes numbers.",
	]);
	const mixed = await importText(org, 'email,Umsatz\nc@example.test,"1,5"\nd@example.test,2.5\n');
	expect(mixed.done.params.decimals).toBe("plain");
	const chosen = await importText(org, "email,Umsatz\ne@example.test,1.250\nf@example.test,12.5\n", {
		decimals: "comma",
	});
	expect(chosen.refusals.map(({ reason }) => reason)).toEqual([
		"Umsatz: “12.5” does not fit how the numbers of this file are written, as was chosen for it.",
	]);
	expect(await valuesOf()).toEqual([7, 1.5, 2.5, 1_250]);
});

test.each(["1.234,5", "1,234", "1e3", " "])(
	"CRM-5 a program gives numbers, or their plain text: not “%s”",
	async (text) => {
		const given = as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann", fields: { umsatz: text } }));
		if (text.trim() === "") await expect(given).resolves.toBeDefined();
		else await expect(given).rejects.toMatchObject({ status: 422, fields: { "fields.umsatz": [expect.any(String)] } });
		await as(org, "user", (ctx) => createContact(ctx, { firstName: "Bo", fields: { umsatz: "1234.5" } }));
		expect((await valuesOf()).at(-1)).toBe(1_234.5);
	},
);
