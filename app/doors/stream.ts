import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { NO_ORGANISATION } from "#app/domain/identity/sessions/announce-sessions.ts";
import { EVERYTHING, type Live } from "#db/live.ts";
import { RecentChanges } from "./recent-changes.ts";

const KEEP_ALIVE_MS = 25_000;
/** A client that does not read is cut off once this much waits for it, so that it costs nobody else memory. */
const BACKLOG_BYTES = 256 * 1024;

/** Streams of one member, or of one customer's chat, at a time, for each process: nobody can hold every socket. */
const MOST_OF_ONE = 20;

/** Streams of one address at a time, for each process: a whole firm may sit behind one. */
const MOST_OF_ADDRESS = 200;

/** Between asking about every client and asking about every client again. */
const BETWEEN_ROUNDS_MS = 1_000;

/** What a client is told when anything may have changed. */
const REFRESH = Buffer.from("event: refresh\ndata: {}\n\n");

type StreamOptions = {
	/** The topics that are told, where it is not all of the organisation's. */
	only?: readonly string[];
	self?: string;
	person?: string;
	address?: string | undefined;
	/** How long ago the page that listens began to load, in milliseconds: what changed since then is told at once. */
	age?: number | undefined;
};

type Client = {
	response: ServerResponse;
	only: ReadonlySet<string> | undefined;
	/** The topic of the one who hears: when that changes, whether they still may is asked at once. */
	self: string | undefined;
	/** The person's own topic, which stands in no organisation: their sessions changed. */
	person: string | undefined;
	address: string | undefined;
	/** Whether the one who opened it may still hear; a database that is away says nothing about that. */
	mayHear: () => Promise<boolean>;
};

/**
 * All open event streams of this process (Server-Sent Events, WHATWG HTML 9.2), by organisation. A change is turned
 * into bytes once and written to each client; `only` narrows a client to given topics (a customer's own chat).
 */
export class StreamHub {
	readonly #clients = new Map<string, Set<Client>>();
	/** How many streams an address has open. */
	readonly #addresses = new Map<string, number>();
	readonly #recent = new RecentChanges();
	readonly #timer: NodeJS.Timeout;
	readonly #stopListening: (() => void)[];
	/** Who is to be asked about next, and the rounds of questions under way. */
	#doubted = new Set<Client>();
	#asking: Promise<void> | undefined;
	#nextRound = 0;
	#isClosed = false;

	constructor(live: Live) {
		this.#timer = setInterval(() => {
			this.#writeAll(": still here\n\n");
			this.#recent.sweep();
			void this.recheck();
		}, KEEP_ALIVE_MS);
		this.#timer.unref();
		this.#stopListening = [
			live.onChange(({ org, topics }) => this.#tell(org, topics)),
			live.onGap(() => this.#writeAll(REFRESH)),
		];
	}

	/**
	 * Takes over a response as an event stream until either side closes it, or `mayHear` says that its session or link
	 * has ended, which is asked again about twice a minute, and when the topics `self` and `person` change. Answers 429
	 * where the same one, or the same address, has as many open already as anybody needs: those go on.
	 */
	open(
		org: string,
		response: ServerResponse,
		mayHear: () => Promise<boolean>,
		{ only, self, person, address, age }: StreamOptions = {},
	): void {
		// Between the question who this is and its answer, the client may have gone or the process begun to stop.
		if (response.destroyed) return;
		if (this.#isClosed) {
			response.writeHead(503, { "Retry-After": "1", Connection: "close" }).end();
			return;
		}
		const narrowed = only ? new Set(only) : undefined;
		const room = this.#clients.get(org) ?? new Set();
		const isSameOne = (other: Client) => (only ? other.only?.has(only[0] ?? "") : self && other.self === self);
		const held = address ? (this.#addresses.get(address) ?? 0) : 0;
		if (held >= MOST_OF_ADDRESS || [...room].filter(isSameOne).length >= MOST_OF_ONE) {
			response.writeHead(429, { "Retry-After": "60", Connection: "close" }).end();
			return;
		}
		response.writeHead(200, {
			"Content-Type": "text/event-stream",
			"Cache-Control": "no-store, no-transform",
			Connection: "keep-alive",
			"X-Accel-Buffering": "no",
		});
		// `retry` spreads reconnections, so that a restart is not met by everybody at once.
		response.write(`retry: ${1_000 + Math.floor(Math.random() * 2_000)}\nevent: hello\ndata: {}\n\n`);
		const client: Client = { response, mayHear, only: narrowed, self, person, address };
		this.#clients.set(org, room.add(client));
		const missed = age ? this.#recent.within(org, age) : [];
		if (missed.length > 0) tellClient(client, missed);
		this.#count(address, 1);
		response.on("close", () => {
			if (room.delete(client)) this.#count(address, -1);
			if (room.size === 0 && this.#clients.get(org) === room) this.#clients.delete(org);
		});
	}

	/** Ends the streams whose session or link is over. */
	recheck(): Promise<void> {
		return this.#doubt([...this.#clients.values()].flatMap((room) => [...room]));
	}

	/** How many streams are open. */
	get size(): number {
		return [...this.#clients.values()].reduce((sum, room) => sum + room.size, 0);
	}

	/** Ends every stream; browsers reconnect to another process by themselves. */
	close(): void {
		this.#isClosed = true;
		clearInterval(this.#timer);
		for (const stop of this.#stopListening) stop();
		for (const room of this.#clients.values()) for (const { response } of room) response.end();
		this.#clients.clear();
		this.#addresses.clear();
		this.#doubted.clear();
	}

	#count(address: string | undefined, by: 1 | -1): void {
		if (!address) return;
		const open = (this.#addresses.get(address) ?? 0) + by;
		if (open > 0) this.#addresses.set(address, open);
		else this.#addresses.delete(address);
	}

	/** A person's sessions changed: in whichever organisation their streams are, each is asked about at once. */
	#askPerson(topics: readonly string[]): void {
		const isAsked = ({ person }: Client) =>
			person !== undefined && (topics.includes(person) || topics.includes(EVERYTHING));
		for (const room of this.#clients.values())
			for (const client of room) if (isAsked(client)) void endUnlessMay(client);
	}

	#tell(org: string, topics: readonly string[]): void {
		if (org === NO_ORGANISATION) {
			this.#askPerson(topics);
			return;
		}
		this.#recent.note(org, topics);
		const room = this.#clients.get(org);
		if (!room) return;
		const all = topics.includes(EVERYTHING);
		const bytes = all ? REFRESH : frame(topics);
		for (const client of room) {
			const { self } = client;
			// A member who was removed hears no more from now on, not from the next question on.
			if (self && topics.includes(self)) void endUnlessMay(client);
			else if (self && all) void this.#doubt([client]);
			tellClient(client, topics, bytes);
		}
	}

	/**
	 * Asks about clients one after the other, in rounds a second apart: neither an import, which may have changed
	 * anything many times a second, nor a database that is away makes a heap of questions. Resolves when all are asked.
	 */
	#doubt(clients: readonly Client[]): Promise<void> {
		for (const client of clients) this.#doubted.add(client);
		this.#asking ??= this.#ask();
		return this.#asking;
	}

	async #ask(): Promise<void> {
		while (this.#doubted.size > 0) {
			await sleep(Math.max(0, this.#nextRound - performance.now()), undefined, { ref: false });
			const round = this.#doubted;
			this.#doubted = new Set();
			for (const client of round) await endUnlessMay(client);
			this.#nextRound = performance.now() + BETWEEN_ROUNDS_MS;
		}
		this.#asking = undefined;
	}

	#writeAll(text: string | Buffer): void {
		const bytes = Buffer.from(text as string);
		for (const room of this.#clients.values()) for (const client of room) write(client, bytes);
	}
}

async function endUnlessMay({ response, mayHear }: Client): Promise<void> {
	const may = response.destroyed || (await mayHear().catch(() => true));
	if (!may) response.end();
}

/** `bytes`: the message to one who hears everything, where it stands already. */
function tellClient(client: Client, topics: readonly string[], bytes?: Buffer): void {
	const all = topics.includes(EVERYTHING);
	const { only } = client;
	if (!only) {
		write(client, bytes ?? (all ? REFRESH : frame(topics)));
		return;
	}
	const some = all ? [...only] : topics.filter((topic) => only.has(topic));
	if (some.length > 0) write(client, frame(some));
}

function frame(topics: readonly string[]): Buffer {
	return Buffer.from(`event: change\ndata: ${JSON.stringify({ topics })}\n\n`);
}

function write({ response }: Client, bytes: Buffer): void {
	if (response.writableLength > BACKLOG_BYTES) response.destroy();
	else response.write(bytes);
}
