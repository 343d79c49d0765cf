import { beforeAll, describe, expect, test } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createField } from "#app/domain/crm/fields/create-field.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import * as notes from "#app/routes/crm/notes/note-new.tsx";
import * as noteState from "#app/routes/crm/notes/note-state.ts";
import * as links from "#app/routes/crm/records/acts/record-links.tsx";
import * as state from "#app/routes/crm/records/acts/record-state.ts";
import * as tags from "#app/routes/crm/records/acts/record-tags.ts";
import * as tasks from "#app/routes/tasks/task-new.tsx";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { type Answer, answerOf, PAGES } from "./pages.ts";

const HOSTILE = `"><img src=x onerror=alert(1)>`;

describe("CRM-1: the pages of records", () => {
	let org: TestOrg;
	let other: TestOrg;
	const cookies = {} as Record<"user" | "viewer" | "stranger", string>;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Other firm");
		cookies.user = await cookieOf(org, "user");
		cookies.viewer = await cookieOf(org, "viewer");
		cookies.stranger = await cookieOf(other, "owner");
	});
	type Who = keyof typeof cookies;
	type Module = { action: (args: never) => unknown };
	const post = (
		module: Module,
		path: string,
		fields: Record<string, string>,
		params = {},
		who: Who = "user",
	): Promise<Answer> =>
		answerOf(Promise.resolve().then(() => module.action(argsFor({ cookie: cookies[who], path, params, fields }))));
	const show = (type: RecordType, id: string, query = "", who: Who = "user") =>
		PAGES[type].show.loader(argsFor({ cookie: cookies[who], path: `/${type}s/${id}${query}`, params: { id } }));
	const valuesOf = async (type: RecordType, id: string) =>
		(await as(org, "user", (ctx) => getRecord(ctx, type, id))).values;
	const started = {
		contact: { firstName: HOSTILE, stage: "prospect" },
		account: { name: HOSTILE, lifecycle: "customer", currency: "EUR", arrCents: "1,250.50" },
		deal: { name: HOSTILE, currency: "JPY", valueCents: "5000" },
		project: { name: HOSTILE, state: "active", startsOn: "2026-01-02" },
	} as const;
	const add = async (type: RecordType, more: Record<string, string> = {}) => {
		const { choices, values } = await PAGES[type].add.loader(argsFor({ cookie: cookies.user, path: `/${type}s/new` }));
		const fields = {
			...(type === "deal" ? { stageId: choices.stages[0]!.id } : {}),
			ownerId: values.ownerId!,
			...started[type],
			...more,
		};
		const done = await post(PAGES[type].add, `/${type}s/new`, fields);
		expect(done, JSON.stringify(done.reply?.result)).toMatchObject({ status: 303 });
		return { id: done.to!.split("/").at(-1)!, done };
	};

	test.each(RECORD_TYPES)("CRM-1: a %s is added by its form, shown, changed in place and as a whole", async (type) => {
		const { id } = await add(type);
		const { shown } = await show(type, id);
		expect(shown.record.name).toContain(HOSTILE);
		expect(shown).toMatchObject({ canEdit: true, canNote: true, canTask: true, choices: null });
		const name = type === "contact" ? "firstName" : "name";
		const editing = await show(type, id, `?edit=${name}`);
		expect(editing.shown).toMatchObject({ editing: name, choices: { currency: "USD" } });
		const path = `/${type}s/${id}?edit=${name}`;
		const inPlace = await post(PAGES[type].show, path, { version: "1", [name]: "Renamed" }, { id });
		expect(inPlace).toMatchObject({ status: 303, to: `/${type}s/${id}?saved=${name}` });
		const before = await valuesOf(type, id);
		expect(before[name]).toBe("Renamed");
		if (type === "account") expect(before).toMatchObject({ arrCents: 125_050, currency: "EUR" });
		if (type === "deal") expect(before).toMatchObject({ valueCents: 5_000, currency: "JPY" });
		const form = await PAGES[type].edit.loader(
			argsFor({ cookie: cookies.user, path: `/${type}s/${id}/edit`, params: { id } }),
		);
		const whole = { ...started[type], version: String(form.record.version), [name]: "Again" };
		const withStage = type === "deal" ? { ...whole, stageId: String(before.stageId) } : whole;
		const saved = await post(PAGES[type].edit, `/${type}s/${id}/edit`, withStage, { id });
		expect(saved).toMatchObject({ status: 303, to: `/${type}s/${id}`, flash: { message: `The ${type} is saved.` } });
		// The owner's field came back empty: that takes the owner away.
		expect(await valuesOf(type, id)).toMatchObject({ [name]: "Again", ownerId: null });
	});

	test.each(RECORD_TYPES)(
		"CRM-1: a %s is not shown or changed by another organisation, nor changed by a viewer",
		async (type) => {
			const { id } = await add(type);
			expect((await answerOf(show(type, id, "", "stranger"))).status).toBe(404);
			expect((await show(type, id, "?edit=name", "viewer")).shown).toMatchObject({
				canEdit: false,
				editing: null,
				canNote: false,
			});
			const about = `${type}:${id}`;
			const params = { type, id };
			for (const [who, status] of [
				["stranger", 404],
				["viewer", 403],
			] as const) {
				const tries = {
					edit: post(PAGES[type].edit, `/${type}s/${id}/edit`, { version: "1", name: "x" }, { id }, who),
					state: post(state, `/records/${type}/${id}/state`, { act: "trash" }, params, who),
					tags: post(tags, `/records/${type}/${id}/tags`, { act: "add", tag: "x" }, params, who),
					links: post(links, `/records/${type}/${id}/links`, { act: "add", to: about, label: "x" }, params, who),
					note: post(notes, "/notes/new", { about, body: "x", kind: "note" }, {}, who),
					task: post(tasks, "/tasks/new", { about, title: "x" }, {}, who),
				};
				// A relation to itself is refused before anything is looked for.
				for (const [name, tried] of Object.entries(tries)) {
					const { status: got } = await tried;
					expect(got, `${who} ${name}`).toBe(name === "links" && who === "stranger" ? 422 : status);
				}
			}
		},
	);

	test("CRM-1: what was typed comes back with the reason", async () => {
		const fields = { firstName: "Ann", email: "ann at home", stage: "prospect", phone: "1" };
		const answer = await post(PAGES.contact.add, "/contacts/new", fields);
		expect(answer).toMatchObject({
			status: 422,
			reply: { result: { initialValue: fields, error: { email: [expect.any(String)] } } },
		});
		const money = await post(PAGES.account.add, "/accounts/new", { name: "A", arrCents: "a lot", currency: "USD" });
		expect(money.reply?.result.error).toEqual({ arrCents: ["Write an amount such as 1250.00."] });
	});

	test("CRM-1: an address that another contact has is told with the way there", async () => {
		const one = await as(org, "user", (ctx) => createContact(ctx, { firstName: "Kim", email: "kim@x.test" }));
		const { done } = await add("contact", { email: "kim@x.test" });
		expect(done.flash).toMatchObject({
			message: "The contact is added. Kim has the same email address.",
			link: { to: `/contacts/${one.id}`, label: "Open Kim" },
		});
	});

	test("CRM-1: deleting, removing a note, a tag or a relation can each be taken back from the message", async () => {
		const { id } = await add("account", { name: "Acme" });
		const { id: person } = await add("contact");
		const params = { type: "account", id };
		const undo = async (answer: Answer, module: Module, of: object) => {
			const { action, act } = answer.flash!.undo!;
			return post(module, action, { act }, of);
		};
		const related = async () => (await show("account", id)).shown.related;
		const trashed = await post(state, `/records/account/${id}/state`, { act: "trash", version: "1" }, params);
		expect((await show("account", id)).shown).toMatchObject({ canEdit: false, canRestore: true });
		expect(trashed.flash?.message).toBe("The account is in the trash.");
		await undo(trashed, state, params);
		expect((await show("account", id)).shown.record.deletedAt).toBeNull();
		await post(tags, `/records/account/${id}/tags`, { act: "add", tag: "Key" }, params);
		const [tag] = (await related()).tags;
		const off = await post(tags, `/records/account/${id}/tags`, { act: "remove", tagId: tag!.id }, params);
		expect((await related()).tags).toEqual([]);
		await undo(off, tags, params);
		expect((await related()).tags).toEqual([tag]);
		const to = `contact:${person}`;
		await post(links, `/records/account/${id}/links`, { act: "add", to, label: "run by" }, params);
		const [link] = (await related()).links;
		const gone = await post(links, `/records/account/${id}/links`, { act: "remove", linkId: link!.id }, params);
		await undo(gone, links, params);
		expect((await related()).links).toMatchObject([{ label: "run by", recordId: person }]);
		const note = { about: `account:${id}`, kind: "call", body: HOSTILE, at: "2026-11-01T10:30", minutes: "15" };
		expect((await post(notes, "/notes/new", note)).to).toBe(`/accounts/${id}`);
		const [kept] = (await related()).notes;
		expect(kept).toMatchObject({ body: HOSTILE, minutes: 15, kind: "call" });
		const removed = await post(noteState, `/notes/${kept!.id}/state`, { act: "remove" }, { id: kept!.id });
		expect((await related()).notes).toEqual([]);
		await undo(removed, noteState, { id: kept!.id });
		expect((await related()).notes).toHaveLength(1);
	});

	test("CRM-1: a relation is asked for by name, and what is missing is told", async () => {
		const { id } = await add("project", { name: "Zebra crossing" });
		await add("deal", { name: "Zebra stripes" });
		const params = { type: "project", id };
		const args = argsFor({ cookie: cookies.user, path: `/records/project/${id}/links?q=zebra+s`, params });
		expect((await links.loader(args)).found).toMatchObject([{ type: "deal", name: "Zebra stripes" }]);
		const { reply, status } = await post(links, `/records/project/${id}/links`, { act: "add" }, params);
		expect([status, reply?.result.error]).toEqual([
			422,
			{ to: ["Choose a record."], label: ["Say what the relation is."] },
		]);
	});

	test("TASK-1: a task is made on the record's page for oneself, and on its own page for anybody", async () => {
		const { id } = await add("deal");
		const quick = { about: `deal:${id}`, title: HOSTILE, assignedTo: "me", priority: "high", dueDate: "2026-12-24" };
		expect(await post(tasks, "/tasks/new", quick)).toMatchObject({
			to: `/deals/${id}`,
			flash: { message: "The task is added." },
		});
		expect((await show("deal", id)).shown.related.tasks).toMatchObject([
			{ title: HOSTILE, assignee: "The user", dueOn: "2026-12-24" },
		]);
		expect((await post(tasks, "/tasks/new", { title: "Alone", detail: "More" })).to).toBe("/tasks");
		expect((await post(tasks, "/tasks/new", { title: " " })).status).toBe(422);
	});

	test("CRM-5: the form holds the organisation's own fields, and one is edited in place", async () => {
		const options = ["Tea", "Coffee"];
		const field = { recordType: "contact", kind: "multi-choice", label: "Likes", options } as const;
		await as(org, "admin", (ctx) => createField(ctx, field));
		await as(org, "admin", (ctx) => createField(ctx, { recordType: "contact", kind: "link", label: "Page" }));
		const { id } = await add("contact", { "fields.page": "https://a.test/" });
		const likes = (await show("contact", id)).shown.record.fields.find(({ key }) => key === "likes")!;
		const cookie = cookies.user;
		const path = `/contacts/${id}?edit=field%3Alikes`;
		const body = new URLSearchParams([["version", "1"], ...likes.options.map((option) => ["fields.likes", option.id])]);
		const args = argsFor({ cookie, path, params: { id } }) as { request: Request };
		const request = new Request(args.request.url, { method: "POST", headers: { cookie }, body });
		expect((await answerOf(PAGES.contact.show.action({ ...args, request } as never))).status).toBe(303);
		expect(await valuesOf("contact", id)).toMatchObject({
			"field:likes": likes.options.map((option) => option.id),
			"field:page": "https://a.test/",
		});
		const wrong = await post(
			PAGES.contact.show,
			`/contacts/${id}?edit=field%3Apage`,
			{ version: "2", "fields.page": "javascript:alert(1)" },
			{ id },
		);
		expect(wrong).toMatchObject({ status: 422, reply: { result: { error: { "fields.page": [expect.any(String)] } } } });
		const emptied = await post(PAGES.contact.show, `/contacts/${id}?edit=field%3Alikes`, { version: "2" }, { id });
		expect(emptied.status).toBe(303);
		expect((await valuesOf("contact", id))["field:likes"]).toBeNull();
	});
});
