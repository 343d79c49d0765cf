import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { archiveField } from "#app/domain/crm/fields/archive-field.ts";
import { changeField } from "#app/domain/crm/fields/change-field.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { listAllFields, listFields } from "#app/domain/crm/fields/field-queries.ts";
import { readFieldValues } from "#app/domain/crm/fields/field-values.ts";
import { moveField } from "#app/domain/crm/fields/move-field.ts";
import { parseFieldValue, showFieldValue } from "#app/domain/crm/fields/rules.ts";
import type { CustomField, FieldKind } from "#app/domain/crm/fields/schema.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { lastEvent } from "../records/record-samples.ts";

const [RED, BLUE, OLD] = [newId(), newId(), newId()];
const field = (kind: FieldKind, more: Partial<CustomField> = {}): CustomField => ({
	...{ id: newId(), key: "x", label: "X", kind, required: false, position: 1, version: 1 },
	options: [
		{ id: RED, label: "Red" },
		{ id: BLUE, label: "Dark blue" },
		{ id: OLD, label: "Old", archived: true },
	],
	...more,
});

describe("CRM-5: the values of custom fields", () => {
	test.each([
		["text", " <b>Hi</b> ", "<b>Hi</b>", "<b>Hi</b>"],
		["number", "1250.5", 1250.5, "1250.5"],
		["number", "-3", -3, "-3"],
		["date", "2026-02-28", "2026-02-28", "2026-02-28"],
		["choice", "red", RED, "Red"],
		["choice", BLUE, BLUE, "Dark blue"],
		["multi-choice", "dark blue; Red;red", [RED, BLUE], "Red; Dark blue"],
		["yes-no", "Yes", true, "Yes"],
		["yes-no", "false", false, "No"],
		["link", "https://a.test/x?y=1", "https://a.test/x?y=1", "https://a.test/x?y=1"],
		["link", "mailto:ann@a.test", "mailto:ann@a.test", "mailto:ann@a.test"],
	] as const)("CRM-5: %s takes %j", (kind, text, value, words) => {
		expect(parseFieldValue(field(kind), text)).toEqual({ value });
		expect(showFieldValue(field(kind), value as never)).toBe(words);
	});

	test.each([
		["number", "12a"],
		["number", "1e400"],
		["number", "12345678901234567890"],
		["date", "2026-02-30"],
		["date", "tomorrow"],
		["choice", "green"],
		["choice", "Old"],
		["multi-choice", "Red; green"],
		["yes-no", "maybe"],
		["link", "javascript:alert(1)"],
		["link", "data:text/html,x"],
		["link", "https://a.test/ x"],
		["link", "a.test"],
		["text", "x".repeat(5_001)],
	] as const)("CRM-5: %s refuses %j", (kind, text) => {
		expect(parseFieldValue(field(kind), text)).toEqual({ error: expect.any(String) });
	});

	test("CRM-5: nothing is null, unless the field is required; an archived choice may stay", () => {
		for (const kind of ["text", "number", "date", "choice", "multi-choice", "yes-no", "link"] as const) {
			expect(parseFieldValue(field(kind), " ")).toEqual({ value: null });
			expect(parseFieldValue(field(kind, { required: true }), "")).toEqual({ error: expect.any(String) });
		}
		expect(parseFieldValue(field("multi-choice", { required: true }), " ; ")).toEqual({ error: expect.any(String) });
		expect(parseFieldValue(field("choice"), OLD, OLD)).toEqual({ value: OLD });
		expect(parseFieldValue(field("multi-choice"), [OLD, RED], [OLD])).toEqual({ value: [RED, OLD] });
	});
});

describe("CRM-5: custom fields of an organisation", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Other firm");
	});
	const make = (label: string, kind: FieldKind, more: object = {}) =>
		as(org, "admin", (ctx) => createField(ctx, { recordType: "contact", label, kind, ...more }));
	const optionsOf = async (id: string) =>
		(await as(org, "admin", (ctx) => listAllFields(ctx))).find((one) => one.id === id)!.options;

	test("CRM-5: every kind is kept, shown, changed and emptied, and the event tells both sides", async () => {
		const kinds = ["text", "number", "date", "choice", "multi-choice", "yes-no", "link"] as const;
		for (const kind of kinds) await make(`All ${kind}`, kind, { options: kind.includes("choice") ? ["A", "B"] : [] });
		const given = {
			all_text: "<script>1</script>",
			all_number: 12.25,
			all_date: "2026-03-01",
			all_choice: "A",
			all_multi_choice: ["B", "A"],
			all_yes_no: false,
			all_link: "https://a.test/",
		};
		const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann", fields: given }));
		const seen = await as(org, "viewer", (ctx) => getRecord(ctx, "contact", id));
		const words = Object.fromEntries(
			seen.fields.map((each) => [each.key, showFieldValue(each, seen.values[`field:${each.key}`] ?? null)]),
		);
		expect(words).toEqual({
			...{ all_text: given.all_text, all_number: "12.25", all_date: given.all_date, all_choice: "A" },
			...{ all_multi_choice: "A; B", all_yes_no: "No", all_link: given.all_link },
		});
		const read = (await as(org, "user", (ctx) => readFieldValues(ctx, [id]))).get(id)!;
		for (const each of seen.fields) expect(read[each.id]).toEqual(seen.values[`field:${each.key}`]);
		await as(org, "user", (ctx) =>
			updateContact(ctx, { id, version: 1, fields: { all_number: "13", all_yes_no: "yes" } }),
		);
		expect((await lastEvent(id)).changes).toEqual({
			"field:all_number": [12.25, 13],
			"field:all_yes_no": [false, true],
		});
		const nothing = Object.fromEntries(Object.keys(given).map((key) => [key, null]));
		await as(org, "user", (ctx) => updateContact(ctx, { id, fields: nothing }));
		const empty = await as(org, "user", (ctx) => getRecord(ctx, "contact", id));
		expect(Object.values(empty.values).filter((value) => value !== null && value !== "")).toEqual(["Ann", "prospect"]);
	});

	test("CRM-5: two people at one custom field meet like at any other", async () => {
		const [one, two] = [await make("Shirt", "text"), await make("Shoes", "number")];
		const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Bo", fields: { [one.key]: "M" } }));
		await as(org, "manager", (ctx) => updateContact(ctx, { id, fields: { [one.key]: "L" } }));
		const both = { [one.key]: "M", [two.key]: "43" };
		const joined = await as(org, "user", (ctx) => updateContact(ctx, { id, version: 1, fields: both }));
		expect(joined).toMatchObject({ changed: ["field:shoes"], joined: { fields: ["field:shirt"] } });
		await expect(
			as(org, "user", (ctx) => updateContact(ctx, { id, version: 1, fields: { [one.key]: "S" } })),
		).rejects.toMatchObject({
			status: 409,
			data: { clashes: ["field:shirt"], current: expect.objectContaining({ "field:shirt": "L" }) },
		});
	});

	test("CRM-5: a required field is asked for when a record is made, and cannot be emptied", async () => {
		const { id: fieldId, key } = await make("Badge", "text", { required: true });
		const refused = { status: 422, fields: { "fields.badge": [expect.any(String)] } };
		await expect(as(org, "user", (ctx) => createContact(ctx, { firstName: "Cy" }))).rejects.toMatchObject(refused);
		const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Cy", fields: { [key]: "7" } }));
		await expect(as(org, "user", (ctx) => updateContact(ctx, { id, fields: { [key]: " " } }))).rejects.toMatchObject(
			refused,
		);
		await as(org, "user", (ctx) => updateContact(ctx, { id, firstName: "Cyd" }));
		await as(org, "admin", (ctx) => archiveField(ctx, { id: fieldId }));
		await as(org, "user", (ctx) => createContact(ctx, { firstName: "Di" }));
	});

	test("CRM-5: options are renamed, added and archived, and what records hold stays", async () => {
		const { id: fieldId, key } = await make("Colour", "choice", { options: ["Red", "Blue"] });
		const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ed", fields: { [key]: "red" } }));
		const [red, blue] = await optionsOf(fieldId);
		const options = [
			{ label: "Green", archived: false },
			{ id: blue!.id, label: "Navy", archived: false },
			{ id: red!.id, label: "Red", archived: true },
		];
		const change = { id: fieldId, label: "Paint", required: false };
		await as(org, "admin", (ctx) => changeField(ctx, { ...change, version: 1, options }));
		expect((await optionsOf(fieldId)).map(({ label }) => label)).toEqual(["Green", "Navy", "Red"]);
		const seen = await as(org, "user", (ctx) => getRecord(ctx, "contact", id));
		const paint = seen.fields.find((each) => each.id === fieldId)!;
		expect([paint.key, paint.label, showFieldValue(paint, seen.values[`field:${key}`]!)]).toEqual([
			key,
			"Paint",
			"Red",
		]);
		await as(org, "user", (ctx) => updateContact(ctx, { id, lastName: "X", fields: { [key]: red!.id } }));
		await expect(
			as(org, "user", (ctx) => createContact(ctx, { firstName: "Fe", fields: { [key]: "Red" } })),
		).rejects.toMatchObject({ status: 422 });
		for (const wrong of [
			[{ id: blue!.id, label: "Navy", archived: false }],
			[...options, { id: newId(), label: "Mine", archived: false }],
			[...options, { label: "navy", archived: false }],
			options.map((each) => ({ ...each, archived: true })),
		]) {
			const tried = as(org, "admin", (ctx) => changeField(ctx, { ...change, options: wrong }));
			await expect(tried).rejects.toMatchObject({ status: 422 });
		}
		await expect(as(org, "admin", (ctx) => changeField(ctx, { ...change, version: 1, options }))).rejects.toMatchObject(
			{ status: 409 },
		);
	});

	test("CRM-5: fields change places, are put away and come back with their values", async () => {
		const firm = await makeOrg("Order firm");
		const run = <T>(fn: Parameters<typeof as<T>>[2]) => as(firm, "admin", fn);
		const labels = async () => (await run((ctx) => listFields(ctx, "deal"))).map(({ label }) => label);
		const ids: string[] = [];
		for (const label of ["One", "Two", "Three"]) {
			ids.push((await run((ctx) => createField(ctx, { recordType: "deal", label, kind: "text" }))).id);
		}
		await run((ctx) => moveField(ctx, { id: ids[2]!, direction: "up" }));
		expect(await labels()).toEqual(["One", "Three", "Two"]);
		await run((ctx) => moveField(ctx, { id: ids[0]!, direction: "up" }));
		await run((ctx) => archiveField(ctx, { id: ids[2]! }));
		expect(await labels()).toEqual(["One", "Two"]);
		await run((ctx) => archiveField(ctx, { id: ids[2]!, back: true }));
		expect(await labels()).toEqual(["One", "Three", "Two"]);
	});

	test("CRM-5: keys are made of labels, never twice, and never a word of the language", async () => {
		const keys: string[] = [];
		for (const label of ["Größe (cm)", "Größe (cm)", "constructor", "123", "名前", "__proto__", "Name"]) {
			keys.push((await make(label, "text")).key);
		}
		expect(keys).toEqual(["grosse_cm", "grosse_cm_2", "constructor_field", "field", "field_2", "proto", "name_field"]);
		const all = await Promise.all(Array.from({ length: 5 }, () => make("Same", "text")));
		expect(new Set(all.map(({ key }) => key)).size).toBe(5);
	});

	test("CRM-5: fields are an administrator's, and an organisation's own", async () => {
		const { id, key } = await make("Own", "text");
		await expect(
			as(org, "manager", (ctx) => createField(ctx, { recordType: "deal", label: "X", kind: "text" })),
		).rejects.toMatchObject({ status: 403 });
		const change = { id, label: "Taken", required: false };
		for (const one of [
			as(other, "owner", (ctx) => changeField(ctx, change)),
			as(other, "owner", (ctx) => archiveField(ctx, { id })),
			as(other, "owner", (ctx) => moveField(ctx, { id, direction: "up" })),
		]) {
			await expect(one).rejects.toMatchObject({ status: 404 });
		}
		const given = { firstName: "Gus", fields: { [key]: "x" } };
		await expect(as(other, "user", (ctx) => createContact(ctx, given))).rejects.toMatchObject({
			status: 422,
			fields: { [`fields.${key}`]: ["There is no such field."] },
		});
		expect(await as(other, "owner", (ctx) => listAllFields(ctx))).toEqual([]);
	});
});
