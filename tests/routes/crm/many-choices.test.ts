import { createElement } from "react";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { MOST_NAMED } from "#app/domain/crm/records/reads/offers.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { tagRecord } from "#app/domain/crm/tags/tag-record.ts";
import { BatchForm, type BatchShown } from "#app/routes/crm/lists/batches/batch-form.tsx";
import * as batchNew from "#app/routes/crm/lists/batches/batch-new.tsx";
import * as batches from "#app/routes/crm/lists/batches/batches.tsx";
import { loader as contactList } from "#app/routes/crm/lists/contacts.tsx";
import type { ListData } from "#app/routes/crm/lists/list-data.ts";
import { RecordList } from "#app/routes/crm/lists/record-list.tsx";
import { loader as foundRecords } from "#app/routes/crm/records/acts/found-records.ts";
import { EditRecordPage } from "#app/routes/crm/records/form-pages.tsx";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { render, tags, text } from "#tests/ui/render.tsx";
import { addMembers } from "./many-members.ts";
import { answerOf, PAGES } from "./pages.ts";

describe("more members and tags than a list can hold", () => {
	let org: TestOrg;
	let cookie: string;
	let contact: string;
	/** Behind the end of the list of members, of the list of tags. */
	const last = { member: newId(), tag: "" };
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookie = await cookieOf(org, "admin");
		// With the five of the test firm one more than the list holds, and the last of them behind its end.
		await addMembers(org, MOST_NAMED - 5);
		await addMembers(org, 1, last.member, "Zoe Zuckmayer");
		await as(org, "admin", async (ctx) => {
			contact = (await createContact(ctx, { firstName: "Ann", ownerId: last.member })).id;
			for (let count = 0; count < MOST_NAMED; count++) {
				const name = `tag ${String(count).padStart(3, "0")}`;
				await ctx.db.insertInto("tags").values({ org_id: org.id, id: newId(), name }).execute();
			}
			last.tag = (await tagRecord(ctx, { type: "contact", id: contact, tag: "zebra" })).tagId;
		});
	});
	const ownerOf = async (id: string) => (await as(org, "user", (ctx) => getRecord(ctx, "contact", id))).values.ownerId;
	const edit = (fields: Record<string, string>) =>
		answerOf(
			PAGES.contact.edit.action(
				argsFor({
					cookie,
					path: `/contacts/${contact}/edit`,
					params: { id: contact },
					fields: { stage: "prospect", ...fields },
				}),
			),
		);
	const shownForm = async () => {
		const path = `/contacts/${contact}/edit`;
		const shown = await PAGES.contact.edit.loader(argsFor({ cookie, path, params: { id: contact } }));
		return render(createElement(EditRecordPage, { shown, reply: undefined }), path);
	};

	test("CRM-1: the owner behind the end of the list stands in the form, and saving keeps them", async () => {
		const [input] = tags(await shownForm(), "input").filter(({ name }) => name === "ownerId");
		expect(input).toMatchObject({ type: "text", value: "Zoe Zuckmayer" });
		expect(await edit({ firstName: "Anna", ownerId: input!.value! })).toMatchObject({ status: 303 });
		expect(await ownerOf(contact)).toBe(last.member);
	});

	test("CRM-1: an owner is written by name; of two so called one is chosen; nobody so called is said", async () => {
		const twins = [newId(), newId()];
		await addMembers(org, 1, twins[0], "Sam Twin");
		await addMembers(org, 1, twins[1], "Sam Twin");
		const asked = await edit({ firstName: "Anna", ownerId: "sam twin" });
		expect(asked.reply?.result.error).toEqual({ ownerId: ["Several members are called so. Choose one of them."] });
		const { ownerId: hits } = asked.reply!.detail!.hits as { ownerId: { id: string }[] };
		expect(hits.map(({ id }) => id).sort()).toEqual([...twins].sort());
		const choice = { ownerId: "sam twin", "asked.ownerId": "sam twin", "chosen.ownerId": twins[1]! };
		expect(await edit({ firstName: "Anna", ...choice })).toMatchObject({ status: 303 });
		expect(await ownerOf(contact)).toBe(twins[1]);
		expect((await edit({ firstName: "Anna", ownerId: "nobody here" })).reply?.result.error).toEqual({
			ownerId: ["There is no member called so. Write another name."],
		});
		await edit({ firstName: "Anna", ownerId: "zoe zuckmayer" });
		expect(await ownerOf(contact)).toBe(last.member);
	});

	test("CRM-2: a filter of an owner or a tag behind the end has its name, is found by writing, and keeps what is ticked", async () => {
		const list = async (query: string) => {
			const data = (await contactList(argsFor({ cookie, path: `/contacts?${query}` }))) as ListData;
			return { data, html: await render(createElement(RecordList, { data }), `/contacts?${query}`) };
		};
		const filtered = await list(new URLSearchParams({ f: `owner.in.${last.member}` }).toString());
		expect(filtered.data.list.rows.map(([id]) => id)).toEqual([contact]);
		expect(text(filtered.html)).toContain("Owner: Zoe Zuckmayer");
		const open = await list("add=tags");
		expect(text(open.html)).toContain("There are more than the 301 listed here.");
		const step = new URLSearchParams({ column: "tags", op: "not", step: "find", find: "ZEB" });
		const ticked = open.data.list.tags[0]!.id;
		step.append("value", ticked);
		const found = await list(step.toString());
		expect(found.data.query).toMatchObject({ filters: [], isBent: false });
		const boxes = tags(found.html, "input").filter(({ name, type }) => name === "value" && type === "checkbox");
		expect(boxes.map(({ value }) => value)).toEqual([ticked, last.tag]);
		expect(boxes.map((box) => "checked" in box)).toEqual([true, false]);
	});

	test("CRM-2: an act on many finds its member or tag by name, without a script, and keeps the selection", async () => {
		const asking = async (fields: Record<string, string>) => {
			const path = "/batches/new?type=contact";
			const answer = await answerOf(batchNew.action(argsFor({ cookie, path, fields })));
			return answer.reply!.detail!.shown as BatchShown;
		};
		const asked = await asking({ act: "untag", id: contact });
		expect(asked.tags.isWhole).toBe(false);
		const found = await asking({ act: "untag", ids: contact, find: "zeb" });
		expect(found).toMatchObject({ count: 1, ids: [contact], found: [{ id: last.tag, name: "zebra" }] });
		const html = await render(createElement(BatchForm, { shown: found }), "/batches/new");
		expect(tags(html, "input").filter(({ name }) => name === "tagId")).toMatchObject([{ value: last.tag }]);
		const owners = await asking({ act: "assign", query: "?q=anna", find: "zuck" });
		expect(owners).toMatchObject({ query: "q=anna", found: [{ id: last.member }] });
		const fields = { key: newId(), type: "contact", act: "untag", ids: contact, tagId: last.tag };
		expect(await answerOf(batches.action(argsFor({ cookie, path: "/batches", fields })))).toMatchObject({
			flash: { message: "Took the tag off 1 contact." },
		});
	});

	test("CRM-2: many contacts get an account that is found by name, none, or a time zone; what is none is refused", async () => {
		const account = await as(org, "user", async (ctx) => (await createAccount(ctx, { name: "Acme Ltd" })).id);
		const path = "/batches/new?type=contact";
		const step = { act: "edit", field: "accountId", ids: contact, find: "acme" };
		const answer = await answerOf(batchNew.action(argsFor({ cookie, path, fields: step })));
		const shown = answer.reply!.detail!.shown as BatchShown;
		expect(shown).toMatchObject({ ids: [contact], found: [{ id: account, name: "Acme Ltd" }] });
		const html = await render(createElement(BatchForm, { shown }), path);
		expect(
			tags(html, "input")
				.filter(({ name }) => name === "value")
				.map(({ value }) => value),
		).toEqual([account, ""]);
		const change = async (fields: Record<string, string>) => {
			const all = { key: newId(), type: "contact", act: "edit", ids: contact, ...fields };
			await answerOf(batches.action(argsFor({ cookie, path: "/batches", fields: all })));
			return (await as(org, "user", (ctx) => getRecord(ctx, "contact", contact))).values;
		};
		expect(await change({ field: "accountId", value: account })).toMatchObject({ accountId: account });
		expect(await change({ field: "accountId", value: newId() })).toMatchObject({ accountId: account });
		expect(await change({ field: "timeZone", value: "Europe/Oslo" })).toMatchObject({ timeZone: "Europe/Oslo" });
		expect(await change({ field: "timeZone", value: "Mars/Base" })).toMatchObject({ timeZone: "Europe/Oslo" });
		expect(await change({ field: "accountId" })).toMatchObject({ accountId: null });
	});

	test("CRM-1: what is offered as one types are the organisation's own members and tags", async () => {
		const other = await makeOrg("Other firm");
		const stranger = await cookieOf(other, "owner");
		const found = async (who: string, type: string, q: string) => {
			const path = `/records/${type}/found?${new URLSearchParams({ q })}`;
			return (await foundRecords(argsFor({ cookie: who, path, params: { type } }))).json();
		};
		expect(await found(cookie, "member", "zuck")).toMatchObject([{ id: last.member, name: "Zoe Zuckmayer" }]);
		expect(await found(cookie, "tag", "ZEB")).toMatchObject([{ id: last.tag, name: "zebra" }]);
		expect(await found(stranger, "member", "zuck")).toEqual([]);
		expect(await found(stranger, "tag", "zeb")).toEqual([]);
	});
});
