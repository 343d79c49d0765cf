import { beforeAll, describe, expect, it } from "vitest";
import { returnPlays } from "#app/domain/success/actions/return-plays.ts";
import { orchestrate } from "#app/domain/success/orchestrating/orchestrate.ts";
import { cancelRuns, pauseRun, resumeRuns } from "#app/domain/workflows/running/change-run.ts";
import { startRuns } from "#app/domain/workflows/running/starting/start-runs.ts";
import { house } from "#db/context.ts";
import { publish } from "#tests/domain/workflows/nodes/flow.ts";
import { as, asActor, makeOrg, openTestHouse, SYSTEM, type TestOrg } from "#tests/support/house.ts";
import { runJobs } from "#tests/support/jobs.ts";
import { statementsOf } from "#tests/support/statements.ts";

const query = <Row>(text: string, values: unknown[] = []) => house().database.owner.query<Row>(text, values);

beforeAll(() => openTestHouse());

/** So many accounts whose renewal's play has a run that waits. */
async function playsWithRuns(count: number): Promise<TestOrg> {
	const org = await makeOrg();
	await query(
		`insert into accounts (org_id, id, name, lifecycle, renewal_on, owner_id)
		select $1, uuidv7(), 'Account ' || g, 'customer', current_date + 30, $2 from generate_series(1, $3::int) g`,
		[org.id, org.members.user.id, count],
	);
	await asActor(org.id, SYSTEM, (ctx) => orchestrate(ctx));
	const { id } = await publish(org, { wait: ["wait", { amount: 90, unit: "days" }] }, ["start>wait"]);
	const runs = await as(org, "user", (ctx) =>
		startRuns(
			ctx,
			id,
			Array.from({ length: count }, () => ({ trigger: {} })),
		),
	);
	await query("update workflow_runs set state = 'waiting' where org_id = $1", [org.id]);
	await query(
		`update plays p set run_id = r.run from
			(select id, row_number() over (order by id) as n from plays where org_id = $1) o,
			unnest($2::uuid[]) with ordinality as r(run, n)
		where p.org_id = $1 and p.id = o.id and r.n = o.n`,
		[org.id, runs],
	);
	return org;
}

const tables = (statements: readonly string[]) =>
	statements.filter((text) => /^\s*(?:with|select|insert|update)/i.test(text));

describe("SUCCESS-2 many plays whose runs end", () => {
	it("SUCCESS-2 five hundred that close at once take as many statements as three, and each run keeps its event and reason", async () => {
		const counts: number[] = [];
		for (const count of [3, 500]) {
			const org = await playsWithRuns(count);
			await query("update accounts set renewal_on = current_date + 100 where org_id = $1", [org.id]);
			const decide = () => asActor(org.id, SYSTEM, (ctx) => orchestrate(ctx));
			counts.push(tables(await statementsOf(decide)).length);
			const runs = await query<{ state: string; error: string; steps: number }>(
				`select r.state, r.error, (select count(*)::int from workflow_steps s where s.run_id = r.id
					and s.state = 'cancelled') as steps from workflow_runs r where r.org_id = $1`,
				[org.id],
			);
			expect(runs).toHaveLength(count);
			for (const run of runs) {
				expect(run).toMatchObject({ state: "cancelled", steps: 1 });
				expect(run.error).toContain("The renewal date changed");
			}
			const events = await query<{ run: string; reason: string }>(
				"select data->>'run' as run, data->>'reason' as reason from events where org_id = $1 and name = 'workflow.run-cancelled'",
				[org.id],
			);
			expect(new Set(events.map(({ run }) => run)).size).toBe(count);
			expect(events.every(({ reason }) => reason.includes("The renewal date changed"))).toBe(true);
		}
		// One less: so many are told by one event of their counts.
		expect(counts[1]).toBe(counts[0]! - 1);
	}, 180_000);

	it("SUCCESS-6 a hundred that come back at once take as many statements as three, and each run goes on", async () => {
		const counts: number[] = [];
		for (const count of [3, 100]) {
			const org = await playsWithRuns(count);
			const runs = await query<{ id: string }>("select id from workflow_runs where org_id = $1", [org.id]);
			await as(org, "user", async (ctx) => {
				for (const { id } of runs) await pauseRun(ctx, id);
			});
			await query("update plays set state = 'snoozed', due_at = now() - interval '1 hour' where org_id = $1", [org.id]);
			const comeBack = () => asActor(org.id, SYSTEM, (ctx) => returnPlays(ctx));
			counts.push(tables(await statementsOf(comeBack)).length);
			await runJobs();
			const states = await query<{ state: string; n: number }>(
				"select state, count(*)::int as n from workflow_runs where org_id = $1 group by state",
				[org.id],
			);
			expect(states).toEqual([{ state: "waiting", n: count }]);
			const [told] = await query<{ n: number }>(
				"select count(*)::int as n from events where org_id = $1 and name = 'workflow.run-resumed'",
				[org.id],
			);
			expect(told!.n).toBe(count);
		}
		expect(counts[1]).toBe(counts[0]);
	}, 180_000);

	it("ID-2 another organisation's runs neither end nor go on, whoever names them", async () => {
		const org = await playsWithRuns(2);
		const other = await makeOrg("Another firm");
		const statesOf = () =>
			query<{ id: string; state: string }>("select id, state from workflow_runs where org_id = $1 order by id", [
				org.id,
			]);
		const [first, second] = await statesOf();
		await as(org, "user", (ctx) => pauseRun(ctx, second!.id));
		expect(await as(other, "owner", (ctx) => cancelRuns(ctx, [{ id: first!.id, reason: "" }]))).toEqual([]);
		await as(other, "owner", (ctx) => resumeRuns(ctx, [second!.id]));
		expect((await statesOf()).map(({ state }) => state)).toEqual(["waiting", "paused"]);
	});
});
