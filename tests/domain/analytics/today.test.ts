import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getToday } from "#app/domain/analytics/today-queries.ts";
import { raiseTask } from "#app/domain/crm/raise-task.ts";
import { createTask } from "#app/domain/crm/tasks/create-task.ts";
import { listTasks } from "#app/domain/crm/tasks/task-list-queries.ts";
import { trashTask } from "#app/domain/crm/tasks/trash-task.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { decideApproval } from "#app/domain/workflows/approvals/decide-approval.ts";
import { begin, publish } from "#tests/domain/workflows/nodes/flow.ts";
import { as, makeOrg, openTestHouse, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { makeLead, makeLocation } from "#tests/support/leads.ts";
import { statementsOf } from "#tests/support/statements.ts";

describe("today's page", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});
	const today = (firm: TestOrg, closed?: string) => as(firm, "user", (ctx) => getToday(ctx, closed));
	const raise = (title: string) => as(org, "user", (ctx) => raiseTask(ctx, { kind: "test", dedupeKey: title, title }));

	test("CRM-1 an organisation without anything has a page of nothing", async () => {
		expect(await today(org)).toMatchObject({ counts: { newLeads: 0, openTasks: 0 }, appointments: [], tasks: [] });
	});

	test("CRM-1 it counts what waits and lists what is open, and nothing of another organisation", async () => {
		await makeLead(org, { locationId: await makeLocation(org) });
		await raise("Ring Ann");
		expect(await today(org)).toMatchObject({ counts: { newLeads: 1, openTasks: 1 }, tasks: [{ title: "Ring Ann" }] });
		expect(await today(other)).toMatchObject({ counts: { newLeads: 0, openTasks: 0 }, tasks: [] });
	});

	test("CRM-1 a task that was just closed stays in sight beside those that are open", async () => {
		await raise("Order film");
		const { tasks } = await today(org);
		const { id } = tasks.find((task) => task.title === "Order film")!;
		await as(org, "user", (ctx) => updateTask(ctx, { id, action: "complete" }));
		expect((await today(org)).tasks.map((task) => task.title)).toEqual(["Ring Ann"]);
		const shown = (await today(org, id)).tasks;
		expect(shown).toHaveLength(2);
		expect(shown.find((task) => task.id === id)).toMatchObject({ title: "Order film", isOpen: false });
	});

	test("FLOW-1 what a run asks stands on the page of whoever may decide, until it is decided, in the one query", async () => {
		const firm = await makeOrg("Asking firm");
		const { id } = await publish(firm, { ask: ["approval", { title: "Send the answer?", role: "manager" }] }, [
			"start>ask",
		]);
		await begin(firm, id);
		await runJobs();
		const seen = (role: "viewer" | "user" | "manager" | "owner", of = firm) =>
			as(of, role, async (ctx) => (await getToday(ctx)).approvals);
		const [waiting] = await seen("manager");
		expect(waiting).toMatchObject({ title: "Send the answer?", workflow: "Test", dueAt: null });
		expect(await seen("owner")).toHaveLength(1);
		for (const role of ["user", "viewer"] as const) expect(await seen(role), role).toEqual([]);
		expect(await seen("owner", other)).toEqual([]);
		const statements = await as(firm, "manager", (ctx) => statementsOf(() => getToday(ctx)));
		expect(statements.filter((text) => text.includes("approvals"))).toHaveLength(1);
		await as(firm, "manager", (ctx) => decideApproval(ctx, waiting!.id, { isYes: true }));
		expect(await seen("manager")).toEqual([]);
	});

	test("DASH-1: the queue is what is mine or nobody's, the firm's is a press away, and the counts are of what is shown", async () => {
		const firm = await makeOrg("Busy firm");
		const give = (title: string, assignedTo: string | null) =>
			as(firm, "user", async (ctx) => (await createTask(ctx, { title, assignedTo })).id);
		await give("Mine", firm.members.user.id);
		await give("Nobody's", null);
		await give("Theirs", firm.members.manager.id);
		const robot = await give("Robot's", null);
		const agentId = newId();
		await as(firm, "owner", async ({ db }) => {
			await db.insertInto("agents").values({ org_id: firm.id, id: agentId, kind: "support", name: "Sam" }).execute();
			await db.updateTable("tasks").set({ agent_id: agentId }).where("id", "=", robot).execute();
		});
		const gone = await give("Gone", firm.members.user.id);
		await as(firm, "user", (ctx) => trashTask(ctx, { id: gone }));
		const read = (role: "user" | "manager" | "viewer", everybody = false) =>
			as(firm, role, (ctx) => getToday(ctx, undefined, { everybody }));
		const titles = async (role: "user" | "manager" | "viewer", everybody?: boolean) =>
			(await read(role, everybody)).tasks.map(({ title }) => title).sort();
		expect(await titles("user")).toEqual(["Mine", "Nobody's"]);
		expect(await titles("manager")).toEqual(["Nobody's", "Theirs"]);
		expect(await titles("viewer")).toEqual(["Nobody's"]);
		expect(await titles("user", true)).toEqual(["Mine", "Nobody's", "Robot's", "Theirs"]);
		expect((await read("user")).counts).toMatchObject({ openTasks: 2, firmTasks: 4 });
		// Where the queue's link leads shows the same.
		const me = firm.members.user.id;
		const listed = await as(firm, "user", (ctx) => listTasks(ctx, { who: "queue" }, { today: "2026-11-26", me }));
		expect(listed.data.map(({ title }) => title).sort()).toEqual(["Mine", "Nobody's"]);
	});
});
