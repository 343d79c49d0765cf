import { beforeAll, describe, expect, test } from "vitest";
import { house } from "#db/context.ts";
import { countJobs, findStuckJobs, listJobs } from "#db/jobs/queue-stats.ts";
import { makeOrg, type TestOrg } from "#tests/support/house.ts";
import { openNativeHouse } from "#tests/support/native.ts";

const FINISHED = 1_000_000;

describe("OPS-6 the jobs page beside a million finished jobs", () => {
	let org: TestOrg;
	beforeAll(async () => {
		await openNativeHouse();
		org = await makeOrg();
		const other = await makeOrg();
		for (const [orgId, state, count] of [
			[org.id, "completed", FINISHED / 2],
			[other.id, "completed", FINISHED / 2],
			[other.id, "created", 5_000],
			[org.id, "created", 5_000],
			[org.id, "retry", 120],
		] as const) {
			await house().database.owner.query(
				`insert into pgboss.job_common (name, data, state, created_on, completed_on, start_after)
				select 'leads.follow-event', jsonb_build_object('orgId', $1::text, 'n', n), $2::pgboss.job_state,
					now() - n * interval '1 second', case when $2 = 'completed' then now() end, now() + interval '1 hour'
				from generate_series(1, $3::int) n`,
				[orgId, state, count],
			);
		}
		await house().database.owner.exec("analyze pgboss.job_common");
	}, 180_000);

	test("is read by its index, never whole, and so is the watch over stuck jobs", async () => {
		const before = await scans();
		// First, so that Postgres has counted it when it has counted the two after it.
		expect(await findStuckJobs(new Date())).toEqual([]);
		const first = await listJobs({ orgId: org.id });
		expect(first.data).toHaveLength(50);
		expect(await countJobs(org.id)).toMatchObject([{ queue: "leads.follow-event", later: 5_120, retrying: 120 }]);
		await expect.poll(async () => (await scans()).byIndex - before.byIndex, { timeout: 15_000 }).toBe(2);
		expect((await scans()).whole).toBe(before.whole);
	});

	/** How often the table was read whole and by the index, as Postgres counts. */
	async function scans(): Promise<{ whole: number; byIndex: number }> {
		const [row] = await house().database.owner.query<{ whole: number; byIndex: number }>(
			`select t.seq_scan as whole, i.idx_scan as "byIndex" from pg_stat_user_tables t
			join pg_stat_user_indexes i using (schemaname, relname)
			where t.schemaname = 'pgboss' and relname = 'job_common' and indexrelname = 'job_common_going'`,
		);
		return row!;
	}
});
