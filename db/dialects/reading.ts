import {
	type CompiledQuery,
	type DatabaseConnection,
	type Dialect,
	type Driver,
	type Kysely,
	PostgresAdapter,
	PostgresIntrospector,
	PostgresQueryCompiler,
	type QueryResult,
} from "kysely";
import pg from "pg";
import { opening } from "./dialect.ts";

/**
 * Transactions that only read, without a begin and a commit: each statement travels with its role, its organisation and
 * a refusal to write, in one trip, and is a transaction by itself (a pipeline until Sync is one: PostgreSQL's manual,
 * 55.2.3). At read committed, which is all that we use, a statement sees the same either way. What it costs is one
 * trip instead of three. `opening` holds the organisation.
 */
export class ReadingDialect implements Dialect {
	readonly #pool: pg.Pool;
	readonly #mode: Mode;

	/** `writes`: single statements that may write too, for `writeOnce` alone. */
	constructor(pool: pg.Pool, mode: Mode = "reads") {
		this.#pool = pool;
		this.#mode = mode;
	}

	createDriver(): Driver {
		return new ReadingDriver(this.#pool, this.#mode);
	}

	createAdapter = () => new PostgresAdapter();
	createQueryCompiler = () => new PostgresQueryCompiler();
	createIntrospector = (db: Kysely<unknown>) => new PostgresIntrospector(db);
}

type Mode = "reads" | "writes";

class ReadingDriver implements Driver {
	readonly #pool: pg.Pool;
	readonly #mode: Mode;

	constructor(pool: pg.Pool, mode: Mode) {
		this.#pool = pool;
		this.#mode = mode;
	}

	async init(): Promise<void> {}

	async acquireConnection(): Promise<DatabaseConnection> {
		return new ReadingConnection(await this.#pool.connect(), this.#mode);
	}

	async beginTransaction(connection: DatabaseConnection): Promise<void> {
		(connection as ReadingConnection).org = opening.getStore();
	}

	async commitTransaction(): Promise<void> {}
	async rollbackTransaction(): Promise<void> {}

	async releaseConnection(connection: DatabaseConnection): Promise<void> {
		(connection as ReadingConnection).client.release();
	}

	async destroy(): Promise<void> {}
}

class ReadingConnection implements DatabaseConnection {
	readonly client: pg.PoolClient;
	readonly #mode: Mode;
	org: string | undefined;

	constructor(client: pg.PoolClient, mode: Mode) {
		this.client = client;
		this.#mode = mode;
	}

	async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
		const { org, client } = this;
		if (!org) throw new Error("statements that read run in readInOrg only");
		const rows = await new Promise<R[]>((resolve, reject) => {
			const done = (error: Error | null, result: pg.QueryResult) =>
				error ? reject(error) : resolve(result.rows as R[]);
			client.query(new BoundStatement(BINDS[this.#mode], org, { text: sql, values: [...parameters] }, done));
		}).catch((error: Error) => {
			// Its own stack leads to the socket; this one to whoever asked.
			Error.captureStackTrace(error);
			throw error;
		});
		return { rows };
	}

	// biome-ignore lint/correctness/useYield: nothing that only reads streams
	async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
		throw new Error("statements that read are not streamed");
	}
}

/** What of pg's statements and connections is used here; its types name only some. */
type Wire = {
	parse(message: { name: string; text: string; types?: string[] }): void;
	bind(message: { statement: string; values: unknown[]; valueMapper(value: unknown): unknown }): void;
	execute(message: { portal: string }): void;
	close(message: { type: "S"; name: string }): void;
};
type Message = { fields?: unknown };
type Done = (error: Error | null, result: pg.QueryResult) => void;
type Statement = pg.Submittable & {
	text: string;
	name: string | undefined;
	prepare(wire: Wire): void;
	requiresPreparation(): boolean;
	handleDataRow(message: Message): void;
	handleCommandComplete(message: Message, wire: Wire): void;
};
const PgStatement = pg.Query as unknown as new (
	config: { text: string; values: unknown[] },
	values: undefined,
	done: Done,
) => Statement;

type Bind = { name: string; text: string; prepared: WeakSet<Wire> };

/** What stands in front of a statement, and the connections that have it prepared. */
const bind = (mode: Mode, isReadOnly: "on" | "off", ...settings: string[]): Bind => ({
	name: `perigee_${mode}`,
	text: `select ${[
		"set_config('role', 'perigee_app', true)",
		"set_config('app.org_id', $1, true)",
		`set_config('transaction_read_only', '${isReadOnly}', true)`,
		...settings.map((setting) => `set_config('${setting}', 'off', true)`),
	].join(", ")}`,
	prepared: new WeakSet(),
});

const BINDS: Record<Mode, Bind> = {
	reads: bind("reads", "on"),
	// What writes in one trip finds its few rows by their keys. A plan that is kept may have been made when the tables were
	// small, or by old statistics: it must not read whole tables, or an organisation's whole part, for them ever after.
	writes: bind("writes", "off", "enable_seqscan", "enable_hashjoin", "enable_mergejoin"),
};

/** A statement with what binds it in front, in one pipeline. The answer to the first is read and left. */
class BoundStatement extends PgStatement {
	readonly #bind: Bind;
	readonly #org: string;
	#isBound = false;

	constructor(bind: Bind, org: string, config: { text: string; values: unknown[] }, done: Done) {
		super(config, undefined, done);
		this.#bind = bind;
		this.#org = org;
	}

	override requiresPreparation(): boolean {
		return true;
	}

	override prepare(wire: Wire): void {
		const { name, text, prepared } = this.#bind;
		if (prepared.has(wire)) this.name = nameOf(this.text);
		else {
			// Closing what is not there is no error; one that was left by a statement that failed would be in the way.
			wire.close({ type: "S", name });
			wire.parse({ name, text });
		}
		wire.bind({ statement: name, values: [this.#org], valueMapper: (value) => value });
		wire.execute({ portal: "" });
		super.prepare(wire);
	}

	override handleDataRow(message: Message): void {
		if (this.#isBound) super.handleDataRow(message);
	}

	override handleCommandComplete(message: Message, wire: Wire): void {
		if (this.#isBound) super.handleCommandComplete(message, wire);
		this.#isBound = true;
		this.#bind.prepared.add(wire);
	}
}

/**
 * What a statement begins with that is prepared once on each connection, by name: its planning, which can cost more than
 * its execution, is then done once. For statements of few texts and of one good plan whatever their values are; a number
 * that the plan hangs on, such as a limit, is written out.
 */
export const KEPT = "/* kept */ ";
const MOST_KEPT = 100;
const names = new Map<string, string>();

function nameOf(text: string): string | undefined {
	if (!text.startsWith(KEPT)) return undefined;
	const known = names.get(text);
	if (known || names.size >= MOST_KEPT) return known;
	const name = `kept_${names.size}`;
	names.set(text, name);
	return name;
}
