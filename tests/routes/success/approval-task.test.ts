import { beforeAll, describe, expect, it } from "vitest";
import { askApproval } from "#app/domain/artifacts/approving/ask-approval.ts";
import { decideApproval } from "#app/domain/artifacts/approving/decide-approval.ts";
import { getArtifact } from "#app/domain/artifacts/reading/artifact-queries.ts";
import { createArtifact } from "#app/domain/artifacts/saving/create-artifact.ts";
import { removeArtifact } from "#app/domain/artifacts/saving/remove-artifact.ts";
import { getTask } from "#app/domain/crm/tasks/task-queries.ts";
import { trashTask } from "#app/domain/crm/tasks/trash-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import * as artifactPage from "#app/routes/success/artifacts/artifact.tsx";
import * as taskPage from "#app/routes/tasks/task.tsx";
import * as taskState from "#app/routes/tasks/task-state.ts";
import { makePlay } from "#tests/domain/success/success-house.ts";
import { answerOf } from "#tests/routes/crm/pages.ts";
import { argsFor, cookieOf } from "#tests/routes/scheduling/signed-in.ts";
import { drawn } from "#tests/routes/success/drawn.tsx";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";

let org: TestOrg;
let other: TestOrg;
let accountId: string;

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
	({ accountId } = await makePlay(org, { name: "Orchard & Sons" }));
});

const content = {
	...{ currency: "USD", years: 3, upliftPercent: 12 },
	lines: [{ key: "plan", name: "Plan", currentCents: 5_000_000 }],
};
const ask = (id: string, memberId = org.members.manager.id) =>
	as(org, "user", (ctx) => askApproval(ctx, id, { version: 1, memberId }));
const read = (id: string) => as(org, "viewer", (ctx) => getArtifact(ctx, id));

/** A price that waits, and the task that asks for it. */
async function waiting() {
	const { id } = await as(org, "user", (ctx) => createArtifact(ctx, { kind: "pricing", accountId, content }));
	await ask(id);
	return { id, taskId: (await read(id)).approval!.taskId! };
}

describe("the task that asks for an approval", () => {
	it("SUCCESS-7 is closed by the decision alone, whichever button is pressed", async () => {
		const { id, taskId } = await waiting();
		for (const change of [{ action: "complete" }, { action: "skip" }, { completed: true }] as const)
			await expect(as(org, "manager", (ctx) => updateTask(ctx, { id: taskId, ...change }))).rejects.toMatchObject({
				status: 409,
				message: expect.stringContaining("closed by the decision"),
			});
		const cookie = await cookieOf(org, "manager");
		const at = { cookie, path: `/tasks/${taskId}`, params: { id: taskId } };
		const answer = await answerOf(taskState.action(argsFor({ ...at, fields: { act: "complete" } })));
		expect(answer).toMatchObject({ flash: { tone: "info", message: expect.stringContaining("Nothing was changed.") } });
		const html = await drawn(taskPage as never, { cookie, path: at.path, id: taskId });
		expect(html).toContain("Approve or reject");
		expect(html).not.toContain("Complete task");
		// What is no closing is as of any task.
		await as(org, "manager", (ctx) => updateTask(ctx, { id: taskId, assignedTo: org.members.owner.id }));
		await as(org, "owner", (ctx) => decideApproval(ctx, id, { version: 1, decision: "approve" }));
		expect(await as(org, "owner", (ctx) => getTask(ctx, taskId))).toMatchObject({ state: "done", decides: null });
	});

	it("SUCCESS-7 in the trash is asked anew, once, and by whoever asks", async () => {
		const { id, taskId } = await waiting();
		await as(org, "manager", (ctx) => trashTask(ctx, { id: taskId }));
		expect((await read(id)).approval).toMatchObject({ state: "waiting", isAsked: false });
		const page = async () =>
			drawn(artifactPage as never, { cookie: await cookieOf(org, "user"), path: `/success/artifacts/${id}`, id });
		expect(await page()).toContain("Ask again");
		const both = await Promise.all(Array.from({ length: 20 }, () => ask(id)));
		expect(both.filter(({ isNew }) => isNew)).toHaveLength(1);
		const { approval } = await read(id);
		expect(approval).toMatchObject({ state: "waiting", isAsked: true });
		expect(approval!.taskId).not.toBe(taskId);
		expect(await page()).not.toContain("Ask again");
		await as(org, "manager", (ctx) => decideApproval(ctx, id, { version: 1, decision: "approve" }));
		await expect(ask(id)).rejects.toMatchObject({ status: 409 });
	});

	it("SUCCESS-7 of a price in the trash, which nobody can decide, is closed as any", async () => {
		const { id, taskId } = await waiting();
		await as(org, "user", (ctx) => removeArtifact(ctx, { id }));
		await as(org, "manager", (ctx) => updateTask(ctx, { id: taskId, action: "skip" }));
		await as(org, "user", (ctx) => removeArtifact(ctx, { id, back: true }));
		expect((await read(id)).approval).toMatchObject({ state: "waiting", isAsked: false });
		expect(await ask(id)).toEqual({ isNew: true });
	});

	it("SUCCESS-7 one decides while another presses Done: the price is never left waiting without a task", async () => {
		const { id, taskId } = await waiting();
		await Promise.allSettled([
			as(org, "manager", (ctx) => decideApproval(ctx, id, { version: 1, decision: "reject", note: "No." })),
			as(org, "owner", (ctx) => updateTask(ctx, { id: taskId, action: "complete" })),
		]);
		expect((await read(id)).approval?.state).toBe("rejected");
		expect((await as(org, "owner", (ctx) => getTask(ctx, taskId))).state).toBe("done");
	});

	it("SUCCESS-7 of another organisation is nobody's there", async () => {
		const { id, taskId } = await waiting();
		await expect(
			as(other, "owner", (ctx) => updateTask(ctx, { id: taskId, action: "complete" })),
		).rejects.toMatchObject({
			status: 404,
		});
		await expect(
			as(other, "owner", (ctx) => askApproval(ctx, id, { version: 1, memberId: other.members.manager.id })),
		).rejects.toMatchObject({ status: 404 });
	});
});
