import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getToday } from "#app/domain/analytics/today-queries.ts";
import { startArtifact } from "#app/domain/artifacts/saving/start-of.ts";
import { createAccount } from "#app/domain/crm/accounts/create-account.ts";
import { raiseTask, settleTask } from "#app/domain/crm/raise-task.ts";
import { getRecordPage } from "#app/domain/crm/records/reads/record-page.ts";
import { TASK_PRIORITIES, TaskFilter, type TaskPriority } from "#app/domain/crm/tasks/schema.ts";
import { listTasks, type TaskRow, tasksStatement } from "#app/domain/crm/tasks/task-list-queries.ts";
import { getTask, listTaskEvents } from "#app/domain/crm/tasks/task-queries.ts";
import { updateTask } from "#app/domain/crm/tasks/update-task.ts";
import { house } from "#db/context.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";

const NOW = new Date("2026-11-21T15:00:00Z");
const PAGE = { today: "2026-11-21" };

describe("CRM-1 tasks", () => {
	let org: TestOrg;
	let other: TestOrg;
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		other = await makeOrg("Another firm");
	});

	const read = (id: string) => as(org, "viewer", (ctx) => getTask(ctx, id));

	test("CRM-1 a task is completed, opened again and skipped, each with its event", async () => {
		const id = await make(org, { title: "Call Ann" });
		await as(org, "user", (ctx) => updateTask(ctx, { id, action: "complete" }), NOW);
		expect(await read(id)).toMatchObject({ state: "done", completedAt: NOW.toISOString(), version: 2 });
		await as(org, "user", (ctx) => updateTask(ctx, { id, completed: false }));
		expect(await read(id)).toMatchObject({ state: "open", completedAt: null });
		await as(org, "user", (ctx) => updateTask(ctx, { id, action: "skip" }));
		expect(await read(id)).toMatchObject({ state: "skipped" });
		const events = await as(org, "viewer", (ctx) => listTaskEvents(ctx, id));
		expect(events.map(({ name, who, changes }) => [name, who, changes.state])).toEqual([
			["task.skipped", "The user", ["open", "skipped"]],
			["task.reopened", "The user", ["done", "open"]],
			["task.completed", "The user", ["open", "done"]],
		]);
	});

	test("CRM-1 pressing Done twice, or in two tabs at once, completes once", async () => {
		const id = await make(org, { title: "Twice" });
		const press = () => as(org, "user", (ctx) => updateTask(ctx, { id, action: "complete" }));
		await Promise.all([press(), press()]);
		await press();
		expect(await as(org, "viewer", (ctx) => listTaskEvents(ctx, id))).toHaveLength(1);
	});

	test("CRM-1 one table for people and agents: a task goes to a member, an agent, or nobody", async () => {
		const id = await make(org, { title: "Whose" });
		const agentId = newId();
		await asActor(org.id, SYSTEM, ({ db }) =>
			db.insertInto("agents").values({ org_id: org.id, id: agentId, kind: "support", name: "Sam" }).execute(),
		);
		const give = (assignedTo: string | null) => as(org, "user", (ctx) => updateTask(ctx, { id, assignedTo }));
		await give(org.members.manager.id);
		expect((await read(id)).assignee).toEqual({ id: org.members.manager.id, name: "The manager", isAgent: false });
		await give(agentId);
		expect((await read(id)).assignee).toEqual({ id: agentId, name: "Sam", isAgent: true });
		await give(null);
		expect((await read(id)).assignee).toBeNull();
		for (const stranger of [other.members.user.id, newId()])
			await expect(give(stranger)).rejects.toMatchObject({ status: 422, fields: { assignedTo: [expect.any(String)] } });
		const names = (await as(org, "viewer", (ctx) => listTaskEvents(ctx, id))).map(({ name }) => name);
		expect(names).toEqual(["task.assigned", "task.assigned", "task.assigned"]);
	});

	test("CRM-1 two people who edit the same task: the second sees what it is now, and nothing is overwritten", async () => {
		const id = await make(org, { title: "Old" });
		await as(org, "user", (ctx) => updateTask(ctx, { id, version: 1, title: "Theirs", dueDate: "2026-12-01" }));
		await expect(as(org, "manager", (ctx) => updateTask(ctx, { id, version: 1, title: "Mine" }))).rejects.toMatchObject(
			{ status: 409, data: { current: { version: 2, title: "Theirs", dueDate: "2026-12-01" } } },
		);
		expect((await read(id)).title).toBe("Theirs");
	});

	test("CRM-1 a matter that came up again is not opened twice", async () => {
		const raise = () =>
			asActor(org.id, SYSTEM, (ctx) => raiseTask(ctx, { title: "Clash", kind: "shop", dedupeKey: "clash:1" }));
		await raise();
		const [first] = await list(org, {});
		await as(org, "user", (ctx) => updateTask(ctx, { id: first!.id, action: "complete" }));
		await raise();
		await expect(as(org, "user", (ctx) => updateTask(ctx, { id: first!.id, completed: false }))).rejects.toMatchObject({
			status: 409,
		});
		await asActor(org.id, SYSTEM, (ctx) => settleTask(ctx, "clash:1"));
		await as(org, "user", (ctx) => updateTask(ctx, { id: first!.id, completed: false }));
		await as(org, "user", (ctx) => updateTask(ctx, { id: first!.id, action: "skip" }));
	});

	test("CRM-1 a viewer reads and changes nothing; another organisation finds nothing", async () => {
		const id = await make(org, { title: "Ours" });
		const change = { id, action: "complete" } as const;
		await expect(as(org, "viewer", (ctx) => updateTask(ctx, change))).rejects.toMatchObject({ status: 403 });
		await expect(as(other, "owner", (ctx) => updateTask(ctx, change))).rejects.toMatchObject({ status: 404 });
		await expect(as(other, "owner", (ctx) => getTask(ctx, id))).rejects.toMatchObject({ status: 404 });
		expect(await list(other, {})).toEqual([]);
		await expect(as(org, "owner", (ctx) => getTask(ctx, "no-id"))).rejects.toMatchObject({ status: 404 });
		expect(await read(id)).toMatchObject({ state: "open", version: 1 });
	});

	test("CRM-1 an action and its opposite at once are refused", async () => {
		const id = await make(org, { title: "Both" });
		await expect(
			as(org, "user", (ctx) => updateTask(ctx, { id, action: "skip", completed: false })),
		).rejects.toMatchObject({ status: 422 });
	});
});

describe("CRM-2 the list of tasks", () => {
	let org: TestOrg;
	const agent = newId();
	beforeAll(async () => {
		await openTestHouse();
		org = await makeOrg();
		await asActor(org.id, SYSTEM, ({ db }) =>
			db.insertInto("agents").values({ org_id: org.id, id: agent, kind: "support", name: "Sam" }).execute(),
		);
		await make(org, { title: "Some day" });
		await make(org, { title: "Next month", due_on: "2026-12-20" });
		await make(org, { title: "Late", due_on: "2026-11-10", member_id: org.members.user.id });
		await make(org, { title: "Today", due_on: "2026-11-21", agent_id: agent });
		await make(org, { title: "Pressing", priority: "urgent" });
		for (const title of ["Was done", "Was done too"]) {
			const id = await make(org, { title });
			await as(org, "user", (ctx) => updateTask(ctx, { id, action: "complete" }));
		}
	});

	test("CRM-2 what presses comes first, what has no day last; closed ones stand apart, the latest first", async () => {
		expect(titles(await list(org, {}))).toEqual(["Pressing", "Late", "Today", "Next month", "Some day"]);
		expect(titles(await list(org, { state: "done" }))).toEqual(["Was done too", "Was done"]);
	});

	test("CRM-2 is narrowed by who, priority and day, and an address that cannot be read narrows nothing", async () => {
		expect(titles(await list(org, { who: org.members.user.id }))).toEqual(["Late"]);
		expect(titles(await list(org, { who: "me" }))).toEqual(["Late"]);
		expect(titles(await list(org, { who: `agent:${agent}` }))).toEqual(["Today"]);
		expect(titles(await list(org, { who: "none" }))).toEqual(["Pressing", "Next month", "Some day"]);
		expect(titles(await list(org, { priority: "urgent" }))).toEqual(["Pressing"]);
		expect(titles(await list(org, { due: "overdue" }))).toEqual(["Late"]);
		expect(titles(await list(org, { due: "today" }))).toEqual(["Today"]);
		expect(titles(await list(org, { due: "week" }))).toEqual(["Today"]);
		expect(await list(org, { who: "x", state: "?", due: "soon", priority: "1" })).toHaveLength(5);
		expect(await list(org, {}, "junk")).toHaveLength(5);
	});

	test("CRM-2 pages by key, each task once, open and closed", async () => {
		for (const [state, count] of [
			["open", 5],
			["done", 2],
		] as const) {
			const seen: TaskRow[] = [];
			let after: string | undefined;
			do {
				const page = await as(org, "viewer", (ctx) => listTasks(ctx, { state }, { ...PAGE, limit: 1, after }));
				seen.push(...page.data);
				after = page.next ?? undefined;
			} while (after);
			expect(new Set(titles(seen)).size).toBe(count);
			expect(titles(seen)).toEqual(titles(await list(org, { state })));
		}
	});

	test("CRM-2 finds 50 of 30,000 tasks by an index under forced policies, under every filter and deep in the list", async () => {
		const large = await makeOrg("Large firm");
		const member = large.members.user.id;
		await house().database.owner.query(
			`insert into tasks (org_id, id, title, state, priority, due_on, member_id, completed_at, created_at)
			select $1, uuidv7(), 'Task', case when n % 3 = 0 then 'done' else 'open' end,
				(array['low', 'normal', 'high', 'urgent'])[1 + n % 4],
				case when n % 5 > 0 then date '2026-06-01' + n % 300 end, case when n % 7 > 0 then $2::uuid end,
				case when n % 3 = 0 then timestamptz '2026-01-01' + n * interval '1 minute' end, timestamptz '2026-01-01'
			from generate_series(1, 30000) n`,
			[large.id, member],
		);
		await house().database.owner.query("analyze tasks");
		const deep = `5_2026-12-01_3_${newId()}`;
		const dueDeep = `2_2026-08-01_2_${newId()}`;
		const filters: [TaskFilter, string?][] = [
			[{}],
			[{}, deep],
			[{}, dueDeep],
			[{ who: member }, deep],
			[{ who: "none" }],
			[{ who: "queue" }],
			[{ who: "queue" }, dueDeep],
			[{ priority: "high" }, deep],
			[{ priority: "high", who: "queue" }, dueDeep],
			[{ due: "overdue" }],
			[{ due: "today" }],
			[{ due: "week" }],
			[{ state: "done" }],
			[{ state: "done" }, `${Date.parse("2026-01-10")}_${newId()}`],
		];
		for (const [filter, after] of filters) {
			const plan = await as(large, "viewer", async (ctx) => {
				const statement = tasksStatement(ctx, filter, { ...PAGE, me: member, after, limit: 51 });
				const { rows } = await sql<{ "QUERY PLAN": string }>`explain ${statement}`.execute(ctx.db);
				return rows.map((row) => row["QUERY PLAN"]).join("\n");
			});
			const about = `${JSON.stringify(filter)} ${after ?? ""}\n${plan}`;
			expect(plan, about).toMatch(/Index.* Scan using tasks_\w+ on tasks/);
			expect(plan, about).not.toMatch(/(?:Seq|Bitmap Heap) Scan on tasks/);
			// The parts' few rows are sorted together; none of the parts sorts its own stretch.
			expect(plan, about).not.toMatch(
				/Sort[^\n]*\n(?:[^\n]*Sort Key[^\n]*\n)?[^\n]*(?:Index Scan|Index Only Scan) using tasks/,
			);
			if (after) expect(plan, about).toMatch(/Index Cond: .*ROW\(/);
		}
	});

	test("CRM-2 what is due by today comes first by its priority, high and urgent without a day among it, then by day, then the rest; the same wherever it is listed", async () => {
		const firm = await makeOrg("Ordered firm");
		const account = await as(firm, "user", (ctx) => createAccount(ctx, { name: "Orchard" }));
		const about = { subject_type: "account", subject_id: account.id } as const;
		const given: [string, NewTask["priority"], string?][] = [
			["High, no day", "high"],
			["Low, in a week", "low", "2026-11-28"],
			["Normal, no day", "normal"],
			["Normal, overdue", "normal", "2026-11-01"],
			["Urgent, in two weeks", "urgent", "2026-12-05"],
			["High, overdue", "high", "2026-11-19"],
			["Urgent, no day", "urgent"],
			["Normal, today", "normal", "2026-11-21"],
			["Urgent, in a week", "urgent", "2026-11-28"],
			["Low, overdue", "low", "2026-10-01"],
			["Urgent, today", "urgent", "2026-11-21"],
			["Low, no day", "low"],
		];
		for (const [title, priority, due_on] of given)
			await make(firm, { title, priority: priority!, ...(due_on ? { due_on } : {}), ...about });
		const order = [
			...["Urgent, no day", "Urgent, today", "High, overdue", "High, no day", "Normal, overdue", "Normal, today"],
			...[
				"Low, overdue",
				"Urgent, in a week",
				"Low, in a week",
				"Urgent, in two weeks",
				"Normal, no day",
				"Low, no day",
			],
		];
		expect(titles(await list(firm, {}))).toEqual(order);
		expect(titles(await list(firm, { who: "queue" }))).toEqual(order);
		for (const asked of [{}, { who: "queue" }] as const) {
			const seen: TaskRow[] = [];
			let after: string | undefined;
			do {
				const page = await as(firm, "viewer", (ctx) =>
					listTasks(ctx, TaskFilter.parse(asked), { ...PAGE, me: firm.members.user.id, limit: 1, after }),
				);
				seen.push(...page.data);
				after = page.next ?? undefined;
			} while (after);
			expect(titles(seen)).toEqual(order);
		}
		for (const priority of TASK_PRIORITIES) {
			const own = order.filter((title) => title.toLowerCase().startsWith(priority));
			expect(titles(await list(firm, { priority }))).toEqual(own);
		}
		const today = await as(firm, "viewer", (ctx) => getToday(ctx), NOW);
		expect(today.tasks.map(({ title }) => title)).toEqual(order.slice(0, 8));
		const artifact = await as(firm, "user", (ctx) => startArtifact(ctx, "open_tasks", account.id), NOW);
		const { related } = await as(firm, "viewer", (ctx) => getRecordPage(ctx, "account", account.id), NOW);
		expect(related.tasks.map(({ title }) => title)).toEqual(order.slice(0, related.tasks.length));
		expect((artifact.content as { lines: { title: string }[] }).lines.map(({ title }) => title)).toEqual(order);
	});
});

type NewTask = {
	title: string;
	due_on?: string;
	member_id?: string;
	agent_id?: string;
	priority?: TaskPriority;
	subject_type?: string;
	subject_id?: string;
};

async function make(org: TestOrg, task: NewTask): Promise<string> {
	const id = newId();
	await asActor(org.id, SYSTEM, ({ db }) =>
		db
			.insertInto("tasks")
			.values({ org_id: org.id, id, created_at: NOW, ...task })
			.execute(),
	);
	return id;
}

async function list(org: TestOrg, asked: Record<string, string>, after?: string): Promise<TaskRow[]> {
	const page = { ...PAGE, me: org.members.user.id, after };
	return (await as(org, "viewer", (ctx) => listTasks(ctx, TaskFilter.parse(asked), page))).data;
}

const titles = (rows: readonly TaskRow[]) => rows.map(({ title }) => title);
