import { sql } from "kysely";
import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { getToday } from "#app/domain/analytics/today-queries.ts";
import { pressingTasks, queueOf } from "#app/domain/crm/tasks/pressing-order.ts";
import { TaskFilter } from "#app/domain/crm/tasks/schema.ts";
import { listTasks } from "#app/domain/crm/tasks/task-list-queries.ts";
import { house } from "#db/context.ts";
import { as, makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { wholeReads } from "#tests/support/whole-reads.ts";

const NOW = new Date("2026-11-21T15:00:00Z");
const TODAY = "2026-11-21";

// Three firms with twenty thousand tasks each, a third of them done, a fifth without a day.
describe("open tasks in the order in which they press, on a real Postgres", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openNativeHouse(4);
		for (let firm = 0; firm < 3; firm++) {
			org = await makeOrg(`Large firm ${firm}`);
			await house().database.owner.query(
				`insert into tasks (org_id, id, title, state, priority, due_on, member_id, completed_at, created_at)
				select $1, uuidv7(), 'Task ' || n, case when n % 3 = 0 then 'done' else 'open' end,
					(array['low', 'normal', 'high', 'urgent'])[1 + n % 4],
					case when n % 5 > 0 then date '2026-06-01' + n % 300 end, case when n % 7 > 0 then $2::uuid end,
					case when n % 3 = 0 then timestamptz '2026-01-01' + n * interval '1 minute' end, timestamptz '2026-01-01'
				from generate_series(1, 20000) n`,
				[org.id, org.members.user.id],
			);
		}
		await house().database.owner.query("analyze tasks");
	}, 300_000);

	test.each([
		[{}],
		[{ who: "queue" }],
		[{ who: "me" }],
		[{ who: "none" }],
		[{ priority: "normal" }],
		[{ due: "overdue" }],
		[{ due: "week", who: "queue" }],
		[{}, `2_2026-08-01_2_${newId()}`],
		[{ who: "queue" }, `5_2026-12-20_3_${newId()}`],
	])("CRM-2 a page of %j after %j reads no tasks from end to end", async (asked, after?: string) => {
		const page = { today: TODAY, me: org.members.user.id, after };
		const { found, whole } = await as(org, "user", (ctx) =>
			wholeReads(ctx, ["tasks"], () => listTasks(ctx, TaskFilter.parse(asked), page)),
		);
		expect(whole).toEqual([]);
		expect(found.data).toHaveLength(50);
	});

	test("CRM-2 pages follow each other without a gap or a task twice, through what is due into what is later", async () => {
		const filter = TaskFilter.parse({ priority: "urgent", who: "none" });
		const seen: { id: string; dueOn: string | null }[] = [];
		let after: string | undefined;
		do {
			const page = await as(org, "user", (ctx) => listTasks(ctx, filter, { today: TODAY, after, limit: 37 }));
			seen.push(...page.data);
			after = page.next ?? undefined;
		} while (after);
		const [wanted] = await house().database.owner.query<{ count: number }>(
			"select count(*)::int from tasks where org_id = $1 and state = 'open' and priority = 'urgent' and member_id is null",
			[org.id],
		);
		expect(new Set(seen.map(({ id }) => id)).size).toBe(wanted!.count);
		expect(seen).toHaveLength(wanted!.count);
		const later = seen.findIndex(({ dueOn }) => dueOn !== null && dueOn > TODAY);
		expect(seen.slice(later).every(({ dueOn }) => dueOn !== null && dueOn > TODAY)).toBe(true);
	});

	test("DASH-1 today's queue reads no tasks from end to end, one's own and the firm's", async () => {
		const me = org.members.user.id;
		for (const everybody of [false, true]) {
			const where = everybody ? [sql<boolean>`true`] : queueOf(me);
			const asked = { today: sql`${TODAY}::date`, where, limit: 8 };
			const { found, whole } = await as(org, "user", (ctx) =>
				wholeReads(ctx, ["tasks"], ({ db }) =>
					sql<{ title: string }>`select * from ${pressingTasks(ctx, sql`t.title`, asked)} t`.execute(db),
				),
			);
			expect(whole).toEqual([]);
			const {
				found: { tasks, counts },
				whole: read,
			} = await as(
				org,
				"user",
				(ctx) =>
					wholeReads(ctx, ["leads", "messages", "tasks"], () => getToday(ctx, undefined, { everybody, today: TODAY })),
				NOW,
			);
			expect(read).toEqual([]);
			expect(counts).toMatchObject({ openTasks: 100, firmTasks: 100, unanswered: 0 });
			expect(tasks.map(({ title }) => title)).toEqual(found.rows.map(({ title }) => title));
			expect(tasks.every(({ priority }) => priority === "urgent")).toBe(true);
		}
	});
});
