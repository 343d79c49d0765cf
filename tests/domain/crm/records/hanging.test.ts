import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { linkRecords } from "#app/domain/crm/links/link-records.ts";
import { unlinkRecords } from "#app/domain/crm/links/unlink-records.ts";
import { addNote } from "#app/domain/crm/notes/add-note.ts";
import { getNote } from "#app/domain/crm/notes/note-queries.ts";
import { removeNote } from "#app/domain/crm/notes/remove-note.ts";
import { updateNote } from "#app/domain/crm/notes/update-note.ts";
import { getRecordPage } from "#app/domain/crm/records/reads/record-page.ts";
import { getRecord } from "#app/domain/crm/records/record-queries.ts";
import { RECORD_TYPES, type RecordType } from "#app/domain/crm/records/schema.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { tagRecord } from "#app/domain/crm/tags/tag-record.ts";
import { untagRecord } from "#app/domain/crm/tags/untag-record.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { getTask } from "#app/domain/crm/tasks/task-queries.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { KINDS, lastEvent } from "./record-samples.ts";

describe("CRM-1: what hangs on a record", () => {
	let org: TestOrg;
	let other: TestOrg;
	const ids = {} as Record<RecordType, string>;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Other firm");
		for (const type of RECORD_TYPES) {
			const { create, named } = KINDS[type];
			ids[type] = (await as(org, "user", (ctx) => create(ctx, named(`The ${type}`) as never))).id;
		}
	});
	const related = async (type: RecordType, id = ids[type]) =>
		(await as(org, "viewer", (ctx) => getRecordPage(ctx, type, id))).related;

	test.each(RECORD_TYPES)("CRM-1: a note on a %s is added, changed, removed and brought back", async (type) => {
		const note = { kind: "call", body: "<i>Asked</i>", minutes: 12 } as const;
		const { id } = await as(org, "user", (ctx) => addNote(ctx, { type, id: ids[type], ...note }));
		expect((await related(type)).notes).toMatchObject([{ id, ...note, author: "The user", edited: false }]);
		await as(org, "user", (ctx) => updateNote(ctx, { id, version: 1, kind: "meeting", body: "Met" }));
		expect(await lastEvent(id)).toMatchObject({ name: "note.changed", changes: { body: ["<i>Asked</i>", "Met"] } });
		await expect(
			as(org, "manager", (ctx) => updateNote(ctx, { id, version: 1, kind: "call", body: "Mine" })),
		).rejects.toMatchObject({ status: 409 });
		await as(org, "user", (ctx) => removeNote(ctx, { id }));
		expect((await related(type)).notes).toEqual([]);
		await expect(as(org, "user", (ctx) => getNote(ctx, id))).rejects.toMatchObject({ status: 404 });
		await as(org, "user", (ctx) => removeNote(ctx, { id, back: true }));
		expect((await related(type)).notes).toMatchObject([{ id, kind: "meeting", body: "Met", edited: true }]);
		for (const one of [
			as(other, "owner", (ctx) => updateNote(ctx, { id, kind: "note", body: "x" })),
			as(other, "owner", (ctx) => removeNote(ctx, { id })),
			as(other, "owner", (ctx) => addNote(ctx, { type, id: ids[type], ...note })),
			as(org, "user", (ctx) => addNote(ctx, { type, id: newId(), ...note })),
		]) {
			await expect(one).rejects.toMatchObject({ status: 404 });
		}
		await expect(as(org, "viewer", (ctx) => addNote(ctx, { type, id: ids[type], ...note }))).rejects.toMatchObject({
			status: 403,
		});
		await expect(
			as(org, "user", (ctx) => addNote(ctx, { type, id: ids[type], kind: "note", body: "  " })),
		).rejects.toMatchObject({ status: 422, fields: { body: [expect.any(String)] } });
	});

	test.each(RECORD_TYPES)("CRM-1: a %s is tagged once whatever the capitals, and untagged", async (type) => {
		const tag = (text: string) => as(org, "user", (ctx) => tagRecord(ctx, { type, id: ids[type], tag: text }));
		const { tagId } = await tag("  Key   customer ");
		expect(await tag("KEY CUSTOMER")).toEqual({ tagId, name: "Key customer" });
		expect(await related(type)).toMatchObject({ tags: [{ name: "Key customer" }], allTags: ["Key customer"] });
		await as(org, "user", (ctx) => untagRecord(ctx, { type, id: ids[type], tagId }));
		expect((await related(type)).tags).toEqual([]);
		for (const one of [
			as(other, "owner", (ctx) => tagRecord(ctx, { type, id: ids[type], tag: "x" })),
			as(other, "owner", (ctx) => untagRecord(ctx, { type, id: ids[type], tagId })),
			as(org, "user", (ctx) => untagRecord(ctx, { type, id: ids[type], tagId: newId() })),
		]) {
			await expect(one).rejects.toMatchObject({ status: 404 });
		}
		await expect(as(org, "viewer", (ctx) => tagRecord(ctx, { type, id: ids[type], tag: "x" }))).rejects.toMatchObject({
			status: 403,
		});
	});

	test("CRM-1: the same tag made by many at once is one", async () => {
		const names = Array.from({ length: 6 }, (_, index) => (index % 2 ? "fresh" : "Fresh"));
		const made = await Promise.all(
			names.map((tag) => as(org, "user", (ctx) => tagRecord(ctx, { type: "deal", id: ids.deal, tag }))),
		);
		expect(new Set(made.map(({ tagId }) => tagId)).size).toBe(1);
	});

	test("CRM-1: relations are seen from both ends, and not towards the trash", async () => {
		const from = { type: "contact", id: ids.contact } as const;
		const to = { type: "account", id: ids.account } as const;
		const { id } = await as(org, "user", (ctx) => linkRecords(ctx, { from, to, label: "buyer in" }));
		expect(await as(org, "user", (ctx) => linkRecords(ctx, { from, to, label: "buyer in" }))).toEqual({ id });
		expect((await related("contact")).links).toMatchObject([{ label: "buyer in", outward: true, name: "The account" }]);
		expect((await related("account")).links).toMatchObject([
			{ label: "buyer in", outward: false, name: "The contact" },
		]);
		const theirs = await as(other, "user", (ctx) => KINDS.account.create(ctx, { name: "Theirs" }));
		for (const one of [
			as(org, "user", (ctx) => linkRecords(ctx, { from, to: { type: "account", id: theirs.id }, label: "x" })),
			as(other, "owner", (ctx) => linkRecords(ctx, { from, to, label: "x" })),
			as(other, "owner", (ctx) => unlinkRecords(ctx, id)),
		]) {
			await expect(one).rejects.toMatchObject({ status: 404 });
		}
		await expect(as(org, "user", (ctx) => linkRecords(ctx, { from, to: from, label: "x" }))).rejects.toMatchObject({
			status: 422,
		});
		await expect(as(org, "viewer", (ctx) => unlinkRecords(ctx, id))).rejects.toMatchObject({ status: 403 });
		await as(org, "user", (ctx) => unlinkRecords(ctx, id));
		expect((await related("account")).links).toEqual([]);
	});

	test("TASK-1: a member makes a task about a record, which then shows it", async () => {
		const agent = newId();
		await as(org, "owner", (ctx) =>
			ctx.db.insertInto("agents").values({ org_id: org.id, id: agent, kind: "outreach", name: "Robin" }).execute(),
		);
		for (const type of RECORD_TYPES) {
			const subject = { type, id: ids[type] };
			const input = { title: "Call <back>", detail: "About price", dueDate: "2026-12-01", priority: "high" } as const;
			const { id } = await as(org, "user", (ctx) => createTask(ctx, { ...input, subject, assignedTo: agent }));
			const task = await as(org, "viewer", (ctx) => getTask(ctx, id));
			expect(task).toMatchObject({
				title: input.title,
				detail: input.detail,
				assignee: { name: "Robin", isAgent: true },
			});
			expect(task.subject).toMatchObject({ type, id: ids[type] });
			expect((await related(type)).tasks).toMatchObject([
				{ title: input.title, dueOn: "2026-12-01", assignee: "Robin" },
			]);
			await expect(as(other, "owner", (ctx) => createTask(ctx, { ...input, subject }))).rejects.toMatchObject({
				status: 404,
			});
			await expect(as(org, "viewer", (ctx) => createTask(ctx, { ...input, subject }))).rejects.toMatchObject({
				status: 403,
			});
		}
		await expect(
			as(org, "user", (ctx) => createTask(ctx, { title: "X", assignedTo: other.members.user.id })),
		).rejects.toMatchObject({ status: 422, fields: { assignedTo: [expect.any(String)] } });
		expect((await as(org, "user", (ctx) => createTask(ctx, { title: "Alone" }))).id).toBeTruthy();
	});

	test("CRM-1: an account shows its people, deals and projects; what is in the trash is left out", async () => {
		const account = await as(org, "user", (ctx) => KINDS.account.create(ctx, { name: "Acme" }));
		const of = { accountId: account.id };
		const contact = await as(org, "user", (ctx) => KINDS.contact.create(ctx, { firstName: "Pat", ...of }));
		await as(org, "user", (ctx) =>
			KINDS.deal.create(ctx, { name: "Fleet", valueCents: 500, contactId: contact.id, ...of }),
		);
		const project = await as(org, "user", (ctx) => KINDS.project.create(ctx, { name: "Move", ...of }));
		const seen = await related("account", account.id);
		expect(seen).toMatchObject({
			contacts: [{ name: "Pat" }],
			deals: [{ name: "Fleet", stage: "Qualified", outcome: "open", valueCents: 500 }],
			projects: [{ name: "Move", state: "planned" }],
		});
		expect((await related("contact", contact.id)).deals).toMatchObject([{ name: "Fleet" }]);
		await as(org, "user", (ctx) => trashRecord(ctx, { type: "project", id: project.id }));
		expect((await related("account", account.id)).projects).toEqual([]);
		const shown = await as(org, "viewer", (ctx) => getRecord(ctx, "contact", contact.id));
		expect(shown).toMatchObject({ name: "Pat", names: { accountId: "Acme" }, values: { accountId: account.id } });
		await expect(as(other, "owner", (ctx) => getRecord(ctx, "account", account.id))).rejects.toMatchObject({
			status: 404,
		});
	});

	test("CRM-8: a contact shows the channels in which they must not be written to", async () => {
		const contact = await as(org, "user", (ctx) =>
			KINDS.contact.create(ctx, { firstName: "Quinn", email: "Quinn@Q.test", phone: "+12065550133" }),
		);
		await as(org, "owner", (ctx) =>
			ctx.db
				.insertInto("suppressions")
				.values({ org_id: org.id, channel: "email", address: "quinn@q.test", reason: "unsubscribed" })
				.execute(),
		);
		expect((await related("contact", contact.id)).optOuts).toMatchObject([
			{ channel: "email", reason: "unsubscribed" },
		]);
	});
});
