import { Kysely, sql } from "kysely";
import pg from "pg";
import { assertOutsideTransaction, isInsideTransaction } from "#app/base/transaction-guard.ts";
import { EmbeddedDialect, NativeDialect } from "./dialect.ts";
import { EmbeddedPostgres } from "./embedded.ts";
import type { Database } from "./types.ts";

/** One database, opened. `kysely` is for inOrg and asSystem only; rooms get their transaction from the context. */
export type OpenDatabase = {
	kind: "embedded" | "native";
	kysely: Kysely<Database>;
	/** One statement outside any transaction, as the guest role: it may call look-up functions and nothing else. */
	guest<Row>(text: string, values?: unknown[]): Promise<Row[]>;
	/** Statements as the connecting user itself, for migrations and maintenance; `exec` rolls back what it left open. */
	owner: { query<Row>(text: string, values?: unknown[]): Promise<Row[]>; exec(text: string): Promise<void> };
	embedded?: EmbeddedPostgres;
	url?: string;
	close(): Promise<void>;
};

export type DatabaseOptions =
	| { url: string; poolSize?: number; applicationName?: string }
	| { dataDir?: string; image?: Uint8Array; queryLimitMs?: number };

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
		kysely: new Kysely<Database>({ dialect: new EmbeddedDialect(embedded) }),
		async guest<Row>(text: string, values: unknown[] = []) {
			refuseInside();
			const release = await embedded.acquire();
			try {
				await embedded.rawExec(guest);
				return (await embedded.rawQuery(text, values)).rows as Row[];
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
		options: "-c role=perigee_guest",
		connectionTimeoutMillis: 10_000,
	});
	const owner = new pg.Pool({ ...settings, max: 2, idleTimeoutMillis: 1_000, allowExitOnIdle: true });
	// A pool emits `error` when the server drops an idle connection; without a listener the process would die.
	for (const each of [pool, owner]) each.on("error", () => undefined);
	return {
		kind: "native",
		url: options.url,
		kysely: new Kysely<Database>({ dialect: new NativeDialect({ pool }) }),
		async guest<Row>(text: string, values: unknown[] = []) {
			refuseInside();
			return (await pool.query(text, values)).rows as Row[];
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
		},
		async close() {
			await Promise.all([pool.end(), owner.end()]);
		},
	};
}

function refuseInside(): void {
	if (isInsideTransaction()) assertOutsideTransaction("a second database handle");
}

/** A value for a jsonb column. Arrays must be text on the wire, or the drivers send them as Postgres arrays. */
export function jsonb<T>(value: T) {
	return sql<T>`${JSON.stringify(value)}::jsonb`;
}
