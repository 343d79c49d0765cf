import { createHash } from "node:crypto";
import pg from "pg";
import { fromPglite } from "pg-boss";
import { assertOutsideTransaction } from "#app/base/transaction-guard.ts";
import { type OpenDatabase, survive } from "../client.ts";

type BossHandle = {
	// biome-ignore lint/suspicious/noExplicitAny: pg-boss's own interface reads rows as any
	executeSql(text: string, values?: unknown[]): Promise<{ rows: any[] }>;
	close(): Promise<void>;
};

/**
 * The handle pg-boss works on, beside the application's. It refuses to be used inside a transaction: on the embedded
 * database such a call would wait for itself for ever, on a native one it would silently leave the transaction.
 */
export function bossDatabase(database: OpenDatabase, poolSize = 4): BossHandle {
	const inner = database.embedded
		? { ...fromPglite(database.embedded as never), close: async () => undefined }
		: nativeHandle(database.url!, poolSize);
	return {
		async executeSql(text, values) {
			assertOutsideTransaction("the job queue's own database handle");
			return inner.executeSql(settleByKey(claimByKey(text)), values);
		},
		close: inner.close,
	};
}

/**
 * pg-boss claims jobs by joining the chosen ids to the jobs table. After the table was analysed while it was empty, the
 * planner takes either side for one row and may read the whole queue for each batch: 500 ms instead of 2. As an array
 * the ids are a condition of the primary key, whatever the statistics say; pg-boss writes it so itself for groups.
 */
export function claimByKey(text: string): string {
	return text.replace(CLAIM_JOIN, `${CLAIM_JOIN} AND j.id = ANY (ARRAY(SELECT id FROM next))`);
}

const CLAIM_JOIN = "AND j.id = next.id";

/**
 * pg-boss reports jobs by their ids and by their being active, and a planner that takes the table for empty prefers an
 * index of what is unfinished to fifty look-ups by key: it reads the whole backlog for each report. Said as text, the
 * state fits no partial index, and the primary key is all that is left. The watch for overdue jobs keeps its index.
 */
export function settleByKey(text: string): string {
	return text.includes(SETTLED_IDS) ? text.replaceAll("AND state = 'active'", "AND state::text = 'active'") : text;
}

const SETTLED_IDS = "id = ANY($2::uuid[])";

// Right after a queue was drained, statistics say that it is empty, and the planner claims jobs by scanning and
// sorting all of them: 570 ms a batch instead of 2. Claiming must walk the index in order and fetch rows by key,
// whatever the statistics say; these settings leave the planner no other cheap way, on this handle only.
const CLAIM_PLAN = [
	"enable_sort=off",
	"enable_seqscan=off",
	"enable_bitmapscan=off",
	"enable_hashjoin=off",
	"enable_mergejoin=off",
	"random_page_cost=1.1",
	"jit=off",
]
	.map((setting) => `-c ${setting}`)
	.join(" ");

/**
 * Claiming and reporting are written anew by pg-boss each time and differ by how many jobs are wanted. With that as a
 * parameter the text of a queue stays the same, and a connection keeps its plan: to plan it, with the many partial
 * indexes of the jobs table, takes longer than to claim fifty.
 */
function kept(text: string, values: unknown[] = []): pg.QueryConfig {
	const limit = text.includes(CLAIM_JOIN) ? LIMIT.exec(text) : null;
	if (limit) {
		const asParameter = text.replace(limit[0], `LIMIT $${values.length + 1}::int `);
		return { name: nameOf(asParameter), text: asParameter, values: [...values, Number(limit[1])] };
	}
	return text.includes(SETTLED_IDS) ? { name: nameOf(text), text, values } : { text, values };
}

const LIMIT = /LIMIT (\d+)\s/;
const nameOf = (text: string) => createHash("md5").update(text).digest("hex");

function nativeHandle(url: string, max: number): BossHandle {
	const pool = new pg.Pool({
		connectionString: url,
		max,
		options: CLAIM_PLAN,
		application_name: "perigee-jobs",
		connectionTimeoutMillis: 10_000,
	});
	survive(pool);
	return {
		executeSql: (text, values) => pool.query(kept(text, values)),
		close: () => pool.end(),
	};
}
