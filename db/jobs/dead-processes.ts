import type { PgBoss } from "pg-boss";
import type { bossDatabase } from "./boss-database.ts";

/** What a job says that was taken from a process which no longer lives. */
const DIED = { message: "its process died" };

const AT_ONCE = 1_000;
// By the index of what is under way. pg-boss looks itself, but no more often than it counts its queues, which is dear.
const SILENT = `
	select name, id, retry_count as "retryCount" from pgboss.job
	where state = 'active' and heartbeat_seconds is not null
		and heartbeat_on + heartbeat_seconds * interval '1 second' < now()
	limit ${AT_ONCE}`;

type Silent = { name: string; id: string; retryCount: number };

/**
 * Takes the jobs of processes that were silent for too long from them, so that another tries them again at once instead of
 * after their whole time. Each is told by the try that it was: one that ended or was taken meanwhile is left alone.
 */
export async function giveUpDead(boss: PgBoss, handle: ReturnType<typeof bossDatabase>): Promise<number> {
	const { rows } = await handle.executeSql(SILENT);
	for (const [name, jobs] of Map.groupBy(rows as Silent[], (row) => row.name)) {
		await boss.fail(name, jobs, DIED);
	}
	return rows.length;
}
