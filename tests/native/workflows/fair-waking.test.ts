import { expect, test } from "vitest";
import { wakeRunsJob } from "#app/domain/workflows/jobs.ts";
import { house } from "#db/context.ts";
import { publish } from "#tests/domain/workflows/nodes/flow.ts";
import { asActor, makeOrg, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";
import { startApp } from "#tests/support/process.ts";
import { flowWorker } from "./flow-worker.ts";

const LARGE = 700;
const SMALL = 10;

test("FLOW-4 a firm with few runs that are due does not wait until another's many have ended", async () => {
	const url = await openNativeHouse();
	const firms = [await makeOrg("Large"), await makeOrg("Small")] as const;
	for (const [at, firm] of firms.entries()) await fill(firm, at === 0 ? LARGE : SMALL);
	// The large firm's are woken first, all of them, before anybody carries a run on.
	for (const { id } of firms) {
		await asActor(id, SYSTEM, (ctx) => ctx.enqueue(wakeRunsJob, { orgId: id }));
	}
	const worker = await startApp(flowWorker(url));
	const query = <Row>(text: string) => house().database.owner.query<Row>(text);
	const left = async () =>
		(await query<{ n: number }>("select count(*)::int as n from workflow_runs where ended_at is null"))[0]!.n;
	await expect.poll(left, { timeout: 240_000, interval: 500 }).toBe(0);
	await worker.stop();
	const ends = await query<{ org_id: string; state: string }>(
		"select org_id, state from workflow_runs order by ended_at, id",
	);
	expect(ends.every(({ state }) => state === "succeeded")).toBe(true);
	const last = ends.findLastIndex(({ org_id }) => org_id === firms[1].id);
	expect(ends).toHaveLength(LARGE + SMALL);
	expect(last).toBeLessThan(LARGE / 2);
}, 300_000);

/** Runs that stand at a wait that is over. */
async function fill(firm: TestOrg, count: number): Promise<void> {
	const { id } = await publish(firm, { wait: ["wait", { amount: 9, unit: "days" }] }, ["start>wait"]);
	await house().database.owner.query(
		`with run as (
			insert into workflow_runs (org_id, id, workflow_id, version_number, state, steps_begun, started_by)
			select $1, uuidv7(), $2, 1, 'waiting', 2, 'Test' from generate_series(1, $3::int) returning id
		)
		insert into workflow_steps (org_id, run_id, id, node, state, wait_kind, wake_at)
		select $1, id, uuidv7(), 'wait', 'waiting', 'time', now() - interval '1 second' from run`,
		[firm.id, id, count],
	);
}
