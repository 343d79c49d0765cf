import { beforeAll, describe, expect, test } from "vitest";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { readWorkHistory, type WorkType } from "#app/domain/crm/history/work-history.ts";
import { addNote } from "#app/domain/crm/notes/add-note.ts";
import { removeNote } from "#app/domain/crm/notes/remove-note.ts";
import { updateNote } from "#app/domain/crm/notes/update-note.ts";
import { askErasure } from "#app/domain/crm/privacy/ask-erasure.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { restoreTask } from "#app/domain/crm/tasks/restore-task.ts";
import { trashTask } from "#app/domain/crm/tasks/trash-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import * as noteHistory from "#app/routes/crm/history/note-history.tsx";
import * as taskHistory from "#app/routes/crm/history/task-history.tsx";
import type { Ctx } from "#db/context.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
});

const day = (number: number, hour = 12) => new Date(Date.UTC(2026, 9, number, hour));
const on = <T>(number: number, fn: (ctx: Ctx) => Promise<T>) => as(org, "user", fn, day(number));
const past = (type: WorkType, id: string, at: Date) =>
	as(org, "viewer", (ctx) => readWorkHistory(ctx, { type, id, at }));
const valuesOf = async (type: WorkType, id: string, number: number) =>
	(await past(type, id, day(number, 18))).version?.values;

async function taskOfFiveDays() {
	const { id: contactId } = await on(1, (ctx) => createContact(ctx, { firstName: "Zebulon", lastName: "Quayle" }));
	const about = { type: "contact" as const, id: contactId };
	const { id } = await on(1, (ctx) => createTask(ctx, { title: "Call Zebulon", detail: "About film", subject: about }));
	const manager = org.members.manager.id;
	await on(2, (ctx) => updateTask(ctx, { id, title: "Write to Zebulon", dueDate: "2026-10-09", assignedTo: manager }));
	await on(3, (ctx) => updateTask(ctx, { id, action: "complete", subject: null }));
	await on(4, (ctx) => trashTask(ctx, { id }));
	await on(5, (ctx) => restoreTask(ctx, id));
	return { id, contactId, manager };
}

async function noteOfFourDays() {
	const { id: contactId } = await on(1, (ctx) => createContact(ctx, { firstName: "Zebulon", lastName: "Quayle" }));
	const { id } = await on(1, (ctx) =>
		addNote(ctx, { type: "contact", id: contactId, kind: "note", body: "Zebulon likes blue" }),
	);
	const call = { kind: "call" as const, body: "Zebulon likes red", minutes: 5, happenedAt: day(2, 9) };
	await on(2, (ctx) => updateNote(ctx, { id, ...call }));
	await on(3, (ctx) => removeNote(ctx, { id }));
	await on(4, (ctx) => removeNote(ctx, { id, back: true }));
	return { id, contactId };
}

describe("a task and a note as they were", () => {
	test("CRM-6: a task is rebuilt at any instant, with whose it was, what it was about and whether it lay in the trash", async () => {
		const { id, contactId, manager } = await taskOfFiveDays();
		expect(await valuesOf("task", id, 1)).toEqual({
			...{ title: "Call Zebulon", detail: "About film", state: "open", priority: "normal", dueDate: null },
			...{ assignedTo: null, subject: `contact:${contactId}` },
		});
		expect(await valuesOf("task", id, 2)).toMatchObject({
			...{ title: "Write to Zebulon", state: "open", dueDate: "2026-10-09", assignedTo: manager },
			subject: `contact:${contactId}`,
		});
		expect(await valuesOf("task", id, 3)).toMatchObject({ state: "done", subject: null });
		expect((await past("task", id, day(4, 18))).version).toMatchObject({ inTrash: true, values: { state: "trashed" } });
		expect((await past("task", id, day(5, 18))).version).toMatchObject({ inTrash: false, values: { state: "done" } });
		const { version, events, names } = await past("task", id, day(1, 11));
		expect(version).toBeNull();
		expect(events.map(({ name }) => name)).toEqual([
			...["task.restored", "task.trashed", "task.completed", "task.changed", "task.created"],
		]);
		expect(names[manager]?.name).toBe("The manager");
	});

	test("CRM-6: a note is rebuilt at any instant, also while it is removed", async () => {
		const { id } = await noteOfFourDays();
		expect(await valuesOf("note", id, 1)).toEqual({
			...{ kind: "note", body: "Zebulon likes blue", minutes: null, happenedAt: day(1).toISOString() },
		});
		expect(await valuesOf("note", id, 2)).toEqual({
			...{ kind: "call", body: "Zebulon likes red", minutes: 5, happenedAt: day(2, 9).toISOString() },
		});
		const inTrash = async (number: number) => (await past("note", id, day(number, 18))).version?.inTrash;
		expect([await inTrash(2), await inTrash(3), await inTrash(4)]).toEqual([false, true, false]);
		await on(6, (ctx) => removeNote(ctx, { id }));
		expect([await inTrash(4), await inTrash(6)]).toEqual([false, true]);
	});

	test("CRM-6: neither is another organisation's to see, nor there by a wrong id", async () => {
		const other = await makeOrg("Other");
		const [task, note] = [await taskOfFiveDays(), await noteOfFourDays()];
		for (const [type, id] of [
			["task", task.id],
			["note", note.id],
			["task", note.id],
			["note", "x"],
		] as const) {
			await expect(
				as(type === "task" && id === note.id ? org : other, "owner", (ctx) =>
					readWorkHistory(ctx, { type, id, at: new Date() }),
				),
			).rejects.toMatchObject({ status: 404 });
		}
	});

	test("CRM-6: their pages show the version asked for in words, with what is different now", async () => {
		const { id } = await taskOfFiveDays();
		const { id: note } = await noteOfFourDays();
		const cookie = await cookieOf(org, "viewer");
		const look = async (route: typeof taskHistory | typeof noteHistory, one: string) => {
			const path = `/past?at=${day(2, 18).toISOString()}`;
			const shown = await route.loader(argsFor({ cookie, path, params: { id: one } }));
			const words = (fields: { label: string; text: string }[] | undefined) =>
				Object.fromEntries((fields ?? []).map(({ label, text }) => [label, text]));
			return { past: words(shown.version?.values), now: words(shown.work.values) };
		};
		const task = await look(taskHistory, id);
		expect(task.past).toMatchObject({ State: "Open", "Assigned to": "The manager", About: "Zebulon Quayle" });
		expect(task.now).toMatchObject({ State: "Done", "Assigned to": "The manager", About: "" });
		expect((await look(noteHistory, note)).past).toMatchObject({
			Kind: "Call",
			Text: "Zebulon likes red",
			Minutes: "5",
		});
	});

	test("CRM-8: erasing a person leaves nothing of them in any version of their tasks and notes", async () => {
		const { id, contactId } = await taskOfFiveDays();
		await on(6, (ctx) => updateTask(ctx, { id, subject: { type: "contact", id: contactId } }));
		const { id: noteId } = await on(2, (ctx) =>
			addNote(ctx, { type: "contact", id: contactId, kind: "note", body: "Zebulon likes blue" }),
		);
		await on(3, (ctx) => updateNote(ctx, { id: noteId, kind: "note", body: "Zebulon likes red" }));
		await as(org, "admin", (ctx) => askErasure(ctx, { id: contactId, typed: "Zebulon Quayle" }));
		expect((await runJobs(new Date(Date.now() + 60_000), 2)).filter(({ error }) => error)).toEqual([]);
		for (let number = 1; number <= 6; number++) {
			for (const [type, one] of [
				["task", id],
				["note", noteId],
			] as const) {
				const told = JSON.stringify(await past(type, one, day(number, 18)));
				expect(told, `${type} on day ${number}`).not.toMatch(/Zebulon|Quayle|About film|likes/);
			}
		}
	});
});
