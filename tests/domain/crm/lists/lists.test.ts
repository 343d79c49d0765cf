import { beforeAll, describe, expect, test } from "vitest";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { listFields } from "#app/domain/crm/fields/field-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { fillContacts, type Listed, listAt, putTag, sortsOf } from "./places.ts";

describe("lists of records", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
		await fillContacts(org, 330);
		await fillContacts(other, 30);
	});

	const idsOf = async (address: string) => (await listAt(org, "contact", address)).rows.map(([id]) => id);

	test("CRM-2: every sort pages through all records both ways, once each, empty ones last", async () => {
		for (const by of sortsOf("contact")) {
			for (const sort of [by, `-${by}`]) {
				const pages: Listed[] = [await listAt(org, "contact", `sort=${sort}`)];
				for (let next = pages[0]!.next; next !== null && pages.length < 9; next = pages.at(-1)!.next) {
					pages.push(await listAt(org, "contact", `sort=${sort}&after=${encodeURIComponent(next)}`));
				}
				const ids = pages.flatMap(({ rows }) => rows.map(([id]) => id));
				expect(new Set(ids).size, sort).toBe(330);
				expect(ids.length, sort).toBe(330);
				expect(pages[0]!.previous, sort).toBeNull();
				const back: Listed[] = [];
				for (let key = pages.at(-1)!.previous; key !== null && back.length < 9; key = back[0]!.previous) {
					back.unshift(await listAt(org, "contact", `sort=${sort}&before=${encodeURIComponent(key)}`));
				}
				const again = back.flatMap(({ rows }) => rows.map(([id]) => id));
				expect(again, sort).toEqual(ids.slice(0, 300));
			}
		}
		expect((await listAt(org, "contact", "sort=-score&columns=score")).rows[0]?.[3]).toBe(100);
		expect((await listAt(org, "contact", "sort=score&columns=score")).rows[0]?.[3]).toBe(0);
	});

	test("CRM-2: filters on text, choices, numbers, days, owners, tags and what is empty", async () => {
		expect((await listAt(org, "contact", "f=city.is.oslo")).count.value).toBe(110);
		expect((await listAt(org, "contact", "f=city.begins.BER&f=stage.in.lead,customer")).count.value).toBe(55);
		expect(
			(await listAt(org, "contact", "f=name.begins.ava ortiz")).rows.every(([, name]) => name.startsWith("Ava Ortiz")),
		).toBe(true);
		expect((await listAt(org, "contact", "f=email.contains.on33@")).rows.map(([, name]) => name)).toEqual([
			"Liam Nguyen33",
		]);
		expect((await listAt(org, "contact", "f=email.empty")).count.value).toBe(82);
		expect((await listAt(org, "contact", "f=email.filled")).count.value).toBe(248);
		expect((await listAt(org, "contact", "f=score.range.99..")).count.value).toBe(4);
		expect((await listAt(org, "contact", "f=createdAt.range.2025-12-31..2025-12-31")).count.value).toBe(330);
		expect((await listAt(org, "contact", "f=createdAt.range.2026-01-01..2026-01-01")).count.value).toBe(0);
		expect((await listAt(org, "contact", "f=owner.in.me", "user")).count.value).toBe(47);
		expect((await listAt(org, "contact", "f=owner.in.none")).count.value).toBe(283);
		expect((await listAt(org, "contact", `f=owner.not.${org.members.user.id}`)).count.value).toBe(283);
		expect((await listAt(org, "contact", "f=city.not.oslo")).count.value).toBe(220);
		const [one, two] = await idsOf("sort=name");
		const tag = await putTag(org, "contact", [one!, two!]);
		expect((await idsOf(`f=tags.in.${tag}&sort=name`)).sort()).toEqual([one, two].sort());
		expect((await listAt(org, "contact", `f=tags.not.${tag}`)).count.value).toBe(328);
		expect((await listAt(org, "contact", "f=tags.filled")).count.value).toBe(2);
	});

	test("CRM-2: a part of a name, an address, a number or the account's name finds; not beyond one's own firm", async () => {
		const account = await as(org, "user", (ctx) => createAccount(ctx, { name: "Quarzwerk GmbH" }));
		const made = await as(org, "user", (ctx) =>
			createContact(ctx, {
				firstName: "Úrsula",
				lastName: "O'Neil_100%",
				email: "ursula@quartz.test",
				accountId: account.id,
			}),
		);
		await as(other, "user", (ctx) => createContact(ctx, { firstName: "Úrsula", email: "ursula@quartz.test" }));
		for (const q of ["sula@qua", "úrsu", "UARZWER", "neil_100%", "Úr", "ursula quarzwerk", "o'neil"]) {
			expect(await idsOf(`q=${encodeURIComponent(q)}`), q).toEqual([made.id]);
		}
		expect((await idsOf("q=(414) 555-0033")).length).toBe(1);
		for (const q of ["neilx100%", "%%%", "zzzz", "___"])
			expect(await idsOf(`q=${encodeURIComponent(q)}`), q).toEqual([]);
		expect((await listAt(org, "contact", `f=company.is.${account.id}`)).count.value).toBe(1);
		expect((await listAt(org, "contact", "f=company.begins.quarz")).count.value).toBe(1);
	});

	test("CRM-5: custom fields of every kind narrow a list and stand in its columns", async () => {
		const kinds = ["text", "number", "date", "choice", "multi-choice", "yes-no", "link"] as const;
		for (const kind of kinds) {
			await as(org, "admin", (ctx) =>
				createField(ctx, {
					recordType: "contact",
					label: `My ${kind}`,
					kind,
					...(kind.includes("choice") ? { options: ["Red", "Blue"] } : {}),
				}),
			);
		}
		const fields = await as(org, "admin", (ctx) => listFields(ctx, "contact"));
		const of = (kind: string) => fields.find((field) => field.kind === kind)!;
		const red = (kind: string) => of(kind).options[0]!.id;
		const values: Record<string, unknown> = {
			...{
				text: "Window seat",
				number: 12.5,
				date: "2026-05-04",
				choice: red("choice"),
				"multi-choice": [red("multi-choice")],
			},
			...{ "yes-no": true, link: "https://example.com/a" },
		};
		const given = Object.fromEntries(kinds.map((kind) => [of(kind).key, values[kind]])) as never;
		const made = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Field", fields: given }));
		const hits: [string, string][] = [
			...([
				["text", "contains.dow se"],
				["text", "begins.window"],
				["text", "is.window seat"],
				["number", "range.12..13"],
			] as [string, string][]),
			...([
				["date", "range.2026-05-01..2026-05-31"],
				["choice", `in.${red("choice")}`],
				["multi-choice", `in.${red("multi-choice")}`],
			] as [string, string][]),
			...([
				["yes-no", "is.yes"],
				["link", "contains.example.com"],
				["text", "filled"],
			] as [string, string][]),
		];
		for (const [kind, ask] of hits) {
			const page = await listAt(
				org,
				"contact",
				`f=field:${of(kind).key}.${encodeURIComponent(ask)}&columns=field:${of(kind).key}`,
			);
			expect(
				page.rows.map(([id]) => id),
				`${kind} ${ask}`,
			).toEqual([made.id]);
			expect(page.rows[0]?.[3], kind).toEqual(values[kind]);
		}
		expect((await listAt(org, "contact", `f=field:${of("number").key}.range.13..`)).rows).toEqual([]);
		expect((await listAt(org, "contact", `f=field:${of("text").key}.empty`)).count.value).toBeGreaterThan(300);
	});

	test("CRM-2: a bad link shows a list and says what it left out", async () => {
		for (const bad of ["f=nothing.is.x", "f=stage.in.king", "sort=phone", "f=owner.in.'--", "f=city"]) {
			const page = await listAt(org, "contact", bad);
			expect(page.query.isBent, bad).toBe(true);
			expect(page.rows.length, bad).toBe(50);
		}
		for (const bad of [
			"after=x",
			"after=00000000-0000-4000-8000-000000000000~yesterday",
			"before=00000000-0000-4000-8000-000000000000",
			"columns=,,none",
			"q=\0",
			"view=1",
		]) {
			expect((await listAt(org, "contact", bad)).rows.length, bad).toBe(50);
		}
	});

	test("SEC-1: a list holds one's own firm's records alone, in every kind", async () => {
		expect((await listAt(other, "contact", "")).count.value).toBe(31);
		for (const type of ["account", "deal", "project"] as const) {
			for (const sort of sortsOf(type)) expect((await listAt(other, type, `sort=${sort}`)).rows).toEqual([]);
		}
	});
});
