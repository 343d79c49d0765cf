/**
 * Gathers what arrives while a transaction is under way into the next one: the first caller starts at once, those
 * who come meanwhile share a commit, and each is answered after the commit that holds its item. So a lone item waits
 * for nobody, and a crowd costs one transaction for up to `most` items instead of one each.
 */
export class GroupCommit<Item, Result> {
	readonly #commit: (key: string, items: Item[]) => Promise<Result[]>;
	readonly #most: number;
	readonly #queues = new Map<string, Waiting<Item, Result>[]>();

	/** `commit` stores the items of one key in one transaction and answers in their order. */
	constructor(commit: (key: string, items: Item[]) => Promise<Result[]>, most = 100) {
		this.#commit = commit;
		this.#most = most;
	}

	/** Resolves once the item is committed; rejects when it cannot be. Items of one key share transactions. */
	add(key: string, item: Item): Promise<Result> {
		return new Promise((resolve, reject) => {
			const waiting = { item, resolve, reject };
			const queue = this.#queues.get(key);
			if (queue) {
				queue.push(waiting);
				return;
			}
			this.#queues.set(key, [waiting]);
			void this.#drain(key);
		});
	}

	async #drain(key: string): Promise<void> {
		for (let batch = this.#take(key); batch.length > 0; batch = this.#take(key)) await this.#settle(key, batch);
	}

	#take(key: string): Waiting<Item, Result>[] {
		const queue = this.#queues.get(key)!;
		if (queue.length === 0) this.#queues.delete(key);
		return queue.splice(0, this.#most);
	}

	async #settle(key: string, batch: Waiting<Item, Result>[]): Promise<void> {
		try {
			const results = await this.#commit(
				key,
				batch.map(({ item }) => item),
			);
			for (const [index, { resolve }] of batch.entries()) resolve(results[index]!);
		} catch (error) {
			// One item that the database refuses must not take the others down with it.
			if (batch.length > 1) for (const each of batch) await this.#settle(key, [each]);
			else batch[0]!.reject(error);
		}
	}
}

type Waiting<Item, Result> = { item: Item; resolve(result: Result): void; reject(error: unknown): void };
