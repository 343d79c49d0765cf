import { beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/base/ids.ts";
import { sweepRuns } from "#app/domain/workflows/running/driving/sweep-runs.ts";
import { followEvents } from "#app/domain/workflows/running/starting/follow-events.ts";
import { wakeDue } from "#app/domain/workflows/running/waking/wake-due.ts";
import { house } from "#db/context.ts";
import { publish } from "#tests/domain/workflows/nodes/flow.ts";
import { as, asActor, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { wholeReads } from "#tests/support/whole-reads.ts";

const WAITING = 30_000;
const TABLES = ["workflow_runs", "workflow_steps"];

// Two firms with 30,000 waiting runs each, half of them until an instant and half for an event; ten of one are due.
describe("FLOW-4 what waits is found by index, as the application role under its policies", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openNativeHouse(4);
		const other = await makeOrg();
		org = await makeOrg();
		for (const firm of [other, org]) {
			const { id } = await publish(firm, { wait: ["wait", { amount: 9, unit: "days" }] }, ["start>wait"]);
			await fill(firm, id);
		}
		await house().database.owner.query("analyze workflow_runs, workflow_steps");
	}, 300_000);

	test("FLOW-4 waking those that are due reads no run or step of those that are not", async () => {
		const woken = await asActor(org.id, SYSTEM, (ctx) => wholeReads(ctx, TABLES, (c) => wakeDue(c)));
		expect(woken).toMatchObject({ found: 10, whole: [] });
	});

	test("FLOW-4 an event finds who waits for it without reading those who wait for others", async () => {
		const read = await as(org, "manager", (ctx) =>
			wholeReads(ctx, TABLES, async (c) => {
				const by = { kind: "system", name: "Test" };
				const subject = { type: "tag", id: newId() };
				const one = { id: newId(), name: "tag.renamed", subject, parent: undefined, by, data: {}, changes: {} };
				await followEvents(c, [one]);
			}),
		);
		expect(read.whole).toEqual([]);
	});

	test("FLOW-4 an event fetches none of those who wait for the same event of others", async () => {
		const before = await fetched();
		await as(org, "manager", (ctx) =>
			ctx.record({ name: "tag.renamed", subject: { type: "tag", id: newId() }, data: {} }),
		);
		expect((await fetched()) - before).toBeLessThan(20);
	});

	test("FLOW-4 the look for lost waits, once a minute, fetches a few rows whatever waits", async () => {
		const before = await fetched();
		await sweepRuns(house().database.clock.now());
		expect((await fetched()) - before).toBeLessThan(100);
	});
});

/** Rows of runs and steps that any session has read so far; sessions say so about a second later. */
async function fetched(): Promise<number> {
	await new Promise((soon) => setTimeout(soon, 1_500));
	const [row] = await house().database.owner.query<{ n: number }>(
		"select sum(seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_user_tables where relname = any($1)",
		[TABLES],
	);
	return row!.n;
}

function fill(firm: TestOrg, workflow: string) {
	return house().database.owner.query(
		`with run as (
			insert into workflow_runs (org_id, id, workflow_id, version_number, state, trigger, steps_begun, started_by)
			select $1, uuidv7(), $2, 1, 'waiting', jsonb_build_object('n', n), 2, 'Test' from generate_series(1, $3::int) n
			returning id, (trigger ->> 'n')::int as n
		)
		insert into workflow_steps (org_id, run_id, id, node, state, wait_kind, wake_at, wait_event, wait_subject)
		select $1, id, uuidv7(), 'wait', 'waiting', case when n % 2 = 0 then 'time' else 'event' end,
			case when n % 2 = 0 then now() + case when n <= 20 then interval '-1 second' else n * interval '1 minute' end end,
			case when n % 2 = 1 then 'tag.renamed' end, case when n % 2 = 1 then uuidv7() end
		from run`,
		[firm.id, workflow, WAITING],
	);
}
