type Entry<Item, Result> = { item: Item; resolve(result: Result): void; reject(error: unknown): void };
type Lane<Item, Result> = { waiting: Entry<Item, Result>[]; underWay: number; isCalled: boolean };

/**
 * Work that comes at the same time, done as one: what comes while enough lots of a key are under way waits, and goes as
 * one lot when one of them ends (as databases share one flush among commits). One that comes alone waits for nobody.
 * A lot that fails is done again one by one, so that each hears of its own failure alone: `work` must bear a repetition.
 */
export class Together<Item, Result> {
	readonly #lanes = new Map<string, Lane<Item, Result>>();
	readonly #work: (items: Item[], key: string) => Promise<Result[]>;
	readonly #most: number;
	readonly #places: number;

	/** `work` answers one result for each item, in their order. `most`: of a lot. `places`: lots of a key at a time. */
	constructor(work: (items: Item[], key: string) => Promise<Result[]>, { most = 50, places = 2 } = {}) {
		this.#work = work;
		this.#most = most;
		this.#places = places;
	}

	/** Settles with the item's own result, or the error that it meets by itself. */
	add(key: string, item: Item): Promise<Result> {
		return new Promise((resolve, reject) => {
			const lane = this.#lanes.get(key) ?? { waiting: [], underWay: 0, isCalled: false };
			this.#lanes.set(key, lane);
			lane.waiting.push({ item, resolve, reject });
			this.#call(key, lane);
		});
	}

	/** Not at once: whoever comes in the same turn of the process goes along. */
	#call(key: string, lane: Lane<Item, Result>): void {
		if (lane.isCalled || lane.underWay >= this.#places || lane.waiting.length === 0) return;
		lane.isCalled = true;
		setImmediate(() => {
			lane.isCalled = false;
			const lot = lane.waiting.splice(0, this.#most);
			lane.underWay++;
			void this.#carryOut(key, lot).finally(() => {
				lane.underWay--;
				if (lane.underWay === 0 && lane.waiting.length === 0) this.#lanes.delete(key);
				else this.#call(key, lane);
			});
			this.#call(key, lane);
		});
	}

	async #carryOut(key: string, lot: Entry<Item, Result>[]): Promise<void> {
		try {
			const items = lot.map(({ item }) => item);
			const results = await this.#work(items, key);
			for (const [at, { resolve }] of lot.entries()) resolve(results[at] as Result);
		} catch (error) {
			if (lot.length === 1) lot[0]?.reject(error);
			else for (const entry of lot) await this.#carryOut(key, [entry]);
		}
	}
}
