import { beforeAll, describe, expect, test } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { addNote } from "#app/domain/crm/notes/add-note.ts";
import { removeNote } from "#app/domain/crm/notes/remove-note.ts";
import { getRecordPage } from "#app/domain/crm/records/reads/record-page.ts";
import { tagRecord } from "#app/domain/crm/tags/tag-record.ts";
import { loader as trash } from "#app/routes/crm/lists/trash.tsx";
import { action as noteState } from "#app/routes/crm/notes/note-state.ts";
import { action as edit, loader as shown } from "#app/routes/settings/tags/tag-edit.tsx";
import { action as state } from "#app/routes/settings/tags/tag-state.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { answerOf } from "./pages.ts";

describe("CRM-1: the pages of tags, and removed notes", () => {
	let org: TestOrg;
	const cookies = {} as Record<"manager" | "user" | "stranger", string>;
	let contact: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookies.manager = await cookieOf(org, "manager");
		cookies.user = await cookieOf(org, "user");
		cookies.stranger = await cookieOf(await makeOrg("Other firm"), "owner");
		contact = await as(org, "user", async (ctx) => (await createContact(ctx, { firstName: "Ann" })).id);
	});
	const put = (tag: string) =>
		as(org, "user", async (ctx) => (await tagRecord(ctx, { type: "contact", id: contact, tag })).tagId);
	const tags = async () =>
		(await as(org, "user", (ctx) => getRecordPage(ctx, "contact", contact))).related.tags.map(({ name }) => name);
	const post = (id: string, fields: Record<string, string>, cookie = cookies.manager) =>
		answerOf(edit(argsFor({ cookie, path: `/settings/tags/${id}`, params: { id }, fields })));

	test("CRM-1: a tag is joined with another that is named; of names that are nearly right one is chosen; it is undone", async () => {
		const [one, two] = [await put("west"), await put("Western")];
		const asked = await post(one, { act: "merge", into: "wester" });
		expect(asked).toMatchObject({ status: 422, reply: { detail: { hits: [{ id: two, name: "Western" }] } } });
		expect((await post(one, { act: "merge" })).reply?.result.error).toEqual({ into: ["Write the other tag."] });
		const chosen = { act: "merge", into: "wester", "asked.into": "wester", "chosen.into": two };
		const done = await post(one, chosen);
		expect(done).toMatchObject({ to: "/settings/tags", flash: { message: "“west” is joined with “Western”." } });
		expect(await tags()).toEqual(["Western"]);
		const { action, act } = done.flash!.undo!;
		const undo = argsFor({ cookie: cookies.manager, path: action, params: { id: one }, fields: { act } });
		expect((await answerOf(state(undo))).flash?.message).toContain("“west” is back");
		expect(await tags()).toEqual(["west", "Western"]);
	});

	test("CRM-1: renaming to a name that is taken keeps what was typed and says what to do; members below see no form", async () => {
		const id = await put("south");
		const refused = await post(id, { act: "rename", name: "WESTERN", was: "south" });
		expect(refused).toMatchObject({ status: 422, reply: { result: { initialValue: { name: "WESTERN" } } } });
		expect(await post(id, { act: "rename", name: "South side", was: "south" })).toMatchObject({ status: 303 });
		expect(
			(await answerOf(shown(argsFor({ cookie: cookies.user, path: `/settings/tags/${id}`, params: { id } })))).status,
		).toBe(403);
		expect((await post(id, { act: "delete" }, cookies.stranger)).status).toBe(404);
	});

	test("CRM-1: a removed note is found in the trash and brought back from there, long after its message is gone", async () => {
		const note = await as(org, "user", (ctx) =>
			addNote(ctx, { type: "contact", id: contact, kind: "call", body: "Wants <chrome>" }),
		);
		await as(org, "user", (ctx) => removeNote(ctx, { id: note.id }));
		const list = async (cookie: string) =>
			(await trash(argsFor({ cookie, path: "/trash?type=note" }))) as unknown as { notes: Record<string, unknown>[] };
		expect((await list(cookies.user)).notes).toMatchObject([
			{ id: note.id, kind: "call", excerpt: "Wants <chrome>", subject: { type: "contact", id: contact, name: "Ann" } },
		]);
		expect((await list(cookies.stranger)).notes).toEqual([]);
		const back = argsFor({
			cookie: cookies.user,
			path: `/notes/${note.id}/state`,
			params: { id: note.id },
			fields: { act: "restore" },
		});
		expect(await answerOf(noteState(back))).toMatchObject({ to: `/contacts/${contact}` });
		expect((await list(cookies.user)).notes).toEqual([]);
		const { related } = await as(org, "user", (ctx) => getRecordPage(ctx, "contact", contact));
		expect(related.notes.map(({ body }) => body)).toEqual(["Wants <chrome>"]);
	});
});
