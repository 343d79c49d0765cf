import { Kysely, sql } from "kysely";
import pg from "pg";
import { assertOutsideTransaction, isInsideTransaction } from "#app/base/transaction-guard.ts";
import { Clock } from "./clock.ts";
import { EmbeddedDialect, NativeDialect } from "./dialects/dialect.ts";
import { ReadingDialect } from "./dialects/reading.ts";
import { EmbeddedPostgres } from "./embedded.ts";
import type { Database } from "./types.ts";

/** One database, opened. `kysely` is for inOrg and asSystem only; rooms get their transaction from the context. */
export type OpenDatabase = {
	kind: "embedded" | "native";
	kysely: Kysely<Database>;
	/** For readInOrg only: transactions that only read, without trips for their begin and commit. Native only. */
	reading?: Kysely<Database>;
	/** For writeOnce only: one statement in one trip, that may write. Native only. */
	writing?: Kysely<Database>;
	/** One statement outside any transaction, as the guest role: it may call look-up functions and nothing else. */
	guest<Row>(text: string, values?: unknown[]): Promise<Row[]>;
	/**
	 * Statements as the connecting user itself, for migrations and maintenance; `exec` rolls back what it left open.
	 * `inTurn` runs each by itself, outside of any transaction, on one connection that is closed afterwards: settings hold
	 * from one to the next, and no limit of time ends a long one.
	 */
	owner: {
		query<Row>(text: string, values?: unknown[]): Promise<Row[]>;
		exec(text: string): Promise<void>;
		inTurn(texts: readonly string[]): Promise<void>;
	};
	/** The time that all processes of this database share. */
	clock: Clock;
	embedded?: EmbeddedPostgres;
	url?: string;
	close(): Promise<void>;
};

export type DatabaseOptions =
	| { url: string; poolSize?: number; applicationName?: string }
	| { dataDir?: string; image?: Uint8Array; queryLimitMs?: number };

/** How long a statement may take, and how long a transaction may lie idle. Milliseconds. */
const LIMIT_MS = 30_000;

// The native driver reads as the embedded one does: bigint as number, date and interval as text.
pg.types.setTypeParser(20, Number);
pg.types.setTypeParser(1082, (text) => text);
pg.types.setTypeParser(1186, (text) => text);

/** Opens the embedded database (no `url`) or a pool on a native one (17 or later with pgvector). */
export function openDatabase(options: DatabaseOptions): OpenDatabase {
	return "url" in options ? openNative(options) : openEmbedded(options);
}

function openEmbedded(options: { dataDir?: string; image?: Uint8Array; queryLimitMs?: number }): OpenDatabase {
	const embedded = new EmbeddedPostgres(options);
	const guest = "set role perigee_guest";
	return {
		kind: "embedded",
		embedded,
		clock: new Clock(),
		kysely: new Kysely<Database>({ dialect: new EmbeddedDialect(embedded) }),
		async guest<Row>(text: string, values: unknown[] = []) {
			refuseInside();
			const release = await embedded.acquire();
			try {
				const { session } = embedded;
				await embedded.rawExec(guest, session);
				return (await embedded.rawQuery(text, values, session)).rows as Row[];
			} finally {
				await embedded.rawExec("reset role").catch(() => undefined);
				release();
			}
		},
		owner: {
			async query<Row>(text: string, values: unknown[] = []) {
				refuseInside();
				return (await embedded.query(text, values)).rows as Row[];
			},
			async exec(text: string) {
				refuseInside();
				const release = await embedded.acquire();
				try {
					await embedded.rawExec(text);
				} catch (error) {
					await embedded.rawExec("rollback").catch(() => undefined);
					throw error;
				} finally {
					release();
				}
			},
			async inTurn(texts: readonly string[]) {
				refuseInside();
				for (const text of texts) await embedded.query(text, []);
			},
		},
		close: () => embedded.close(),
	};
}

function openNative(options: { url: string; poolSize?: number; applicationName?: string }): OpenDatabase {
	const settings = { connectionString: options.url, application_name: options.applicationName ?? "perigee" };
	// Every pooled session starts as the guest, who has no table rights: a forgotten role sees nothing.
	const pool = new pg.Pool({
		...settings,
		max: options.poolSize ?? 10,
		// A statement ends as soon as on the embedded database; a transaction that nobody continues is ended too.
		options: `-c role=perigee_guest -c statement_timeout=${LIMIT_MS} -c idle_in_transaction_session_timeout=${LIMIT_MS}`,
		connectionTimeoutMillis: 10_000,
	});
	const owner = new pg.Pool({ ...settings, max: 2, idleTimeoutMillis: 1_000, allowExitOnIdle: true });
	for (const each of [pool, owner]) survive(each);
	const askTime = "select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms";
	const clock = new Clock(async () => Number((await owner.query(askTime)).rows[0].ms));
	return {
		kind: "native",
		url: options.url,
		clock,
		kysely: new Kysely<Database>({ dialect: new NativeDialect({ pool }) }),
		reading: new Kysely<Database>({ dialect: new ReadingDialect(pool) }),
		writing: new Kysely<Database>({ dialect: new ReadingDialect(pool, "writes") }),
		async guest<Row>(text: string, values: unknown[] = []) {
			refuseInside();
			return (await lookUp(pool, text, values)).rows as Row[];
		},
		owner: {
			async query<Row>(text: string, values: unknown[] = []) {
				refuseInside();
				return (await owner.query(text, values)).rows as Row[];
			},
			async exec(text: string) {
				refuseInside();
				const client = await owner.connect();
				try {
					await client.query(text);
				} catch (error) {
					await client.query("rollback").catch(() => undefined);
					throw error;
				} finally {
					client.release();
				}
			},
			async inTurn(texts: readonly string[]) {
				refuseInside();
				const client = await owner.connect();
				try {
					for (const text of texts) await client.query(text);
				} finally {
					client.release(true);
				}
			},
		},
		async close() {
			clock.stop();
			await Promise.all([pool.end(), owner.end()]);
		},
	};
}

const MOST_LOOK_UPS = 50;
const lookUps = new Map<string, string>();

/**
 * A statement of the guest, prepared once on each connection: they are few texts, and one or two of them stand before
 * every request. A function that a newer version of the product has changed is asked anew, because what was prepared
 * before may not answer other columns (SQLSTATE 0A000).
 */
async function lookUp(pool: pg.Pool, text: string, values: unknown[]): Promise<pg.QueryResult> {
	if (!lookUps.has(text) && lookUps.size < MOST_LOOK_UPS) lookUps.set(text, `look_up_${lookUps.size}`);
	const name = lookUps.get(text);
	if (!name) return pool.query(text, values);
	return pool.query({ name, text, values }).catch((error: { code?: string }) => {
		if (error.code !== "0A000") throw error;
		return pool.query(text, values);
	});
}

/**
 * A pool emits `error` when the server drops an idle connection, and a connection that is in use emits its own; either
 * ends the process when nobody listens. Whoever uses the connection hears of it from the statement that fails.
 */
export function survive(pool: pg.Pool): void {
	pool.on("error", () => undefined);
	pool.on("connect", (client) => void client.on("error", () => undefined));
}

function refuseInside(): void {
	if (isInsideTransaction()) assertOutsideTransaction("a second database handle");
}

/**
 * A value for a jsonb column. Arrays must be text on the wire, or the drivers send them as Postgres arrays. What jsonb
 * cannot hold, the character of number zero and halves of surrogate pairs, becomes U+FFFD (RFC 8259, 8.2).
 */
export function jsonb<T>(value: T) {
	return sql<T>`${jsonText(value)}::jsonb`;
}

/** A value as the text that jsonb takes; see `jsonb`. */
export function jsonText(value: unknown): string {
	const text = JSON.stringify(value);
	return /\\u(?:0000|d[89a-f])/.test(text) ? JSON.stringify(value, storable) : text;
}

function storable(_key: string, value: unknown): unknown {
	return typeof value === "string" ? value.toWellFormed().replaceAll("\0", "\uFFFD") : value;
}
