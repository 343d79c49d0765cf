import { useForm } from "@conform-to/react";
import { createElement } from "react";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { createContact } from "#app/domain/crm/contacts/create-contact.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { type Assignees, getTask } from "#app/domain/crm/tasks/task-queries.ts";
import type { FormReply } from "#app/doors/form.ts";
import { action as acts } from "#app/routes/tasks/task-acts.ts";
import * as edit from "#app/routes/tasks/task-edit.tsx";
import { type Fields, TaskFields } from "#app/routes/tasks/task-fields.tsx";
import * as add from "#app/routes/tasks/task-new.tsx";
import { action as press } from "#app/routes/tasks/task-state.ts";
import { loader as list } from "#app/routes/tasks/tasks.tsx";
import { addMembers } from "#tests/routes/crm/many-members.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { render, tags } from "#tests/ui/render.tsx";

function FormOf({ shown, reply }: { shown: { people: Assignees }; reply: FormReply | undefined }) {
	const [, fields] = useForm({ lastResult: reply?.result });
	return createElement(TaskFields, { people: shown.people, about: null, reply, fields: fields as unknown as Fields });
}

describe("CRM-1: the pages of tasks", () => {
	let org: TestOrg;
	let cookie: string;
	const people = { ann: "", bob: "" };
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		cookie = await cookieOf(org, "user");
		await as(org, "user", async (ctx) => {
			people.ann = (await createContact(ctx, { firstName: "Ann", lastName: "Oak", email: "ann@oak.test" })).id;
			people.bob = (await createContact(ctx, { firstName: "Bob" })).id;
		});
	});
	const read = (id: string) => as(org, "user", (ctx) => getTask(ctx, id));
	const make = (title: string) => as(org, "user", async (ctx) => (await createTask(ctx, { title })).id);
	const postNew = (fields: Record<string, string>) =>
		answerOf(add.action(argsFor({ cookie, path: "/tasks/new", fields })));
	const postEdit = (id: string, fields: Record<string, string>) =>
		answerOf(edit.action(argsFor({ cookie, path: `/tasks/${id}/edit`, params: { id }, fields })));

	test("CRM-1: what a new task is about is looked for by name, without losing what was typed, and chosen", async () => {
		const typed = { title: "", detail: "Bring <the> key", priority: "high", assignedTo: org.members.user.id };
		const asked = await postNew({ ...typed, step: "find", find: "oak" });
		expect(asked).toMatchObject({
			status: 422,
			reply: {
				result: {
					initialValue: { detail: "Bring <the> key", find: "oak" },
					error: { about: ["Choose what it is about."] },
				},
				detail: { found: [{ type: "contact", id: people.ann, name: "Ann Oak", about: "ann@oak.test" }] },
			},
		});
		// Who writes a name and saves without looking is asked too, and nothing is made of a guess.
		expect((await postNew({ ...typed, title: "Call", find: "oak" })).status).toBe(422);
		const chosen = { ...typed, title: "Call", find: "oak", lookedFor: "oak", about: `contact:${people.ann}` };
		const done = await postNew(chosen);
		expect(done).toMatchObject({ status: 303, to: `/contacts/${people.ann}` });
		const { data } = (await list(argsFor({ cookie, path: "/tasks?q=call" }))) as { data: { id: string }[] };
		expect(await read(data[0]!.id)).toMatchObject({
			...{ title: "Call", detail: "Bring <the> key", priority: "high", subject: { type: "contact", id: people.ann } },
			assignee: { id: org.members.user.id },
		});
	});

	test("CRM-1: what was chosen stays chosen while the form comes back for something else", async () => {
		const about = `contact:${people.ann}`;
		const fields = { title: "Call", find: "oak", lookedFor: "oak", about, dueDate: "someday" };
		const refused = await postNew(fields);
		expect(refused).toMatchObject({ status: 422, reply: { result: { error: { dueDate: [expect.any(String)] } } } });
		const shown = await add.loader(argsFor({ cookie, path: "/tasks/new" }));
		const form = createElement(FormOf, { shown, reply: refused.reply });
		const html = await render(form, "/tasks/new");
		const radios = tags(html, "input").filter(({ name }) => name === "about");
		expect(radios.filter((radio) => "checked" in radio).map(({ value }) => value)).toEqual([about]);
		expect(tags(html, "input").find(({ name }) => name === "lookedFor")?.value).toBe("oak");
	});

	test("CRM-1: every field of a task is edited on its page; who was overtaken sees both sides", async () => {
		const id = await make("Write");
		const fields = {
			...{ version: "1", title: "Write to Bob", detail: "Twice", priority: "low", dueDate: "2027-02-01" },
			...{ assignedTo: org.members.manager.id, about: `contact:${people.bob}` },
		};
		expect(await postEdit(id, fields)).toMatchObject({ status: 303, to: `/tasks/${id}` });
		expect(await read(id)).toMatchObject({
			...{ title: "Write to Bob", detail: "Twice", priority: "low", dueOn: "2027-02-01" },
			...{ assignee: { name: "The manager" }, subject: { id: people.bob } },
		});
		const late = await postEdit(id, { version: "1", title: "Write", about: "none" });
		expect(late).toMatchObject({
			status: 409,
			reply: { detail: { current: { version: 2, detail: "Twice", subject: `contact:${people.bob}` } } },
		});
		expect(await postEdit(id, { version: "2", title: "Write", about: "none" })).toMatchObject({ status: 303 });
		expect(await read(id)).toMatchObject({ detail: "", subject: null, assignee: null, dueOn: null });
	});

	test("CRM-1: what machinery raised a task about is kept by an edit that says nothing else", async () => {
		const id = await make("Answer");
		const subject = { subject_type: "conversation", subject_id: newId() };
		await as(org, "user", ({ db }) => db.updateTable("tasks").set(subject).where("id", "=", id).execute());
		await postEdit(id, { version: "1", title: "Answer soon", about: `conversation:${subject.subject_id}` });
		expect(await read(id)).toMatchObject({ title: "Answer soon", subject: { type: "conversation" } });
	});

	test("CRM-1: deleting offers the way back, which brings the task back to its list", async () => {
		const id = await make("Short lived");
		const at = (path: string, act: string) =>
			answerOf(press(argsFor({ cookie, path, params: { id }, fields: { act } })));
		const gone = await at(`/tasks/${id}/state?back=%2Ftasks`, "trash");
		expect(gone).toMatchObject({
			to: "/tasks",
			flash: { message: "In the trash: Short lived", undo: { act: "restore" } },
		});
		expect(await read(id)).toMatchObject({ state: "trashed" });
		expect(await at(gone.flash!.undo!.action, "restore")).toMatchObject({ to: "/tasks" });
		expect(await read(id)).toMatchObject({ state: "open" });
	});

	test("CRM-1: ticked tasks are done, taken, deleted and restored together; one that cannot be leaves all as they are", async () => {
		const ids = [await make("Tick one"), await make("Tick two")];
		const many = (act: string, which = ids) => {
			const fields = new URLSearchParams([["act", act], ...which.map((id): [string, string] => ["id", id])]);
			const path = "/tasks/acts?back=%2Ftasks%3Fq%3Dtick";
			const request = new Request(`http://localhost:3000${path}`, {
				headers: { cookie },
				method: "POST",
				body: fields,
			});
			return answerOf(
				acts({ request, params: {}, context: { requestId: newId(), nonce: "", ip: undefined } } as never),
			);
		};
		const states = async () => Promise.all(ids.map(async (id) => (await read(id)).state));
		expect(await many("complete")).toMatchObject({ to: "/tasks?q=tick", flash: { message: "Done: 2 tasks." } });
		expect(await states()).toEqual(["done", "done"]);
		await many("reopen");
		await many("take");
		expect((await read(ids[1]!)).assignee?.id).toBe(org.members.user.id);
		await many("trash");
		expect(await states()).toEqual(["trashed", "trashed"]);
		await many("restore", [ids[0]!]);
		expect((await many("complete")).flash?.message).toContain("in the trash");
		expect(await states()).toEqual(["open", "trashed"]);
	});

	test("CRM-1: of 301 members the one who has a task stands in its form, and others are found by name", async () => {
		const last = newId();
		await addMembers(org, 300);
		await addMembers(org, 1, last, "Zoe Zuckmayer");
		const id = await make("Whose");
		await postEdit(id, { version: "1", title: "Whose", assignedTo: "zoe zuckmayer" });
		expect((await read(id)).assignee?.id).toBe(last);
		const { task } = await edit.loader(argsFor({ cookie, path: `/tasks/${id}/edit`, params: { id } }));
		expect(task.members.isWhole).toBe(false);
		expect(task.members.list).toContainEqual({ id: last, name: "Zoe Zuckmayer" });
		expect((await postEdit(id, { version: "2", title: "Whose", assignedTo: "member 00" })).reply?.detail).toMatchObject(
			{
				hits: { assignedTo: expect.arrayContaining([expect.objectContaining({ name: "Member 000" })]) },
			},
		);
		const narrowed = (await list(argsFor({ cookie, path: "/tasks?named=zuck" }))) as unknown as {
			data: { title: string }[];
			filter: { who?: string };
		};
		expect([narrowed.filter.who, narrowed.data.map(({ title }) => title)]).toEqual([last, ["Whose"]]);
		const open = (await list(argsFor({ cookie, path: "/tasks?named=member" }))) as unknown as {
			asked: { called: unknown[] };
		};
		expect(open.asked.called).toHaveLength(8);
	});
});
