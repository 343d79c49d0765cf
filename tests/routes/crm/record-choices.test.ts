import { createElement } from "react";
import { beforeAll, describe, expect, test } from "vitest";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { MOST_CHOICES } from "#app/domain/crm/records/reads/choice-queries.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { loader as foundRecords } from "#app/routes/crm/records/acts/found-records.ts";
import * as links from "#app/routes/crm/records/acts/record-links.tsx";
import { EditRecordPage, NewRecordPage } from "#app/routes/crm/records/form-pages.tsx";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { render, tags, text } from "#tests/ui/render.tsx";
import { type Answer, answerOf, PAGES } from "./pages.ts";

describe("CRM-1: another record is chosen by its name where there are many", () => {
	let org: TestOrg;
	let other: TestOrg;
	const cookies = {} as Record<"user" | "viewer" | "stranger", string>;
	const acme = { oslo: "", rome: "" };
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Other firm");
		cookies.user = await cookieOf(org, "user");
		cookies.viewer = await cookieOf(org, "viewer");
		cookies.stranger = await cookieOf(other, "owner");
		await as(org, "user", async (ctx) => {
			acme.oslo = (await createAccount(ctx, { name: "Acme", city: "Oslo" })).id;
			acme.rome = (await createAccount(ctx, { name: "ACME", city: "Rome" })).id;
			for (let count = 0; count < MOST_CHOICES; count++) await createAccount(ctx, { name: `Firm ${count}` });
		});
		await as(other, "user", (ctx) => createAccount(ctx, { name: "Acme of others" }));
	});
	const newForm = () => PAGES.project.add.loader(argsFor({ cookie: cookies.user, path: "/projects/new" }));
	const add = (fields: Record<string, string>): Promise<Answer> => {
		const given = { name: "Move", state: "planned", description: "By <night>", ...fields };
		return answerOf(PAGES.project.add.action(argsFor({ cookie: cookies.user, path: "/projects/new", fields: given })));
	};
	const drawn = async ({ reply }: Answer) =>
		render(createElement(NewRecordPage, { shown: await newForm(), reply }), "/projects/new");
	const accountOf = async ({ to }: Answer) =>
		(await as(org, "user", (ctx) => getRecord(ctx, "project", to!.split("/").at(-1)!))).values.accountId;
	const inputOf = (html: string, name: string) => tags(html, "input").filter((input) => input.name === name);

	test("CRM-1: a name that one account has is taken whatever its capitals, without a list and without a script", async () => {
		expect((await newForm()).choices.accounts.isWhole).toBe(false);
		const [input] = inputOf(await drawn({ status: 200 } as Answer), "accountId");
		expect(input).toMatchObject({ type: "text", value: "" });
		const done = await add({ accountId: "firm 7" });
		expect(done).toMatchObject({ status: 303 });
		const { id } = (await (await found("user", "account", "firm 7")).json())[0];
		expect(await accountOf(done)).toBe(id);
		expect(await accountOf(await add({}))).toBeNull();
	});

	test("CRM-1: of a name that several have, one is chosen among them; nothing that was typed is lost", async () => {
		const asked = await add({ accountId: "acme" });
		expect(asked).toMatchObject({
			status: 422,
			reply: {
				result: { initialValue: { name: "Move", description: "By <night>", accountId: "acme" } },
				detail: { hits: { accountId: [{ name: "ACME" }, { name: "Acme" }] } },
			},
		});
		const html = await drawn(asked);
		expect(inputOf(html, "name")[0]?.value).toBe("Move");
		expect(inputOf(html, "accountId")[0]?.value).toBe("acme");
		expect(inputOf(html, "asked.accountId")[0]?.value).toBe("acme");
		expect(inputOf(html, "chosen.accountId").map(({ value }) => value)).toEqual([acme.rome, acme.oslo]);
		expect(text(html)).toContain("Several accounts are called so. Choose one of them.");
		expect(text(html)).toMatch(/ACME\|[^|]*Rome/);
		const choice = { accountId: "acme", "asked.accountId": "acme", "chosen.accountId": acme.oslo };
		expect(await accountOf(await add(choice))).toBe(acme.oslo);
		// Another name was written instead: what had been chosen for the first is not meant.
		const { id } = (await (await found("user", "account", "firm 7")).json())[0];
		expect(await accountOf(await add({ ...choice, accountId: "Firm 7" }))).toBe(id);
		// Whatever else comes back, what was chosen stays.
		const again = await add({ ...choice, startsOn: "someday" });
		expect(again).toMatchObject({ status: 422, reply: { result: { error: { startsOn: [expect.any(String)] } } } });
		expect(inputOf(await drawn(again), "chosen.accountId")).toMatchObject([{ type: "hidden", value: acme.oslo }]);
	});

	test("CRM-1: a name that nobody has is told with what is called similarly, never another organisation's", async () => {
		const asked = await add({ accountId: "acm" });
		expect(asked.reply?.result.error).toEqual({
			accountId: ["There is no account called so. Choose one, or write another name."],
		});
		expect(asked.reply?.detail?.hits).toMatchObject({ accountId: [{ id: acme.rome }, { id: acme.oslo }] });
		const unknown = await add({ accountId: "acme of others", contactId: "nobody at all" });
		expect(unknown.reply?.result.error).toEqual({
			accountId: ["There is no account called so. Write another name, or add it first."],
			contactId: ["There is no contact called so. Write another name, or add it first."],
		});
		const [theirs] = await (await found("stranger", "account", "acme of others")).json();
		const smuggled = { accountId: "acme", "asked.accountId": "acme", "chosen.accountId": theirs.id };
		expect(await add(smuggled)).toMatchObject({
			status: 422,
			reply: { result: { error: { accountId: ["Choose an account that is not in the trash."] } } },
		});
	});

	const found = (who: keyof typeof cookies, type: string, q: string) =>
		Promise.resolve().then(() =>
			foundRecords(
				argsFor({
					cookie: cookies[who],
					path: `/records/${type}/found?${new URLSearchParams({ q })}`,
					params: { type },
				}),
			),
		);

	test("CRM-1: what is offered as one types is one's own organisation's, and kept by nobody on the way", async () => {
		const answer = await found("viewer", "account", "acme");
		expect(answer.headers.get("Cache-Control")).toBe("no-store");
		expect((await answer.json()).map(({ id }: { id: string }) => id)).toEqual([acme.rome, acme.oslo]);
		expect(
			(await (await found("stranger", "account", "acme")).json()).map(({ name }: { name: string }) => name),
		).toEqual(["Acme of others"]);
		expect((await answerOf(found("user", "task", "x"))).status).toBe(404);
	});

	test("CRM-1: looking for a record to relate keeps what the relation was called and what was chosen", async () => {
		const query = new URLSearchParams({ q: "acme", label: "partner <of>", to: `account:${acme.rome}` });
		const params = { type: "account", id: acme.oslo };
		const path = `/records/account/${acme.oslo}/links?${query}`;
		const shown = await links.loader(argsFor({ cookie: cookies.user, path, params }));
		expect(shown).toMatchObject({
			asked: { label: "partner <of>", to: `account:${acme.rome}` },
			found: [{ id: acme.rome, about: "Rome" }],
		});
	});

	test("CRM-1: who saw the other side and decided is not asked again because something else was wrong", async () => {
		const { id } = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Ann", city: "Kent" }));
		const params = { id };
		const path = `/contacts/${id}/edit`;
		const edit = (fields: Record<string, string>, cookie = cookies.user) =>
			answerOf(PAGES.contact.edit.action(argsFor({ cookie, path, params, fields: { stage: "prospect", ...fields } })));
		const manager = await cookieOf(org, "manager");
		await edit({ version: "1", firstName: "Ann", city: "Lynn" }, manager);
		const mine = { version: "1", firstName: "Ann", city: "Troy", accountId: "acme" };
		// The name of the account is looked at before both sides are compared.
		const asked = await edit({ ...mine, "asked.accountId": "acme", "chosen.accountId": acme.oslo });
		expect(asked).toMatchObject({ status: 409, reply: { detail: { clashes: ["city"] } } });
		const shown = await PAGES.contact.edit.loader(argsFor({ cookie: cookies.user, path, params }));
		const draw = (answer: Answer) => render(createElement(EditRecordPage, { shown, reply: answer.reply }), path);
		const html = await draw(asked);
		expect(text(html)).toContain("Saved by The manager|City|Lynn|");
		expect(text(html)).toContain("Yours, not saved|City|Troy|");
		const decided = { ...mine, decided: inputOf(html, "decided")[0]!.value! };
		expect(decided.decided).toBe("2");
		expect(inputOf(html, "version")[0]?.value).toBe("1");
		const chosen = Object.fromEntries(
			["asked.accountId", "chosen.accountId"].map((name) => [name, inputOf(html, name)[0]!.value!]),
		);
		const wrong = await edit({ ...decided, ...chosen, email: "no address" });
		expect(wrong.status).toBe(422);
		const form = await draw(wrong);
		expect(inputOf(form, "decided")[0]?.value).toBe("2");
		expect(await edit({ ...decided, ...chosen })).toMatchObject({ status: 303 });
		const { values } = await as(org, "user", (ctx) => getRecord(ctx, "contact", id));
		expect(values).toMatchObject({ city: "Troy", accountId: acme.oslo });
	});
});
