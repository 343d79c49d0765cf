/** A contact with its age: what sorts the older first. */
type Aged = { id: string; age: string };

/**
 * Who has an address. Of several the oldest is meant, whether they were read from the database or made and changed by
 * the rows before, so it does not matter where one chunk of rows ends and the next begins.
 */
export class Holders<T extends Aged> {
	readonly #byKey = new Map<string, T[]>();

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

	/** Puts another in the place of each, or takes it out. */
	renew(by: (one: T, key: string) => T | undefined): void {
		for (const [key, all] of this.#byKey) {
			const renewed = all.flatMap((one) => by(one, key) ?? []);
			if (renewed.some((one, at) => one !== all[at]) || renewed.length < all.length) this.#byKey.set(key, renewed);
		}
	}

	/** The oldest first. */
	of(key: string): readonly T[] {
		return this.#byKey.get(key) ?? [];
	}
}
