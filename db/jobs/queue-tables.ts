import { PgBoss } from "pg-boss";
import type { OpenDatabase } from "../client.ts";
import { bossDatabase } from "./boss-database.ts";
import type { JobContract } from "./job-contract.ts";

/** Where jobs go whose every try failed; one for each queue, so that they can be sent back to where they came from. */
export function deadLetterOf(name: string): string {
	return `${name}.dead`;
}

/**
 * Makes pg-boss's schema, a queue for each contract with its dead-letter queue, and the few rights the application
 * role needs to enqueue inside a transaction: it may add a job and never read what jobs hold. Run by `migrate`;
 * `lock` is its advisory lock.
 */
export async function installQueues(
	database: OpenDatabase,
	contracts: readonly JobContract<never>[],
	lock: number,
): Promise<void> {
	const handle = bossDatabase(database);
	const boss = new PgBoss({
		db: handle,
		backend: database.kind === "embedded" ? "pglite" : "postgres",
		supervise: false,
		schedule: false,
	});
	boss.on("error", () => undefined);
	await boss.start();
	try {
		const known = new Set((await boss.getQueues()).map((queue) => queue.name));
		for (const contract of contracts) {
			const dead = deadLetterOf(contract.name);
			if (!known.has(dead)) await boss.createQueue(dead, { retentionSeconds: 90 * 86_400 });
			const options = {
				retryLimit: contract.retry.limit,
				retryDelay: contract.retry.delaySeconds,
				retryBackoff: true,
				retryDelayMax: contract.retry.maxDelaySeconds,
				expireInSeconds: contract.expireSeconds,
				...(contract.heartbeatSeconds ? { heartbeatSeconds: contract.heartbeatSeconds } : {}),
				retentionSeconds: 60 * 86_400,
				deleteAfterSeconds: 3 * 86_400,
				deadLetter: dead,
				notify: false,
			};
			if (known.has(contract.name)) await boss.updateQueue(contract.name, options);
			else await boss.createQueue(contract.name, { ...options, policy: contract.key ? "short" : "standard" });
		}
	} finally {
		await boss.stop({ graceful: false, close: false });
		await handle.close();
	}
	// Two that grant the same at once fail with "tuple concurrently updated".
	await database.owner.exec(`start transaction; select pg_advisory_xact_lock(${lock}); ${GRANTS}; commit`);
}

const GRANTS = `
	grant usage on schema pgboss to perigee_app, perigee_system;
	grant select on pgboss.queue to perigee_app, perigee_system;
	do $$
	declare
		jobs text;
	begin
		foreach jobs in array array['job', 'job_common'] loop
			if to_regclass('pgboss.' || jobs) is not null then
				execute format('grant insert on pgboss.%I to perigee_app, perigee_system', jobs);
				execute format('grant select (id, start_after) on pgboss.%I to perigee_app, perigee_system', jobs);
			end if;
		end loop;
	end $$;
	-- A burst leaves the planner with statistics of an empty table; analysing early keeps a fetch at milliseconds.
	do $$
	begin
		if to_regclass('pgboss.job_common') is not null then
			alter table pgboss.job_common set (autovacuum_analyze_scale_factor = 0.01, autovacuum_analyze_threshold = 500,
				autovacuum_vacuum_scale_factor = 0.02);
			-- Without statistics on these columns a queue is guessed by the table's true size, never as empty.
			alter table pgboss.job_common alter column name set statistics 0, alter column state set statistics 0,
				alter column start_after set statistics 0;
			-- What an organisation's jobs page reads (queue-stats.ts), beside however many finished ones are kept; and whether
			-- a queue serves several organisations or workflows (fair-turns.ts).
			create index if not exists job_common_going on pgboss.job_common
				((data ->> 'orgId'), name, (data ->> 'workflowId')) where state in ('created', 'retry', 'active');
			drop index if exists pgboss.job_common_unfinished;
			-- pg-boss looks every minute for jobs that ran out of time: few rows among all that are kept.
			create index if not exists job_common_active on pgboss.job_common (started_on) where state = 'active';
		end if;
	end $$`;
