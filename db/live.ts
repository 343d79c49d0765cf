import pg from "pg";
import type { OpenDatabase } from "./client.ts";

/** A change that browsers of one organisation are told of: which topics, never what is in them. */
export type Change = { org: string; topics: string[] };

const CHANNEL = "perigee_live";
/** NOTIFY refuses 8,000 bytes and more, and aborts its transaction; payloads are cut well below. */
const PAYLOAD_LIMIT = 7_000;
const HEARTBEAT_MS = 10_000;
/**
 * So long after one notification browsers' changes wait for the next: a process that changes something all the time says so
 * a hundred times a second and not with every commit, each of which wakes every process that listens. Jobs do not wait.
 */
const REST_MS = 10;

// No promise of delivery, so nobody waits for the disk over it.
const NOTIFY =
	"select set_config('synchronous_commit', 'off', true), pg_notify($1, payload) from unnest($2::text[]) payload";

/** More topics than this in one change are told as "anything may have changed": a page then loads once, all the same. */
const MOST_TOPICS = 200;
/** The topic that stands for all. */
export const EVERYTHING = "*";

type Wire = { p: string; j?: string[]; c?: [string, string[]][] };

/**
 * Tells every process what changed, after commit: topics for browsers, queue names for workers. Coalesced: what is
 * published while a notification is on its way goes out with the next one. Nothing here is a promise of delivery;
 * pages poll slowly and workers poll every two seconds, so a lost notification costs time only.
 */
export class Live {
	readonly #database: OpenDatabase;
	readonly #process = Math.random().toString(36).slice(2);
	readonly #changeListeners = new Set<(change: Change) => void>();
	readonly #gapListeners = new Set<() => void>();
	readonly #jobListeners = new Map<string, () => void>();
	#topics = new Map<string, Set<string>>();
	#jobs = new Set<string>();
	#sending: Promise<void> | undefined;
	#sentAt = 0;
	#client: pg.Client | undefined;
	#heartbeat: NodeJS.Timeout | undefined;
	#closed = false;

	constructor(database: OpenDatabase) {
		this.#database = database;
	}

	/** Begins to listen. On the embedded database everything is one process, so nothing needs to travel. */
	async start(): Promise<void> {
		if (this.#database.kind === "native") await this.#connect();
	}

	/** Hears every change, of all organisations; the stream door filters. Returns how to stop hearing. */
	onChange(heard: (change: Change) => void): () => void {
		this.#changeListeners.add(heard);
		return () => this.#changeListeners.delete(heard);
	}

	/** Called after a lost and regained connection: changes may have been missed, so clients refresh. */
	onGap(heard: () => void): () => void {
		this.#gapListeners.add(heard);
		return () => this.#gapListeners.delete(heard);
	}

	/** Called when a job was added to a queue, by this process or another. */
	onJobs(queue: string, heard: () => void): void {
		this.#jobListeners.set(queue, heard);
	}

	/** Announces what a transaction changed. Call after its commit. */
	publish(change: Change | undefined, jobs: Iterable<string> = []): void {
		for (const job of jobs) {
			this.#jobListeners.get(job)?.();
			this.#jobs.add(job);
		}
		if (change && change.topics.length > 0) this.#announce(change);
		if (this.#database.kind === "embedded") {
			this.#topics.clear();
			this.#jobs.clear();
			return;
		}
		if (this.#topics.size > 0 || this.#jobs.size > 0) this.#sending ??= this.#drain();
	}

	/** Stops listening and lets what is under way go out. */
	async close(): Promise<void> {
		this.#closed = true;
		clearInterval(this.#heartbeat);
		await this.#sending;
		await this.#client?.end().catch(() => undefined);
	}

	#announce({ org, topics }: Change): void {
		const told = fewTopics(topics);
		this.#hear({ org, topics: told });
		this.#topics.set(org, new Set(fewTopics([...(this.#topics.get(org) ?? []), ...told])));
	}

	/** Call with something to send only: it ends at once otherwise, before `#sending` is set, which nobody would clear. */
	async #drain(): Promise<void> {
		try {
			while (this.#topics.size > 0 || this.#jobs.size > 0) {
				if (this.#jobs.size === 0 && !this.#closed) await sleep(this.#sentAt + REST_MS - performance.now());
				this.#sentAt = performance.now();
				const payloads = this.#takePayloads();
				await this.#database.guest(NOTIFY, [CHANNEL, payloads]).catch(() => undefined);
			}
		} finally {
			this.#sending = undefined;
		}
	}

	#takePayloads(): string[] {
		const jobs = [...this.#jobs];
		const changes = [...this.#topics].flatMap(([org, topics]) => cut(org, [...topics]));
		this.#jobs = new Set();
		this.#topics = new Map();
		const payloads: string[] = [];
		let wire: Wire = { p: this.#process, ...(jobs.length > 0 ? { j: jobs } : {}) };
		let size = bytes(wire);
		for (const change of changes) {
			const more = bytes(change) + 1;
			if (size + more > PAYLOAD_LIMIT) {
				payloads.push(JSON.stringify(wire));
				wire = { p: this.#process };
				size = 60;
			}
			wire.c = [...(wire.c ?? []), change];
			size += more;
		}
		payloads.push(JSON.stringify(wire));
		return payloads;
	}

	#hear(change: Change): void {
		for (const heard of this.#changeListeners) heard(change);
	}

	async #connect(): Promise<void> {
		const client = new pg.Client({
			connectionString: this.#database.url!,
			application_name: "perigee-live",
			keepAlive: true,
			connectionTimeoutMillis: 10_000,
			options: "-c role=perigee_guest",
		});
		client.on("error", () => undefined);
		client.on("notification", ({ payload }) => this.#receive(payload ?? ""));
		client.once("end", () => {
			if (this.#client === client) void this.#reconnect();
		});
		try {
			await client.connect();
			await client.query(`listen ${CHANNEL}`);
		} catch (error) {
			client.end().catch(() => undefined);
			throw error;
		}
		if (this.#closed) return client.end();
		this.#client = client;
		clearInterval(this.#heartbeat);
		this.#heartbeat = setInterval(() => void this.#beat(client), HEARTBEAT_MS);
		this.#heartbeat.unref();
	}

	/** A connection can die without a word; a query that does not come back within the interval ends it. */
	async #beat(client: pg.Client): Promise<void> {
		const late = setTimeout(() => client.end().catch(() => undefined), HEARTBEAT_MS / 2);
		await client.query("select 1").catch(() => undefined);
		clearTimeout(late);
	}

	async #reconnect(): Promise<void> {
		for (let wait = 50; !this.#closed; wait = Math.min(wait * 2, 5_000)) {
			try {
				await this.#connect();
				for (const heard of this.#gapListeners) heard();
				for (const heard of this.#jobListeners.values()) heard();
				return;
			} catch {
				await new Promise((resolve) => setTimeout(resolve, wait));
			}
		}
	}

	#receive(payload: string): void {
		const wire = readWire(payload);
		// What this process published, its own listeners have heard already.
		if (wire.p === this.#process) return;
		for (const job of wire.j ?? []) this.#jobListeners.get(job)?.();
		for (const [org, topics] of wire.c ?? []) this.#hear({ org, topics });
	}
}

const sleep = (ms: number) => (ms > 0 ? new Promise((resolve) => setTimeout(resolve, ms)) : undefined);

/** What was sent. Any client of the database may notify, so what is not ours is heard as nothing. */
function readWire(payload: string): Wire {
	try {
		return (JSON.parse(payload) as Wire | null) ?? { p: "" };
	} catch {
		return { p: "" };
	}
}

/** One topic that stands for all, where there are too many, or one too long, to travel. */
function fewTopics(topics: string[]): string[] {
	const isMuch =
		topics.length > MOST_TOPICS || topics.includes(EVERYTHING) || topics.some((topic) => bytes(topic) > 500);
	return isMuch ? [EVERYTHING] : topics;
}

/** The topics of one organisation in pieces that fit a notification together with others. */
function cut(org: string, topics: string[]): [string, string[]][] {
	const pieces: [string, string[]][] = [];
	let size = Number.POSITIVE_INFINITY;
	for (const topic of topics) {
		size += bytes(topic) + 1;
		if (size > PAYLOAD_LIMIT / 2) {
			pieces.push([org, []]);
			size = bytes([org, [topic]]);
		}
		pieces.at(-1)![1].push(topic);
	}
	return pieces;
}

function bytes(value: unknown): number {
	return Buffer.byteLength(JSON.stringify(value));
}
