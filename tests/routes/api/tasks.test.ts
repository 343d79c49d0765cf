import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { restoreTask } from "#app/domain/crm/tasks/restore-task.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

const PATH = "/api/workflows/tasks";

describe("CRM-1: tasks in the API", () => {
	let org: TestOrg;
	let key: string;
	let viewer: string;
	let stranger: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		key = await makeKey(org, "user");
		viewer = await makeKey(org, "viewer");
		stranger = await makeKey(await makeOrg("Other firm"));
	});
	const make = async (body: Record<string, unknown>) => (await callApi(key, PATH, { body })).body;

	test("CRM-1: a task is made, shown, changed by fields and by action, and deleted", async () => {
		const assignedTo = org.members.manager.id;
		const made = await callApi(key, PATH, { body: { title: "Call <Ann>", dueDate: "2027-01-05", assignedTo } });
		expect(made).toMatchObject({
			status: 201,
			body: { title: "Call <Ann>", status: "open", completed: false, priority: "normal", version: 1, assignedTo },
		});
		const one = `${PATH}/${made.body.id}`;
		expect((await callApi(viewer, one)).body).toEqual(made.body);
		const patch = async (body: Record<string, unknown>) => callApi(key, one, { method: "PATCH", body });
		const fields = { title: "Call Bob", priority: "high", dueDate: null, assignedTo: null };
		expect(await patch(fields)).toMatchObject({ status: 200, body: { ...fields, status: "open" } });
		expect((await patch({ action: "complete" })).body).toMatchObject({ status: "done", completed: true });
		expect((await patch({ completed: false })).body).toMatchObject({ status: "open", completedAt: null });
		expect((await patch({ action: "skip" })).body).toMatchObject({ status: "skipped", completed: false });
		const late = await patch({ version: 1, title: "Late" });
		expect(late).toMatchObject({ status: 409, body: { error: { details: { current: { title: "Call Bob" } } } } });
		for (const wrong of [
			{ action: "burn" },
			{ title: "" },
			{ dueDate: "soon" },
			{ assignedTo: newId() },
			{ color: "red" },
		]) {
			expect((await patch(wrong)).status).toBe(422);
		}
		for (const [who, status] of [
			[stranger, 404],
			[viewer, 403],
		] as const) {
			expect((await callApi(who, one, { method: "PATCH", body: { title: "x" } })).status).toBe(status);
			expect((await callApi(who, one, { method: "DELETE" })).status).toBe(status);
		}
		expect((await callApi(stranger, one)).status).toBe(404);
		expect(await callApi(key, one, { method: "DELETE" })).toMatchObject({ status: 200, body: { deleted: true } });
		expect((await callApi(key, one)).status).toBe(404);
		expect((await patch({ title: "x" })).status).toBe(409);
		await as(org, "user", (ctx) => restoreTask(ctx, made.body.id));
		expect((await callApi(key, one)).body).toMatchObject({ status: "skipped" });
	});

	test("CRM-1: tasks are listed newest first, by status and by run, walked by cursor, without those of others", async () => {
		const firm = await makeOrg("Third firm");
		const own = await makeKey(firm, "user");
		const ids: string[] = [];
		for (const title of ["One", "Two", "Three"]) ids.push((await callApi(own, PATH, { body: { title } })).body.id);
		const runId = newId();
		await as(firm, "user", ({ db }) =>
			db.updateTable("tasks").set({ run_id: runId }).where("id", "=", ids[0]!).execute(),
		);
		await callApi(own, `${PATH}/${ids[1]}`, { method: "PATCH", body: { action: "complete" } });
		const list = async (query: string, who = own) => (await callApi(who, `${PATH}?${query}`)).body;
		const first = await list("limit=2");
		const second = await list(`limit=2&cursor=${first.next}`);
		expect([...first.data, ...second.data].map(({ title }: { title: string }) => title)).toEqual([
			"Three",
			"Two",
			"One",
		]);
		expect(second.next).toBeNull();
		const titles = async (query: string, who = own) =>
			(await list(query, who)).data.map(({ title }: { title: string }) => title);
		expect(await titles("status=open")).toEqual(["Three", "One"]);
		expect(await titles("status=done")).toEqual(["Two"]);
		expect(await titles(`workflowExecutionId=${runId}`)).toEqual(["One"]);
		expect((await list(`workflowExecutionId=${runId}`)).data[0].workflowExecutionId).toBe(runId);
		expect(await titles(`workflowExecutionId=${runId}`, stranger)).toEqual([]);
		expect((await callApi(own, `${PATH}?status=trashed`)).status).toBe(422);
		expect((await callApi(own, `${PATH}?cursor=nonsense`)).status).toBe(422);
	});

	test("CRM-1: a task sent twice under one Idempotency-Key is made once", async () => {
		const send = () => callApi(key, PATH, { body: { title: "Once" }, headers: { "idempotency-key": "task-1" } });
		const [first, again] = [await send(), await send()];
		expect(again.body.id).toBe(first.body.id);
		const { body } = await callApi(key, `${PATH}?limit=100`);
		expect(body.data.filter(({ title }: { title: string }) => title === "Once")).toHaveLength(1);
	});

	test("CRM-1: a task made by key is about what is there, and nothing else", async () => {
		const { body: contact } = await callApi(key, "/api/crm/contacts", { body: { firstName: "Ann" } });
		const subject = { type: "contact", id: contact.id };
		expect(await make({ title: "About Ann", subject })).toMatchObject({ subject });
		expect((await callApi(key, PATH, { body: { title: "x", subject: { ...subject, id: newId() } } })).status).toBe(404);
		expect((await callApi(stranger, PATH, { body: { title: "x", subject } })).status).toBe(404);
	});
});
