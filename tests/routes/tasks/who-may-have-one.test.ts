import { beforeAll, describe, expect, test } from "vitest";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { makeTask } from "#app/domain/artifacts/tasks/make-task.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { getTask } from "#app/domain/crm/tasks/task-queries.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { executeAction } from "#app/domain/success/actions/execute-action.ts";
import * as edit from "#app/routes/tasks/task-edit.tsx";
import * as fresh from "#app/routes/tasks/task-new.tsx";
import * as list from "#app/routes/tasks/tasks.tsx";
import { house } from "#db/context.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

const WORDS = "The viewer only looks on. Choose somebody who may work on tasks.";
const REFUSED = { status: 422, fields: { assignedTo: [WORDS] } };

describe("who may be given a task", () => {
	let org: TestOrg;
	let viewer: string;
	let escalated: string;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		viewer = org.members.viewer.id;
		const { playId } = await makePlay(org, { name: "Orchard" });
		const memberId = org.members.manager.id;
		await as(org, "user", (ctx) => executeAction(ctx, { playId, action: "escalate", memberId, reason: "Too high" }));
		const tasks = await house().database.owner.query<{ id: string }>("select id from tasks where org_id = $1", [
			org.id,
		]);
		escalated = tasks[0]!.id;
	});
	const update = (change: Parameters<typeof updateTask>[1]) => as(org, "user", (ctx) => updateTask(ctx, change));
	const read = (id: string) => as(org, "viewer", (ctx) => getTask(ctx, id));

	test("SUCCESS-6 a play's task goes to nobody who may not work on it, by no command, and stays with whom it was", async () => {
		await expect(update({ id: escalated, assignedTo: viewer })).rejects.toMatchObject(REFUSED);
		expect((await read(escalated)).assignee?.id).toBe(org.members.manager.id);
		const made = as(org, "user", (ctx) => createTask(ctx, { title: "Look at it", assignedTo: viewer }));
		await expect(made).rejects.toMatchObject(REFUSED);
		const { accountId } = await makePlay(org, { name: "Mill" });
		const lines = [{ key: "a", title: "Call", ownerId: viewer }];
		const { id } = await as(org, "user", (ctx) =>
			createArtifact(ctx, { kind: "open_tasks", accountId, content: { lines } }),
		);
		await expect(as(org, "user", (ctx) => makeTask(ctx, id, "a"))).rejects.toMatchObject(REFUSED);
	});

	test("CRM-1 the API refuses it with the same words", async () => {
		const key = await makeKey(org, "user");
		const error = { code: "invalid", fields: { assignedTo: [WORDS] } };
		const path = "/api/workflows/tasks";
		expect(await callApi(key, path, { body: { title: "Look", assignedTo: viewer } })).toMatchObject({
			...{ status: 422, body: { error } },
		});
		expect(await callApi(key, `${path}/${escalated}`, { method: "PATCH", body: { assignedTo: viewer } })).toMatchObject(
			{ status: 422, body: { error } },
		);
	});

	test("CRM-1 the forms do not offer them, and keep what was typed where one was sent; the list's filter still knows them", async () => {
		const cookie = await cookieOf(org, "user");
		const offered = await fresh.loader(argsFor({ cookie, path: "/tasks/new" }));
		expect(offered.people.members.list.map(({ id }) => id)).not.toContain(viewer);
		const fields = { title: "Look at it", detail: "soon", priority: "high", assignedTo: viewer };
		const { reply, status } = await answerOf(fresh.action(argsFor({ cookie, path: "/tasks/new", fields })));
		expect(status).toBe(422);
		expect(reply?.result).toMatchObject({ error: { assignedTo: [WORDS] }, initialValue: fields });
		const shown = await list.loader(argsFor({ cookie, path: "/tasks" }));
		expect(shown.people.members.list.map(({ id }) => id)).toContain(viewer);
	});

	test("CRM-1 who has a task and only looks on since keeps it: it is changed, and given away, but not given back", async () => {
		const { id } = await as(org, "user", (ctx) => createTask(ctx, { title: "Old" }));
		await house().database.owner.query("update tasks set member_id = $1 where id = $2", [viewer, id]);
		await update({ id, title: "New", assignedTo: viewer });
		expect(await read(id)).toMatchObject({ title: "New", assignee: { id: viewer } });
		const cookie = await cookieOf(org, "user");
		const { task } = await edit.loader(argsFor({ cookie, path: `/tasks/${id}/edit`, params: { id } }));
		expect(task.members.list.map(({ id: member }) => member)).toContain(viewer);
		await update({ id, assignedTo: null });
		await expect(update({ id, assignedTo: viewer })).rejects.toMatchObject(REFUSED);
	});
});
