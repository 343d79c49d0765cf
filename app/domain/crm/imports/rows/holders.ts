/** A contact with its age: what sorts the older first. */
type Aged = { id: string; age: string };

/**
 * Who has an address. Of several the oldest is meant, whether they were read from the database or made and changed by
 * the rows before, so it does not matter where one chunk of rows ends and the next begins.
 */
export class Holders<T extends Aged> {
	readonly #byKey = new Map<string, T[]>();

	oldest(key: string): T | undefined {
		return this.#byKey.get(key)?.[0];
	}

	add(key: string, one: T): void {
		const all = this.#byKey.get(key);
		if (!all) this.#byKey.set(key, [one]);
		else if (!all.includes(one)) {
			const at = all.findIndex((other) => one.age < other.age);
			all.splice(at < 0 ? all.length : at, 0, one);
		}
	}

	remove(key: string, one: T): void {
		const all = this.#byKey.get(key);
		const at = all?.indexOf(one) ?? -1;
		if (at >= 0) all!.splice(at, 1);
	}

	/** Takes out those that are held elsewhere. */
	removeAll(isOut: (one: T) => boolean): void {
		for (const [key, all] of this.#byKey) {
			if (all.some(isOut))
				this.#byKey.set(
					key,
					all.filter((one) => !isOut(one)),
				);
		}
	}

	of(key: string): readonly T[] {
		return this.#byKey.get(key) ?? [];
	}
}
