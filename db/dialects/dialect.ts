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
import type { EmbeddedPostgres } from "../embedded.ts";

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
		try {
			await connection.executeQuery(CompiledQuery.raw(beginText(settings)));
		} catch (error) {
			// The role or the organisation may be refused after `start transaction` was carried out. Kysely gives the
			// connection back without a rollback then, and the next one to take it would find a broken transaction.
			await connection.executeQuery(CompiledQuery.raw("rollback")).catch(() => undefined);
			throw error;
		}
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

	async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
		await (connection as EmbeddedConnection).begin(beginText(settings));
	}

	async commitTransaction(connection: DatabaseConnection): Promise<void> {
		await (connection as EmbeddedConnection).end(CLOSING);
	}

	async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		await (connection as EmbeddedConnection).rollback();
	}

	async releaseConnection(connection: DatabaseConnection): Promise<void> {
		this.#releases.get(connection)?.();
	}

	async destroy(): Promise<void> {}
}

/** The session as one transaction sees it: usable from `begin` to `end`, and only while it is the same session. */
class EmbeddedConnection implements DatabaseConnection {
	readonly #postgres: EmbeddedPostgres;
	#session: number | undefined;

	constructor(postgres: EmbeddedPostgres) {
		this.#postgres = postgres;
	}

	async begin(text: string): Promise<void> {
		const { session } = this.#postgres;
		try {
			await this.#postgres.rawExec(text, session);
			this.#session = session;
		} catch (error) {
			await this.#postgres.rawExec("rollback", session).catch(() => undefined);
			throw error;
		}
	}

	async end(text: string): Promise<void> {
		const session = this.#session;
		// Not reset, so that the rollback after a commit that failed knows which session to roll back.
		await this.#postgres.rawExec(text, session);
	}

	/** A session that is gone took its transaction along. */
	async rollback(): Promise<void> {
		if (this.#session === this.#postgres.session) await this.end("rollback");
	}

	async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
		if (this.#session === undefined) throw new Error("statements run in inOrg or asSystem only");
		const { rows, affectedRows } = await this.#postgres.rawQuery(query.sql, [...query.parameters], this.#session);
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
	if (!bound) throw new Error("transactions are opened by inOrg and asSystem only");
	return `start transaction${isolation}${mode}; ${bound}`;
}
