import { AsyncLocalStorage } from "node:async_hooks";
import {
	CompiledQuery,
	type DatabaseConnection,
	type Dialect,
	type Driver,
	PostgresAdapter,
	PostgresDialect,
	type PostgresDialectConfig,
	PostgresDriver,
	PostgresIntrospector,
	PostgresQueryCompiler,
	type QueryResult,
	type TransactionSettings,
} from "kysely";
import type { EmbeddedPostgres } from "./embedded.ts";

/**
 * What a transaction's first round trip carries beside `begin`: its role and its organisation. One trip instead of
 * three is half the cost of an empty transaction.
 */
export const opening = new AsyncLocalStorage<string>();

// A statement error that somebody swallowed leaves the transaction aborted, and COMMIT then rolls back while
// reporting success. `select 1` in the same trip raises 25P02 instead, on both databases.
const CLOSING = "select 1; commit";

/** Kysely's Postgres dialect with one-trip begin and a commit that cannot silently roll back. */
export class NativeDialect extends PostgresDialect {
	readonly #config: PostgresDialectConfig;

	constructor(config: PostgresDialectConfig) {
		super(config);
		this.#config = config;
	}

	override createDriver(): PostgresDriver {
		return new NativeDriver(this.#config);
	}
}

class NativeDriver extends PostgresDriver {
	override async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw(beginText(settings)));
	}

	override async commitTransaction(connection: DatabaseConnection): Promise<void> {
		await connection.executeQuery(CompiledQuery.raw(CLOSING));
	}
}

/** A Kysely dialect on the embedded database: a transaction holds the one session until it ends. */
export class EmbeddedDialect implements Dialect {
	readonly #postgres: EmbeddedPostgres;

	constructor(postgres: EmbeddedPostgres) {
		this.#postgres = postgres;
	}

	createDriver(): Driver {
		return new EmbeddedDriver(this.#postgres);
	}

	createAdapter = () => new PostgresAdapter();
	createQueryCompiler = () => new PostgresQueryCompiler();
	createIntrospector = (db: ConstructorParameters<typeof PostgresIntrospector>[0]) => new PostgresIntrospector(db);
}

class EmbeddedDriver implements Driver {
	readonly #postgres: EmbeddedPostgres;
	readonly #releases = new WeakMap<DatabaseConnection, () => void>();

	constructor(postgres: EmbeddedPostgres) {
		this.#postgres = postgres;
	}

	async init(): Promise<void> {
		await this.#postgres.waitReady;
	}

	async acquireConnection(): Promise<DatabaseConnection> {
		const release = await this.#postgres.acquire();
		const connection = new EmbeddedConnection(this.#postgres);
		this.#releases.set(connection, release);
		return connection;
	}

	async beginTransaction(_connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
		await this.#postgres.rawExec(beginText(settings));
	}

	async commitTransaction(): Promise<void> {
		await this.#postgres.rawExec(CLOSING);
	}

	async rollbackTransaction(): Promise<void> {
		await this.#postgres.rawExec("rollback");
	}

	async releaseConnection(connection: DatabaseConnection): Promise<void> {
		this.#releases.get(connection)?.();
	}

	async destroy(): Promise<void> {}
}

class EmbeddedConnection implements DatabaseConnection {
	readonly #postgres: EmbeddedPostgres;

	constructor(postgres: EmbeddedPostgres) {
		this.#postgres = postgres;
	}

	async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
		const { rows, affectedRows } = await this.#postgres.rawQuery(query.sql, [...query.parameters]);
		return {
			rows: rows as R[],
			...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }),
		};
	}

	// biome-ignore lint/correctness/useYield: streaming is not offered on the embedded database
	async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
		throw new Error("the embedded database has no cursors; page by key instead");
	}
}

function beginText(settings: TransactionSettings): string {
	const mode = settings.accessMode ? ` ${settings.accessMode}` : "";
	const isolation = settings.isolationLevel ? ` isolation level ${settings.isolationLevel}` : "";
	const bound = opening.getStore();
	return `start transaction${isolation}${mode}${bound ? `; ${bound}` : ""}`;
}
