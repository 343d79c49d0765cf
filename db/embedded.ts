import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";

type Rows = { rows: Record<string, unknown>[]; affectedRows?: number };
type Pending = { resolve: (value: never) => void; reject: (error: Error) => void; timer: NodeJS.Timeout };
type Reply = { id?: number; result?: unknown; error?: Record<string, unknown>; channel?: string; payload?: string };

/** How the embedded database is opened. `dataDir` absent means in memory; `image` is a dump made by `dump()`. */
export type EmbeddedOptions = { dataDir?: string; image?: Uint8Array; queryLimitMs?: number };

/**
 * The embedded Postgres, seen from the main thread: one session, so whoever needs several statements in a row takes
 * the session with `acquire()` and gives it back. A statement that outlasts `queryLimitMs` (30 s) ends the thread;
 * it is opened anew on the same folder and everything under way fails with `57P01`, as when a server restarts.
 */
export class EmbeddedPostgres {
	readonly #options: EmbeddedOptions;
	readonly #listeners = new Map<string, Set<(payload: string) => void>>();
	#thread!: Worker;
	#pending = new Map<number, Pending>();
	#nextId = 1;
	#tail: Promise<void> = Promise.resolve();
	#ready!: Promise<void>;
	#session = 0;
	#isOpen = false;
	#wasOpen = false;
	closed = false;

	constructor(options: EmbeddedOptions) {
		this.#options = options;
		this.#open(options.image);
	}

	/** Waits until the database answers. */
	get waitReady(): Promise<void> {
		return this.#ready;
	}

	/** The number of the session there is now; another one after the thread was lost and opened anew. */
	get session(): number {
		return this.#session;
	}

	/** Takes the one session, in order of asking. The returned function gives it back. */
	async acquire(): Promise<() => void> {
		let release!: () => void;
		const before = this.#tail;
		this.#tail = new Promise((resolve) => {
			release = resolve;
		});
		await before;
		return release;
	}

	/** One statement with parameters, outside any transaction; waits for its turn. */
	async query(text: string, values: unknown[] = []): Promise<Rows> {
		const release = await this.acquire();
		try {
			return await this.rawQuery(text, values);
		} finally {
			release();
		}
	}

	/** Several statements without parameters, as one unit of work; waits for its turn. */
	async exec(text: string): Promise<Rows[]> {
		const release = await this.acquire();
		try {
			return await this.rawExec(text);
		} finally {
			release();
		}
	}

	/**
	 * As `query`, for whoever holds the session. With `session` it fails with 57P01 once that session is gone: the rest
	 * of a transaction must not run, each statement for itself and without its role, in the session that came after.
	 */
	rawQuery(text: string, values: unknown[] = [], session?: number): Promise<Rows> {
		return this.#send({ kind: "query", text, values }, session);
	}

	/** As `exec`, for whoever holds the session; `session` as in `rawQuery`. */
	rawExec(text: string, session?: number): Promise<Rows[]> {
		return this.#send({ kind: "exec", text }, session);
	}

	/** Calls `heard` for each notification on a channel. Survives a restart of the thread. */
	async listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>> {
		const known = this.#listeners.get(channel);
		if (known) known.add(heard);
		else {
			this.#listeners.set(channel, new Set([heard]));
			await this.#withSession(() => this.#send({ kind: "listen", channel }));
		}
		return async () => {
			this.#listeners.get(channel)?.delete(heard);
		};
	}

	/** The whole database as a tar archive, to be given to `image` later. */
	dump(): Promise<Uint8Array> {
		return this.#withSession(() => this.#send<Uint8Array>({ kind: "dump" }));
	}

	/** Closes the database after the work under way and ends the thread. */
	async close(): Promise<void> {
		if (this.closed) return;
		this.closed = true;
		await this.#withSession(() => this.#send({ kind: "close" })).catch(() => undefined);
		await this.#thread.terminate();
	}

	async #withSession<T>(work: () => Promise<T>): Promise<T> {
		const release = await this.acquire();
		try {
			return await work();
		} finally {
			release();
		}
	}

	#open(image?: Uint8Array): void {
		const { dataDir } = this.#options;
		const thread = new Worker(threadFile(), { workerData: { dataDir, image }, execArgv: [] });
		this.#thread = thread;
		thread.on("message", (reply: Reply) => this.#receive(reply));
		thread.on("error", (error) => this.#lost(thread, error));
		thread.on("exit", () => this.#lost(thread, new Error("the embedded database stopped")));
		this.#ready = new Promise((resolve, reject) => {
			const timer = setTimeout(() => reject(new Error("the embedded database did not open within 60 s")), 60_000);
			this.#pending.set(0, { resolve: resolve as never, reject, timer });
		});
		this.#ready.catch(() => undefined);
	}

	async #send<T>(request: Record<string, unknown>, session?: number): Promise<T> {
		await this.#ready;
		if (session !== undefined && session !== this.#session) throw lost("its session is gone");
		const id = this.#nextId++;
		return new Promise<T>((resolve, reject) => {
			const limit = this.#options.queryLimitMs ?? 30_000;
			const timer = setTimeout(() => this.#restart(), limit);
			timer.unref();
			this.#pending.set(id, { resolve: resolve as never, reject, timer });
			this.#thread.postMessage({ ...request, id });
		});
	}

	#receive(reply: Reply): void {
		if (reply.channel !== undefined) {
			for (const heard of this.#listeners.get(reply.channel) ?? []) heard(reply.payload ?? "");
			return;
		}
		const pending = this.#pending.get(reply.id ?? -1);
		if (!pending) return;
		this.#pending.delete(reply.id!);
		clearTimeout(pending.timer);
		if (reply.id === 0) this.#isOpen = this.#wasOpen = true;
		if (reply.error) pending.reject(Object.assign(new Error(String(reply.error.message)), reply.error));
		else pending.resolve(reply.result as never);
	}

	#restart(): void {
		void this.#thread.terminate();
	}

	/**
	 * The thread is gone: fails what was under way and, unless closing, opens the same folder again. A database that
	 * never opened is not tried again, and one in memory is gone for good.
	 */
	#lost(thread: Worker, cause: Error): void {
		if (thread !== this.#thread) return;
		this.#session += 1;
		const failed = lost(cause.message);
		for (const pending of this.#pending.values()) {
			clearTimeout(pending.timer);
			pending.reject(failed);
		}
		this.#pending.clear();
		const hadOpened = this.#isOpen;
		this.#isOpen = false;
		this.#ready = Promise.reject(failed);
		this.#ready.catch(() => undefined);
		if (this.closed || !this.#wasOpen || !this.#options.dataDir) return;
		// A folder that opened before and does not now is tried every second: an error each time, never a busy loop.
		if (hadOpened) this.#reopen();
		else setTimeout(() => this.closed || this.#reopen(), 1_000).unref();
	}

	#reopen(): void {
		this.#open();
		for (const channel of this.#listeners.keys()) {
			this.#withSession(() => this.#send({ kind: "listen", channel })).catch(() => undefined);
		}
	}
}

function lost(why: string): Error {
	return Object.assign(new Error(`database connection lost: ${why}`), { code: "57P01" });
}

/** The thread runs from source, also when this module was bundled: Node strips its types itself. */
function threadFile(): string {
	let folder = path.dirname(fileURLToPath(import.meta.url));
	while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
	return path.join(folder, "db", "embedded-thread.ts");
}
