import { type Job, PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { newId } from "#app/base/ids.ts";
import { type OpenDatabase, openDatabase } from "#db/client.ts";
import { bossDatabase, claimByKey, settleByKey } from "#db/jobs/boss-database.ts";
import { FairTurns } from "#db/jobs/fair-turns.ts";
import { defineJob, type JobContract } from "#db/jobs/job-contract.ts";
import { migrate } from "#db/migrate.ts";
import { nativeDatabase } from "#tests/support/native.ts";

const plain = defineJob({ name: "test.claim", payload: z.object({ orgId: z.uuid() }) });
const WAITING = 20_000;
const ORG = newId();

describe("claiming jobs on a native server", () => {
	let database: OpenDatabase;
	let handle: ReturnType<typeof bossDatabase>;

	beforeAll(async () => {
		database = openDatabase({ url: await nativeDatabase(), poolSize: 2 });
		await migrate(database, "db/migrations", [plain as unknown as JobContract<never>]);
		handle = bossDatabase(database, 1);
	});
	afterAll(async () => {
		await handle.close();
		await database.close();
	});

	test("JOB-2 a batch out of a long queue reads as many rows as it takes, also when the table was analysed while empty", async () => {
		await fillUnseen();
		const [claim] = await sentBy(/SKIP LOCKED[\s\S]*UPDATE/, (boss) => boss.fetch(plain.name, { batchSize: 100 }));
		expect(claimByKey(claim!.text)).not.toBe(claim!.text);
		expect(await rowsReadBy(claim!)).toBeLessThan(1_000);
	});

	test.each(["complete", "fail"] as const)(
		"JOB-2 to %s a batch of a long queue reads as many rows as it reports, also when the table was analysed while empty",
		async (act) => {
			await fillUnseen();
			const taken = await claimed(50);
			const [report] = await sentBy(/^\s*WITH (results|deleted_jobs)/, (boss) => boss[act](plain.name, taken));
			expect(settleByKey(report!.text)).not.toBe(report!.text);
			expect(await rowsReadBy(report!)).toBeLessThan(1_000);
			const state = act === "complete" ? "completed" : "retry";
			expect(await database.owner.query("select from pgboss.job where state = $1", [state])).toHaveLength(50);
		},
	);

	test("JOB-1 claims of any size are one statement whose plan the connection keeps, and the kept plan goes by key", async () => {
		await fillUnseen();
		for (let size = 1; size <= 10; size++) {
			const [claim] = await sentBy(/SKIP LOCKED[\s\S]*UPDATE/, (boss) => boss.fetch(plain.name, { batchSize: size }));
			expect((await handle.executeSql(claim!.text, claim!.values)).rows).toHaveLength(size);
		}
		const { rows } = await handle.executeSql(
			"select name from pg_prepared_statements where statement ~ '^\\s*WITH' and statement like '%SKIP LOCKED%'",
		);
		expect(rows).toHaveLength(1);
		await handle.executeSql("set plan_cache_mode = force_generic_plan");
		const [row] = (await handle.executeSql(`explain (analyze, format json) execute "${rows[0].name}" (100)`)).rows;
		expect(rowsRead(row["QUERY PLAN"][0].Plan)).toBeLessThan(1_000);
		await handle.executeSql("reset plan_cache_mode");
	});

	test("JOB-4 the backlog of one organisation alone is not read to see whether it must be shared", async () => {
		await fillUnseen();
		const plans: Plan[] = [];
		const explained = {
			async executeSql(text: string, values?: unknown[]) {
				const answer = await handle.executeSql(`explain (analyze, format json) ${text}`, values);
				plans.push(answer.rows[0]);
				return answer;
			},
		};
		await new FairTurns(explained).share(plain.name, 100);
		expect(rowsRead(plans[0]!["QUERY PLAN"][0].Plan)).toBeLessThan(100);
		await database.owner.exec(`
			insert into pgboss.job_common (name, data, policy)
			values ('test.claim', jsonb_build_object('orgId', '${newId()}'), 'standard')`);
		await new FairTurns(explained).share(plain.name, 100);
		// Each of the waiting jobs once, then those that are put before the rest.
		const read = rowsRead(plans[1]!["QUERY PLAN"][0].Plan);
		expect(read).toBeGreaterThan(WAITING);
		expect(read).toBeLessThan(WAITING + 1_000);
		const first = await database.owner.query("select from pgboss.job where priority = 1");
		expect(first).toHaveLength(51);
	});

	test("FLOW-4 the backlog of one workflow alone is not read either; of several it is, once", async () => {
		await fillUnseen();
		await database.owner.exec(`update pgboss.job_common set data = data || '{"workflowId": "one"}'`);
		await database.owner.exec("analyze pgboss.job_common");
		const plans: Plan[] = [];
		const explained = {
			async executeSql(text: string, values?: unknown[]) {
				const answer = await handle.executeSql(`explain (analyze, format json) ${text}`, values);
				plans.push(answer.rows[0]);
				return answer;
			},
		};
		await new FairTurns(explained).share(plain.name, 100);
		expect(rowsRead(plans[0]!["QUERY PLAN"][0].Plan)).toBeLessThan(100);
		await database.owner.exec(`
			insert into pgboss.job_common (name, data, policy)
			values ('test.claim', jsonb_build_object('orgId', '${ORG}', 'workflowId', 'two'), 'standard')`);
		await new FairTurns(explained).share(plain.name, 100);
		const read = rowsRead(plans[1]!["QUERY PLAN"][0].Plan);
		expect(read).toBeGreaterThan(WAITING);
		expect(read).toBeLessThan(WAITING + 1_000);
		const first = await database.owner.query<{ lane: string }>(
			"select data ->> 'workflowId' as lane from pgboss.job where priority = 1",
		);
		expect(first).toHaveLength(100);
		expect(first.filter(({ lane }) => lane === "two")).toHaveLength(1);
	});

	/** A long queue of which the planner believes that it is empty: rows that are gone leave their pages. */
	async function fillUnseen(): Promise<void> {
		await fill();
		await database.owner.exec("delete from pgboss.job_common");
		await database.owner.exec("analyze pgboss.job_common");
		await fill();
	}

	async function fill(): Promise<void> {
		await database.owner.exec(`
			insert into pgboss.job_common (name, data, policy)
			select 'test.claim', jsonb_build_object('orgId', '${ORG}'), 'standard' from generate_series(1, ${WAITING})`);
	}

	/** Jobs that run. */
	async function claimed(count: number): Promise<Job[]> {
		return database.owner.query<Job>(
			`update pgboss.job_common set state = 'active', started_on = now()
			where id in (select id from pgboss.job_common limit ${count}) returning id, retry_count as "retryCount"`,
		);
	}

	/** What pg-boss itself sends for an act, without its being done. */
	async function sentBy(wanted: RegExp, act: (boss: PgBoss) => Promise<unknown>): Promise<Statement[]> {
		const sent: Statement[] = [];
		const boss = new PgBoss({
			db: {
				async executeSql(text, values) {
					if (!wanted.test(text)) return handle.executeSql(text, values);
					sent.push({ text, values: values ?? [] });
					return { rows: [{ count: "0" }] };
				},
			},
			supervise: false,
			schedule: false,
			migrate: false,
			createSchema: false,
		});
		await boss.start();
		await act(boss);
		await boss.stop({ graceful: false, close: false });
		expect(sent).toHaveLength(1);
		return sent;
	}

	/** Carries a statement out as the queue's handle does. */
	async function rowsReadBy({ text, values }: Statement): Promise<number> {
		const [row] = (await handle.executeSql(`explain (analyze, format json) ${text}`, values)).rows;
		return rowsRead(row["QUERY PLAN"][0].Plan);
	}
});

type Statement = { text: string; values: unknown[] };
type Plan = { "QUERY PLAN": [{ Plan: Node }] };
type Node = {
	"Actual Rows": number;
	"Actual Loops": number;
	"Rows Removed by Filter"?: number;
	"Relation Name"?: string;
	Plans?: Node[];
};

/** Rows read from tables, those that were looked at in vain included. */
function rowsRead(node: Node): number {
	const looked = node["Actual Rows"] + (node["Rows Removed by Filter"] ?? 0);
	const own = node["Relation Name"] ? looked * node["Actual Loops"] : 0;
	return own + (node.Plans ?? []).reduce((sum, child) => sum + rowsRead(child), 0);
}
