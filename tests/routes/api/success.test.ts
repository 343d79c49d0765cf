import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "#app/base/ids.ts";
import { addOwnAction } from "#app/domain/success/actions/own-actions.ts";
import { getPlay } from "#app/domain/success/queue/play-queries.ts";
import { house } from "#db/context.ts";
import { inDays, makePlay } from "#tests/domain/success/success-house.ts";
import { callApi, makeKey } from "#tests/support/api.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";

let org: TestOrg;
let other: TestOrg;
let key: string;
let managers: string;
let viewers: string;
let theirs: string;

const DAY = 86_400_000;
const ahead = (ms: number) => new Date(house().database.clock.now().getTime() + ms);
const read = (id: string) => as(org, "viewer", (ctx) => getPlay(ctx, id));
/** Opened, and its run at the first step. */
async function begin(name: string, days = 30) {
	const made = await makePlay(org, { name, days });
	const { body } = await callApi(key, `/api/workflows/queue/items/${made.playId}/open`, { method: "POST", body: {} });
	await runJobs();
	const play = await read(made.playId);
	return { ...made, runId: body.runId as string, stepId: play.now!.stepId, workflowId: play.workflow!.id };
}
const act = (body: Record<string, unknown>, by = key) => callApi(by, "/api/workflows/actions/execute", { body });

beforeAll(async () => {
	await openTestHouse();
	org = await makeOrg();
	other = await makeOrg("Another firm");
	for (const { id } of [org, other])
		await house().database.owner.query(`update organisations set time_zone = 'UTC' where id = $1`, [id]);
	[key, managers, viewers, theirs] = [
		await makeKey(org, "user"),
		await makeKey(org, "manager"),
		await makeKey(org, "viewer"),
		await makeKey(other, "owner"),
	];
});

describe("SUCCESS-1 customers by API", () => {
	it("SUCCESS-1 what is put is kept, read back, and lists its stakeholders", async () => {
		const { accountId } = await makePlay(org, { name: "By API" });
		const put = await callApi(key, `/api/customers/${accountId}/intelligence`, {
			method: "PUT",
			body: { health: 44, risk: 12, stakeholders: [{ name: "Ann Oak", influence: "high" }] },
		});
		expect(put).toMatchObject({ status: 200, body: { health: 44, risk: 12, arrCents: 5_000_000 } });
		const list = await callApi(viewers, `/api/customers/${accountId}/stakeholders`);
		expect(list.body).toMatchObject({
			data: [{ name: "Ann Oak", influence: "high", sentiment: "unknown" }],
			next: null,
		});
		const refused = await callApi(key, `/api/customers/${accountId}/intelligence`, {
			method: "PUT",
			body: { health: 400 },
		});
		expect(refused.status).toBe(422);
		expect(
			(await callApi(viewers, `/api/customers/${accountId}/intelligence`, { method: "PUT", body: {} })).status,
		).toBe(403);
		expect((await callApi(theirs, `/api/customers/${accountId}/intelligence`)).status).toBe(404);
		expect((await callApi(theirs, `/api/customers/${accountId}/stakeholders`)).status).toBe(404);
	});
});

describe("SUCCESS-4 the queue", () => {
	it("SUCCESS-4 comes by priority with its breakdown and figures, page by page, by account", async () => {
		const urgent = await makePlay(org, { name: "Urgent", days: 3 });
		const calm = await makePlay(org, { name: "Calm", days: 110 });
		const member = org.members.user.id;
		const first = await callApi(key, `/api/workflows/queue/${member}?limit=1`);
		expect(first.status).toBe(200);
		expect(first.body.data[0]).toMatchObject({
			id: urgent.playId,
			stage: "emergency",
			account: { name: "Urgent" },
			daysUntilRenewal: 3,
			breakdown: { stage: { points: 400, of: 400 } },
		});
		expect(first.body.figures).toContainEqual({ type: "renewal", stage: "emergency", here: 1, away: 0 });
		const seen = [first.body.data[0]];
		for (let next = first.body.next; next; ) {
			const page = await callApi(key, `/api/workflows/queue/${member}?limit=1&cursor=${next}`);
			seen.push(...page.body.data);
			next = page.body.next;
		}
		expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
		expect(seen.map(({ priority }) => priority)).toEqual(
			[...seen.map(({ priority }) => priority)].sort((a, b) => b - a),
		);
		expect(seen.at(-1)).toMatchObject({ id: calm.playId });
		const one = await callApi(key, `/api/workflows/queue/${member}?companyId=${calm.accountId}`);
		expect(one.body.data.map(({ id }: { id: string }) => id)).toEqual([calm.playId]);
	});

	it("SUCCESS-4 another's queue is a manager's to see, and nobody's of another organisation", async () => {
		const member = org.members.user.id;
		expect((await callApi(managers, `/api/workflows/queue/${member}`)).body.data.length).toBeGreaterThan(1);
		expect((await callApi(viewers, `/api/workflows/queue/${member}`)).status).toBe(403);
		expect((await callApi(key, `/api/workflows/queue/${org.members.manager.id}`)).status).toBe(403);
		expect((await callApi(theirs, `/api/workflows/queue/${member}`)).status).toBe(404);
	});

	it("SUCCESS-4 opening begins a run at its first step, and again resumes the same", async () => {
		const { playId } = await makePlay(org, { name: "Opened" });
		const open = (by: string) => callApi(by, `/api/workflows/queue/items/${playId}/open`, { method: "POST", body: {} });
		const first = await open(key);
		expect(first).toMatchObject({ status: 200, body: { playId, isResumed: false } });
		await runJobs();
		expect((await read(playId)).steps.map(({ state }) => state)).toEqual(["now", "to do", "to do"]);
		expect((await open(managers)).body).toEqual({ playId, runId: first.body.runId, isResumed: true });
		expect((await open(viewers)).status).toBe(403);
		expect((await open(theirs)).status).toBe(404);
		const made = await as(org, "owner", (ctx) =>
			ctx.db.selectFrom("events").select("actor_name").where("name", "=", "workflow.created").execute(),
		);
		expect(new Set(made.map(({ actor_name }) => actor_name))).toEqual(new Set(["Customer success"]));
	});
});

describe("SUCCESS-5 the conversation of a step", () => {
	it("SUCCESS-5 has a fixed answer, a free one that says it is by rules, and completes the step with its duration", async () => {
		const { runId, stepId, playId } = await begin("Talked");
		const open = () => callApi(key, "/api/workflows/chat/threads", { body: { workflowExecutionId: runId, stepId } });
		const { body: thread } = await open();
		expect((await open()).body.id).toBe(thread.id);
		const path = `/api/workflows/chat/threads/${thread.id}`;
		const fixed = await callApi(key, `${path}/messages`, { body: { fixed: "They ask for a discount" } });
		expect(fixed.body.data).toMatchObject([{ source: "member" }, { source: "fixed", name: "Fixed answer" }]);
		expect((await callApi(key, `${path}/messages`, { body: { fixed: "Nothing of ours" } })).status).toBe(422);
		const free = await callApi(key, `${path}/messages`, { body: { text: "What is their yearly revenue?" } });
		expect(free.body.data[1]).toMatchObject({ source: "rules", body: expect.stringContaining("50,000 USD") });
		expect((await callApi(viewers, `${path}/messages`)).body.data).toHaveLength(4);
		const missing = await callApi(key, `${path}/complete`, { body: { values: {} } });
		expect(missing).toMatchObject({
			status: 422,
			body: { error: { fields: { "values.Sent on": expect.anything() } } },
		});
		const done = await callApi(key, `${path}/complete`, { body: { values: { "Sent on": inDays(0) } } });
		expect(done).toMatchObject({ status: 200, body: { returnToStep: stepId, outcome: "done" } });
		expect(done.body.durationMs).toBeGreaterThanOrEqual(0);
		const play = await read(playId);
		expect(play.now?.stepId).toBe(done.body.nextStepId);
		expect(play.steps.map(({ state }) => state)).toEqual(["done", "now", "to do"]);
		expect(play.steps[0]!.values).toMatchObject({ "Sent on": inDays(0) });
		expect((await callApi(key, path)).body).toMatchObject({ state: "completed", outcome: "done" });
		// Twice is once: the second is told, and the step after is not completed by it.
		expect((await callApi(key, `${path}/complete`, { body: { values: { "Sent on": inDays(0) } } })).status).toBe(409);
		expect((await callApi(key, `${path}/messages`, { body: { text: "More" } })).status).toBe(409);
		expect((await read(playId)).now?.stepId).toBe(done.body.nextStepId);
	});

	it("SUCCESS-5 a viewer and another organisation neither begin, read on, write nor complete it", async () => {
		const { runId, stepId } = await begin("Guarded");
		const body = { workflowExecutionId: runId, stepId };
		expect((await callApi(viewers, "/api/workflows/chat/threads", { body })).status).toBe(403);
		expect((await callApi(theirs, "/api/workflows/chat/threads", { body })).status).toBe(404);
		const { body: thread } = await callApi(key, "/api/workflows/chat/threads", { body });
		const path = `/api/workflows/chat/threads/${thread.id}`;
		for (const by of [viewers, theirs]) {
			const status = by === viewers ? 403 : 404;
			expect((await callApi(by, `${path}/messages`, { body: { text: "Hello" } })).status).toBe(status);
			expect((await callApi(by, `${path}/complete`, { body: {} })).status).toBe(status);
		}
		expect((await callApi(theirs, path)).status).toBe(404);
		expect((await callApi(theirs, `${path}/messages`)).status).toBe(404);
	});
});

describe("SUCCESS-6 actions", () => {
	it("SUCCESS-6 a snoozed play leaves the queue, its run stands still, and both come back when due, once", async () => {
		const { playId, runId } = await begin("Snoozed");
		const until = ahead(5 * DAY).toISOString();
		expect(await act({ playId, action: "snooze", until, reason: "Holidays" })).toMatchObject({
			status: 200,
			body: { act: "snooze", until },
		});
		expect(await read(playId)).toMatchObject({ state: "snoozed", runState: "paused" });
		const queue = (where: string) =>
			callApi(key, `/api/workflows/queue/${org.members.user.id}?where=${where}`).then(({ body }) =>
				body.data.map(({ id }: { id: string }) => id),
			);
		expect(await queue("here")).not.toContain(playId);
		expect(await queue("away")).toContain(playId);
		await runJobs(ahead(4 * DAY));
		expect((await read(playId)).state).toBe("snoozed");
		await runJobs(ahead(5 * DAY + 1_000), 2);
		const back = await read(playId);
		expect(back).toMatchObject({ state: "open", dueAt: null, runId });
		expect(["running", "waiting"]).toContain(back.runState);
		expect(back.actions).toMatchObject([{ act: "snooze", reason: "Holidays", by: "The user" }]);
		expect(back.actions[0]!.returnedAt).not.toBeNull();
	});

	it("SUCCESS-6 skips a step, or the play with its reason, and its run ends with it", async () => {
		const { playId, stepId, runId } = await begin("Skipped");
		expect((await act({ executionId: runId, action: "skip", stepId, reason: "Done before" })).status).toBe(200);
		await runJobs();
		expect((await read(playId)).steps.map(({ state }) => state)).toEqual(["skipped", "now", "to do"]);
		expect((await act({ playId, action: "skip" })).status).toBe(422);
		expect((await act({ playId, action: "skip", reason: "They left" })).status).toBe(200);
		expect(await read(playId)).toMatchObject({ state: "skipped", runState: "cancelled", closeReason: "They left" });
		expect((await act({ playId, action: "snooze", until: ahead(DAY).toISOString() })).status).toBe(409);
	});

	it("SUCCESS-6 escalates into another's queue with a task, and schedules", async () => {
		const { playId } = await makePlay(org, { name: "Escalated" });
		const to = org.members.manager.id;
		expect((await act({ playId, action: "escalate", memberId: to, reason: "Beyond my limit" })).status).toBe(200);
		expect(await read(playId)).toMatchObject({ memberId: to, escalatedTo: "The manager" });
		const task = await as(org, "manager", (ctx) =>
			ctx.db.selectFrom("tasks").select(["title", "member_id"]).where("member_id", "=", to).executeTakeFirstOrThrow(),
		);
		expect(task.title).toBe("Escalated: renewal play of Escalated");
		expect((await act({ playId, action: "escalate", memberId: newId() })).status).toBe(422);
		expect((await act({ playId, action: "schedule", until: ahead(-DAY).toISOString() })).status).toBe(422);
		expect((await act({ playId, action: "schedule", until: ahead(DAY).toISOString() })).status).toBe(200);
		expect((await read(playId)).state).toBe("scheduled");
		expect((await act({ playId, action: "skip", reason: "x" }, viewers)).status).toBe(403);
		expect((await act({ playId, action: "skip", reason: "x" }, theirs)).status).toBe(404);
	});

	it("SUCCESS-6 whoever only looks on is given no play: by hand, by an action of the organisation's own, in a run", async () => {
		const { playId } = await makePlay(org, { name: "For a viewer" });
		const to = org.members.viewer.id;
		const refused = await act({ playId, action: "escalate", memberId: to, reason: "Beyond my limit" });
		expect(refused).toMatchObject({ status: 422 });
		expect(JSON.stringify(refused.body)).toContain("Viewers only look on.");
		expect(await read(playId)).toMatchObject({ escalatedTo: null });
		await expect(
			as(org, "manager", (ctx) => addOwnAction(ctx, { label: "To a viewer", act: "escalate", memberId: to })),
		).rejects.toMatchObject({ status: 422, fields: { memberId: [expect.stringContaining("Viewers only look on.")] } });
		const { workflowId, accountId } = await begin("Guided by a viewer");
		const start = (csmId: string) =>
			callApi(managers, `/api/workflows/${workflowId}/start`, { body: { customerId: accountId, csmId, priority: 3 } });
		expect((await start(to)).status).toBe(422);
		expect((await start(org.members.user.id)).status).toBe(201);
	});

	it("SUCCESS-6 a play and another's run are not taken for one", async () => {
		const [one, two] = [await begin("One of two"), await begin("Two of two")];
		const body = { action: "snooze", until: ahead(DAY).toISOString() };
		const refused = await act({ ...body, playId: one.playId, executionId: two.runId });
		expect(refused.status).toBe(422);
		expect(JSON.stringify(refused.body)).toContain("This run is not the play’s.");
		const { playId: unopened } = await makePlay(org, { name: "Not begun" });
		expect((await act({ ...body, playId: unopened, executionId: two.runId })).status).toBe(422);
		expect((await act({ ...body, playId: newId(), executionId: two.runId })).status).toBe(404);
		expect((await read(one.playId)).state).not.toBe("snoozed");
		expect((await read(two.playId)).state).not.toBe("snoozed");
		expect((await act({ ...body, playId: one.playId, executionId: one.runId })).status).toBe(200);
		expect((await act({ ...body, executionId: two.runId })).status).toBe(200);
	});

	it("SUCCESS-6 the organisation's own action does what it stands for, under its name", async () => {
		const { playId } = await makePlay(org, { name: "Own" });
		const { id } = await as(org, "manager", (ctx) =>
			addOwnAction(ctx, { label: "Wait for procurement", act: "snooze", days: 14 }),
		);
		const done = await act({ playId, action: id });
		expect(done).toMatchObject({ status: 200, body: { act: "snooze", label: "Wait for procurement" } });
		const days = (Date.parse(done.body.until) - house().database.clock.now().getTime()) / DAY;
		expect(Math.round(days)).toBe(14);
		const foreign = await as(other, "manager", (ctx) => addOwnAction(ctx, { label: "Theirs", act: "skip" }));
		expect((await act({ playId, action: foreign.id })).status).toBe(422);
		await expect(as(org, "user", (ctx) => addOwnAction(ctx, { label: "Mine", act: "skip" }))).rejects.toMatchObject({
			status: 403,
		});
	});
});

describe("SUCCESS-8 the context of a run", () => {
	it("SUCCESS-8 is customer, intelligence, data and workflow, of the run that is named", async () => {
		const { workflowId, runId, accountId, playId } = await begin("In context", 20);
		await callApi(key, `/api/customers/${accountId}/intelligence`, {
			method: "PUT",
			body: { health: 61, seats: 10, activeUsers: 5, openTickets: 3 },
		});
		const { status, body } = await callApi(viewers, `/api/workflows/${workflowId}/context?executionId=${runId}`);
		expect(status).toBe(200);
		expect(body).toMatchObject({
			customer: { id: accountId, name: "In context", owner: "The user" },
			intelligence: { health: 61 },
			data: {
				financials: { arrCents: 5_000_000, renewalOn: inDays(20) },
				usage: { activeUsers: 5, utilisation: 50 },
				engagement: { openTickets: 3 },
			},
			workflow: {
				id: workflowId,
				executionId: runId,
				playId,
				type: "renewal",
				stage: "critical",
				daysUntilRenewal: 20,
			},
		});
		expect(body.workflow.priority).toBeGreaterThan(0);
		expect((await callApi(theirs, `/api/workflows/${workflowId}/context?executionId=${runId}`)).status).toBe(404);
		expect((await callApi(key, `/api/workflows/${newId()}/context?executionId=${runId}`)).status).toBe(404);
	});
});
