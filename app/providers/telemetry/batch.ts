import { outboundFetch } from "#app/providers/http.ts";

export type BatchRequest = { url: string; headers: Record<string, string>; body: string };

/** How things of one kind are gathered and sent. What is over `most` in one interval is dropped. */
export type Batch<Item> = { everyMs: number; most: number; requests(items: Item[]): BatchRequest[] };

/**
 * Gathers items and sends them now and then, outside whatever request or transaction they came from. A receiver that
 * is away or slow costs the items, never the caller: nothing is retried and nothing is thrown.
 */
export class Batcher<Item> {
	readonly #batch: Batch<Item>;
	readonly #timer: NodeJS.Timeout;
	#items: Item[] = [];
	#sending: Promise<unknown> = Promise.resolve();

	constructor(batch: Batch<Item>) {
		this.#batch = batch;
		// Started here, at boot, so that it never runs inside the async context of somebody's transaction.
		this.#timer = setInterval(() => this.#flush(), batch.everyMs);
		this.#timer.unref();
	}

	add(item: Item): void {
		if (this.#items.length < this.#batch.most) this.#items.push(item);
	}

	/** Sends what is left and ends. */
	async close(): Promise<void> {
		clearInterval(this.#timer);
		this.#flush();
		await this.#sending;
	}

	#flush(): void {
		const items = this.#items;
		if (items.length === 0) return;
		this.#items = [];
		this.#sending = this.#sending.then(() => Promise.all(this.#batch.requests(items).map(send)));
	}
}

/** The operator names the receiver, so it may be private. Its answer does not matter. */
async function send({ url, headers, body }: BatchRequest): Promise<void> {
	try {
		const init = { method: "POST", headers, body, timeoutMs: 5_000, maxBytes: 65_536, allowPrivate: true };
		await (await outboundFetch(url, init)).arrayBuffer();
	} catch {
		// The fault or span stands in the log.
	}
}
