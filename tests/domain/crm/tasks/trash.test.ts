import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { DAY } from "#app/base/time.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { addNote } from "#app/domain/crm/notes/add-note.ts";
import { removeNote } from "#app/domain/crm/notes/remove-note.ts";
import { raiseTask } from "#app/domain/crm/raise-task.ts";
import { emptyTrash, TRASH_DAYS } from "#app/domain/crm/records/empty-trash.ts";
import { getRecordPage } from "#app/domain/crm/records/reads/record-page.ts";
import { trashRecord } from "#app/domain/crm/records/trash-record.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { restoreTask } from "#app/domain/crm/tasks/restore-task.ts";
import type { TaskFilter } from "#app/domain/crm/tasks/schema.ts";
import { listTasks } from "#app/domain/crm/tasks/task-list-queries.ts";
import { getTask, listTaskEvents } from "#app/domain/crm/tasks/task-queries.ts";
import { trashTask } from "#app/domain/crm/tasks/trash-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";

describe("CRM-1: tasks are changed, deleted and found again", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});
	const make = (title: string, subject?: { type: "contact"; id: string }) =>
		as(org, "user", async (ctx) => (await createTask(ctx, { title, ...(subject ? { subject } : {}) })).id);
	const person = (firstName: string) =>
		as(org, "user", async (ctx) => ({ type: "contact" as const, id: (await createContact(ctx, { firstName })).id }));
	const read = (id: string) => as(org, "viewer", (ctx) => getTask(ctx, id));
	const titles = async (filter: TaskFilter) =>
		(await as(org, "viewer", (ctx) => listTasks(ctx, filter, { today: "2026-11-26" }))).data.map(({ title }) => title);

	test("CRM-1: its details and what it is about are changed, each with its event; what is gone cannot be chosen", async () => {
		const [ann, bob] = [await person("Ann"), await person("Bob")];
		const id = await make("Call", ann);
		await as(org, "user", (ctx) => updateTask(ctx, { id, detail: "About the roof", subject: bob }));
		expect(await read(id)).toMatchObject({ detail: "About the roof", subject: { ...bob, name: "Bob" } });
		const [event] = await as(org, "viewer", (ctx) => listTaskEvents(ctx, id));
		expect(event).toMatchObject({
			name: "task.changed",
			changes: { detail: ["", "About the roof"], subject: [`contact:${ann.id}`, `contact:${bob.id}`] },
		});
		const openOf = async (contact: string) =>
			(await as(org, "viewer", (ctx) => getRecordPage(ctx, "contact", contact))).related.tasks.map((task) => task.id);
		expect([await openOf(ann.id), await openOf(bob.id)]).toEqual([[], [id]]);
		await as(org, "user", (ctx) => trashRecord(ctx, ann));
		const theirs = await as(other, "user", async (ctx) => (await createContact(ctx, { firstName: "Theirs" })).id);
		for (const subject of [ann, { type: "contact" as const, id: theirs }, { type: "lead" as const, id: newId() }]) {
			await expect(as(org, "user", (ctx) => updateTask(ctx, { id, subject }))).rejects.toMatchObject({ status: 404 });
		}
		// What it is about may lie in the trash by now: the rest can be changed all the same.
		await as(org, "user", (ctx) => trashRecord(ctx, bob));
		await as(org, "user", (ctx) => updateTask(ctx, { id, title: "Call again", subject: bob }));
		await as(org, "user", (ctx) => updateTask(ctx, { id, subject: null }));
		expect(await read(id)).toMatchObject({ title: "Call again", subject: null });
	});

	test.each([
		["open", {}],
		["done", { action: "complete" as const }],
		["skipped", { action: "skip" as const }],
	] as const)("CRM-1: a task that is %s goes to the trash and comes back as it was", async (state, change) => {
		const id = await make(`Once ${state}`);
		await as(org, "user", (ctx) => updateTask(ctx, { id, ...change }));
		const before = await read(id);
		await as(org, "user", (ctx) => trashTask(ctx, { id, version: before.version }));
		await as(org, "user", (ctx) => trashTask(ctx, { id }));
		expect(await read(id)).toMatchObject({ state: "trashed", deletedAt: expect.any(String) });
		expect(await titles({ state })).not.toContain(`Once ${state}`);
		expect(await titles({ state: "trashed" })).toContain(`Once ${state}`);
		await expect(as(org, "user", (ctx) => updateTask(ctx, { id, title: "x" }))).rejects.toMatchObject({ status: 409 });
		await as(org, "user", (ctx) => restoreTask(ctx, id));
		await as(org, "user", (ctx) => restoreTask(ctx, id));
		expect(await read(id)).toMatchObject({ state, deletedAt: null, completedAt: before.completedAt });
		const events = await as(org, "viewer", (ctx) => listTaskEvents(ctx, id));
		expect(events.slice(0, 2).map(({ name }) => name)).toEqual(["task.restored", "task.trashed"]);
	});

	test("CRM-1: neither a viewer nor another firm deletes a task or brings it back; a stale page does not delete", async () => {
		const id = await make("Mine");
		await as(org, "user", (ctx) => updateTask(ctx, { id, title: "Changed" }));
		await expect(as(org, "user", (ctx) => trashTask(ctx, { id, version: 1 }))).rejects.toMatchObject({ status: 409 });
		for (const [who, role, status] of [
			[org, "viewer", 403],
			[other, "owner", 404],
		] as const) {
			await expect(as(who, role, (ctx) => trashTask(ctx, { id }))).rejects.toMatchObject({ status });
			await expect(as(who, role, (ctx) => restoreTask(ctx, id))).rejects.toMatchObject({ status });
		}
		expect(await read(id)).toMatchObject({ state: "open", title: "Changed" });
	});

	test("CRM-1: a matter that is open as another task by now is not opened twice by restoring", async () => {
		const raise = () =>
			asActor(org.id, SYSTEM, (ctx) => raiseTask(ctx, { title: "Clash", kind: "clash", dedupeKey: "k" }));
		await raise();
		const idOf = async () =>
			(await as(org, "viewer", (ctx) => listTasks(ctx, { q: "clash" }, { today: "2026-11-26" }))).data[0]!.id;
		const first = await idOf();
		await as(org, "user", (ctx) => trashTask(ctx, { id: first }));
		await raise();
		await expect(as(org, "user", (ctx) => restoreTask(ctx, first))).rejects.toMatchObject({ status: 409 });
		expect(await read(first)).toMatchObject({ state: "trashed" });
	});

	test("CRM-1: a task is found by a part of its title, two letters or more, in its own firm alone", async () => {
		await make("Order 12 windows (50%)");
		await as(other, "user", (ctx) => createTask(ctx, { title: "Order windows of others" }));
		for (const q of ["WINDOW", "12", "50%", "(50"]) expect(await titles({ q })).toEqual(["Order 12 windows (50%)"]);
		for (const q of ["window_", "%", "51%"])
			expect(await titles({ q })).toEqual(q === "%" ? ["Order 12 windows (50%)"] : []);
	});

	test("CRM-1: after 90 days the trash holds neither tasks nor removed notes; the living stay", async () => {
		const { id: subject } = await person("Cleo");
		const [old, young, living] = [await make("Old"), await make("Young"), await make("Living")];
		const note = await as(org, "user", (ctx) =>
			addNote(ctx, { type: "contact", id: subject, kind: "note", body: "Old" }),
		);
		const now = new Date();
		const before = new Date(now.getTime() - (TRASH_DAYS + 1) * DAY);
		await as(org, "user", (ctx) => trashTask(ctx, { id: old }), before);
		await as(org, "user", (ctx) => removeNote(ctx, { id: note.id }), before);
		await as(org, "user", (ctx) => trashTask(ctx, { id: young }), now);
		await asActor(org.id, SYSTEM, (ctx) => emptyTrash(ctx), now);
		await expect(read(old)).rejects.toMatchObject({ status: 404 });
		expect([(await read(young)).state, (await read(living)).state]).toEqual(["trashed", "open"]);
		const left = await as(org, "viewer", ({ db }) =>
			db.selectFrom("notes").select("id").where("id", "=", note.id).execute(),
		);
		expect(left).toEqual([]);
	});
});
