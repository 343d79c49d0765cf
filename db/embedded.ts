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
	closed = false;

	constructor(options: EmbeddedOptions) {
		this.#options = options;
		this.#open(options.image);
	}

	/** Waits until the database answers. */
	get waitReady(): Promise<void> {
		return this.#ready;
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

	/** As `query`, for whoever holds the session. */
	rawQuery(text: string, values: unknown[] = []): Promise<Rows> {
		return this.#send({ kind: "query", text, values });
	}

	/** As `exec`, for whoever holds the session. */
	rawExec(text: string): Promise<Rows[]> {
		return this.#send({ kind: "exec", text });
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

	async #send<T>(request: Record<string, unknown>): Promise<T> {
		await this.#ready;
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
		if (reply.error) pending.reject(Object.assign(new Error(String(reply.error.message)), reply.error));
		else pending.resolve(reply.result as never);
	}

	#restart(): void {
		void this.#thread.terminate();
	}

	/** The thread is gone: fails what was under way and, unless closing, opens the same folder again. */
	#lost(thread: Worker, cause: Error): void {
		if (thread !== this.#thread) return;
		const failed = Object.assign(new Error(`database connection lost: ${cause.message}`), { code: "57P01" });
		for (const pending of this.#pending.values()) {
			clearTimeout(pending.timer);
			pending.reject(failed);
		}
		this.#pending.clear();
		if (this.closed || !this.#options.dataDir) return;
		this.#open();
		for (const channel of this.#listeners.keys()) void this.#withSession(() => this.#send({ kind: "listen", channel }));
	}
}

/** The thread runs from source, also when this module was bundled: Node strips its types itself. */
function threadFile(): string {
	let folder = path.dirname(fileURLToPath(import.meta.url));
	while (!existsSync(path.join(folder, "package.json"))) folder = path.dirname(folder);
	return path.join(folder, "db", "embedded-thread.ts");
}
