import { createElement } from "react";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { updateContact } from "#app/domain/crm/contacts/update-contact.ts";
import { addNote } from "#app/domain/crm/notes/add-note.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import * as noteEdit from "#app/routes/crm/notes/note-edit.tsx";
import { NoteForm } from "#app/routes/crm/notes/note-form.tsx";
import * as noteNew from "#app/routes/crm/notes/note-new.tsx";
import * as noteState from "#app/routes/crm/notes/note-state.ts";
import * as links from "#app/routes/crm/records/acts/record-links.tsx";
import * as state from "#app/routes/crm/records/acts/record-state.ts";
import * as tags from "#app/routes/crm/records/acts/record-tags.ts";
import { FactsPart } from "#app/routes/crm/records/parts/facts-part.tsx";
import { KINDS } from "#tests/domain/crm/records/record-samples.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { tags as elements, render, text } from "#tests/ui/render.tsx";
import { type Answer, answerOf, PAGES } from "./pages.ts";

describe("CRM-1: where two meet on a record, or it is not there for one", () => {
	let org: TestOrg;
	const cookies = {} as Record<"user" | "viewer" | "stranger", string>;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookies.user = await cookieOf(org, "user");
		cookies.viewer = await cookieOf(org, "viewer");
		cookies.stranger = await cookieOf(await makeOrg("Other firm"), "owner");
	});
	type Who = keyof typeof cookies;
	type Module = { action: (args: never) => unknown };
	type Post = { path: string; fields: Record<string, string>; params?: Record<string, string>; who?: Who };
	const send = (module: Module, { path, fields, params = {}, who = "user" }: Post): Promise<Answer> =>
		answerOf(Promise.resolve().then(() => module.action(argsFor({ cookie: cookies[who], path, params, fields }))));
	const post = (module: Module, path: string, fields: Record<string, string>, params = {}) =>
		send(module, { path, fields, params });
	const show = (type: RecordType, id: string, query = "", who: Who = "user") =>
		PAGES[type].show.loader(argsFor({ cookie: cookies[who], path: `/${type}s/${id}${query}`, params: { id } }));
	const valuesOf = async (type: RecordType, id: string) =>
		(await as(org, "user", (ctx) => getRecord(ctx, type, id))).values;
	const make = async (type: RecordType, name = "Before") =>
		(await as(org, "user", (ctx) => KINDS[type].create(ctx, KINDS[type].named(name) as never))).id;
	const draw = async (type: RecordType, id: string, query: string, reply: Answer["reply"]) => {
		const { shown } = await show(type, id, query);
		return render(createElement(FactsPart, { shown, reply }), `/${type}s/${id}${query}`);
	};

	test("CRM-1: of two who edit, the second is asked only about what both changed, with all that was typed", async () => {
		const { id } = await as(org, "user", (ctx) =>
			createContact(ctx, { firstName: "Ann", phone: "+12065550100", city: "Kent" }),
		);
		await as(org, "manager", (ctx) => updateContact(ctx, { id, phone: "+12065550111", city: "Lynn" }));
		const mine = { version: "1", firstName: "Anna", phone: "+12065550122", city: "Kent", stage: "prospect" };
		const path = `/contacts/${id}/edit`;
		const asked = await post(PAGES.contact.edit, path, mine, { id });
		expect(asked).toMatchObject({
			status: 409,
			reply: {
				detail: { clashes: ["phone"], joined: ["city"], by: "The manager", version: 2 },
				result: { initialValue: mine },
			},
		});
		const decided = await post(PAGES.contact.edit, path, { ...mine, decided: "2" }, { id });
		expect(decided.flash?.message).toBe(
			"The contact is saved. The manager changed the city meanwhile; both sides are kept.",
		);
		expect(await valuesOf("contact", id)).toMatchObject({ firstName: "Anna", phone: "+12065550122", city: "Lynn" });
	});

	test.each(RECORD_TYPES)(
		"CRM-1: a field of a %s that both changed is shown with both sides in its place",
		async (type) => {
			const id = await make(type);
			const { name, update, named } = KINDS[type];
			await as(org, "manager", (ctx) => update(ctx, { id, ...named("Theirs") } as never));
			const query = `?edit=${name}`;
			const path = `/${type}s/${id}${query}`;
			const asked = await post(PAGES[type].show, path, { version: "1", [name]: "Mine" }, { id });
			expect(asked).toMatchObject({ status: 409, reply: { detail: { clashes: [name], by: "The manager" } } });
			const html = await draw(type, id, query, asked.reply);
			expect(text(html)).toMatch(/Saved by The manager\|[^|]*\|Theirs\|/);
			expect(text(html)).toMatch(/Yours, not saved\|[^|]*\|Mine\|/);
			const hidden = elements(html, "input").filter((input) => input.type === "hidden");
			const again = Object.fromEntries(hidden.map((input) => [input.name!, input.value!]));
			expect(again).toEqual({ version: "1", decided: "2" });
			expect(await post(PAGES[type].show, path, { ...again, [name]: "Mine" }, { id })).toMatchObject({ status: 303 });
			expect((await valuesOf(type, id))[name]).toBe("Mine");
		},
	);

	test.each(RECORD_TYPES)(
		"CRM-1: a %s that went to the trash meanwhile is not changed, and what was typed is told",
		async (type) => {
			const id = await make(type);
			const { name } = KINDS[type];
			await as(org, "manager", (ctx) => trashRecord(ctx, { type, id }));
			const query = `?edit=${name}`;
			const inPlace = await post(
				PAGES[type].show,
				`/${type}s/${id}${query}`,
				{ version: "1", [name]: "Typed" },
				{ id },
			);
			expect(inPlace.status).toBe(409);
			const html = await draw(type, id, query, inPlace.reply);
			expect(text(html)).toContain("Your change was not saved.");
			expect(text(html)).toContain("You had written: “Typed”.");
			expect(elements(html, "form")).toEqual([]);
			const whole = await post(PAGES[type].edit, `/${type}s/${id}/edit`, { version: "1", [name]: "Typed" }, { id });
			// A form that lacks what its kind needs is told of that first; either way nothing is written and all comes back.
			expect([409, 422]).toContain(whole.status);
			expect(whole.reply?.result.initialValue).toMatchObject({ [name]: "Typed" });
			expect((await valuesOf(type, id))[name]).toBe("Before");
			// It was changed since the page was opened: deleting it again, too, changes nothing, and restoring brings it back.
			const params = { type, id };
			const back = await post(state, `/records/${type}/${id}/state`, { act: "restore" }, params);
			expect(back).toMatchObject({ status: 303, to: `/${type}s/${id}` });
			const late = await post(state, `/records/${type}/${id}/state`, { act: "trash", version: "1" }, params);
			expect(late.flash).toMatchObject({ tone: "info", message: expect.stringContaining("meanwhile") });
			expect((await show(type, id)).shown.record.deletedAt).toBeNull();
		},
	);

	test.each(RECORD_TYPES)(
		"CRM-1: a %s of nobody and of another organisation is the same 404, wherever it is named",
		async (type) => {
			const ours = await make(type);
			const answer = async (who: Who, id: string, work: (args: never) => unknown, fields?: Record<string, string>) => {
				const given = { cookie: cookies[who], path: `/${type}s/${id}`, params: { type, id } };
				const args = argsFor(fields ? { ...given, fields } : given);
				const thrown = await Promise.resolve()
					.then(() => work(args))
					.catch((error: unknown) => error);
				const { status } = await answerOf(thrown);
				const { requestId: _, ...body } = thrown instanceof Response ? await thrown.json() : { requestId: "" };
				return { status, ...body };
			};
			const doors: [string, (args: never) => unknown, Record<string, string>?][] = [
				["page", PAGES[type].show.loader],
				["form", PAGES[type].edit.loader],
				["relations", links.loader],
				["in place", PAGES[type].show.action, { version: "1" }],
				["edit", PAGES[type].edit.action, { version: "1" }],
				["trash", state.action, { act: "trash" }],
				["restore", state.action, { act: "restore" }],
				["tag", tags.action, { act: "add", tag: "x" }],
			];
			for (const [name, work, fields] of doors) {
				const foreign = await answer("stranger", ours, work, fields);
				expect(foreign, name).toMatchObject({ status: 404, code: "not-found" });
				expect(await answer("user", newId(), work, fields), name).toEqual(foreign);
				expect((await answer("user", "no-id", work, fields)).status, name).toBe(404);
			}
			expect((await show(type, ours)).shown.record).toMatchObject({ version: 1, deletedAt: null });
		},
	);

	test("CRM-1: a note that is too long comes back whole, and then overwrites nobody's", async () => {
		const about = `contact:${await make("contact")}`;
		const long = "é".repeat(10_001);
		const refused = await post(noteNew, "/notes/new", { about, kind: "call", body: long, minutes: "15" });
		expect(refused).toMatchObject({
			status: 422,
			reply: {
				result: {
					initialValue: { about, kind: "call", body: long, minutes: "15" },
					error: { body: ["Write 10,000 characters at most."] },
				},
			},
		});
		const id = (
			await as(org, "user", (ctx) =>
				addNote(ctx, { type: "contact", id: about.split(":")[1]!, kind: "note", body: "First" }),
			)
		).id;
		const path = `/notes/${id}/edit`;
		const manager = await cookieOf(org, "manager");
		const theirs = { version: "1", kind: "note", body: "Theirs" };
		await noteEdit.action(argsFor({ cookie: manager, path, params: { id }, fields: theirs }));
		const late = await post(noteEdit, path, { version: "1", kind: "note", body: long }, { id });
		const formOf = async ({ reply }: Answer) => {
			const { note, at } = await noteEdit.loader(argsFor({ cookie: cookies.user, path, params: { id } }));
			const start = { kind: note.kind, body: note.body, at, minutes: "" };
			return render(createElement(NoteForm, { reply, start, version: note.version, cancel: "/" }), path);
		};
		const html = await formOf(late);
		const version = (drawn: string) => elements(drawn, "input").find(({ name }) => name === "version")?.value;
		expect(html).toContain(long);
		expect(version(html)).toBe("1");
		const asked = await post(noteEdit, path, { version: "1", kind: "note", body: "Mine" }, { id });
		expect(asked).toMatchObject({ status: 409, reply: { result: { initialValue: { body: "Mine" } } } });
		const both = await formOf(asked);
		expect(text(both)).toContain("It says now: “Theirs”.");
		expect(text(both)).toContain("|Mine|");
		expect(version(both)).toBe("2");
		expect((await post(noteEdit, path, { version: "2", kind: "note", body: "Mine" }, { id })).status).toBe(303);
	});

	test("CRM-1: a note is changed and removed by nobody who may not, nor from another organisation", async () => {
		const contact = await make("contact");
		const note = { type: "contact", id: contact, kind: "note", body: "Ours" } as const;
		const { id } = await as(org, "user", (ctx) => addNote(ctx, note));
		for (const [who, status] of [
			["stranger", 404],
			["viewer", 403],
		] as const) {
			const given = { params: { id }, who };
			const edit = { path: `/notes/${id}/edit`, fields: { version: "1", kind: "note", body: "x" } };
			expect((await send(noteEdit, { ...given, ...edit })).status).toBe(status);
			const remove = { path: `/notes/${id}/state`, fields: { act: "remove" } };
			expect((await send(noteState, { ...given, ...remove })).status).toBe(status);
			const opened = noteEdit.loader(argsFor({ cookie: cookies[who], path: edit.path, params: { id } }));
			expect((await answerOf(opened)).status).toBe(status);
		}
		expect((await show("contact", contact)).shown.related.notes).toMatchObject([{ body: "Ours", edited: false }]);
	});
});
