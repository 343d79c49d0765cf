import { PgBoss } from "pg-boss";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { bossDatabase, claimByKey } from "#db/boss-database.ts";
import { type OpenDatabase, openDatabase } from "#db/client.ts";
import { defineJob, type JobContract } from "#db/job-contract.ts";
import { migrate } from "#db/migrate.ts";
import { nativeDatabase } from "#tests/support/native.ts";

const plain = defineJob({ name: "test.claim", payload: z.object({ orgId: z.uuid() }) });
const WAITING = 20_000;

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
		// Rows that are gone leave their pages, and statistics that say that those hold nothing.
		await fill();
		await database.owner.exec("delete from pgboss.job_common");
		await database.owner.exec("analyze pgboss.job_common");
		await fill();
		const claim = await claimStatement();
		expect(claimByKey(claim)).not.toBe(claim);
		const [row] = (await handle.executeSql(`explain (analyze, format json) ${claim}`)).rows;
		expect(rowsRead(row["QUERY PLAN"][0].Plan)).toBeLessThan(1_000);
	});

	async function fill(): Promise<void> {
		await database.owner.exec(`
			insert into pgboss.job_common (name, data, policy)
			select 'test.claim', '{}', 'standard' from generate_series(1, ${WAITING})`);
	}

	/** What pg-boss itself sends for a batch of a hundred. */
	async function claimStatement(): Promise<string> {
		const sent: string[] = [];
		const boss = new PgBoss({
			db: {
				async executeSql(text, values) {
					if (/SKIP LOCKED[\s\S]*UPDATE/.test(text)) sent.push(text);
					return sent.length > 0 ? { rows: [] } : handle.executeSql(text, values);
				},
			},
			supervise: false,
			schedule: false,
			migrate: false,
			createSchema: false,
		});
		await boss.start();
		await boss.fetch(plain.name, { batchSize: 100 });
		await boss.stop({ graceful: false, close: false });
		expect(sent).toHaveLength(1);
		return sent[0]!;
	}
});

type Node = { "Actual Rows": number; "Actual Loops": number; "Relation Name"?: string; Plans?: Node[] };

/** Rows read from tables. */
function rowsRead(node: Node): number {
	const own = node["Relation Name"] ? node["Actual Rows"] * node["Actual Loops"] : 0;
	return own + (node.Plans ?? []).reduce((sum, child) => sum + rowsRead(child), 0);
}
