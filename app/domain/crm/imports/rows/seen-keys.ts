/**
 * A set of keys of one file, each held as a number of 53 bits: a million of them take 32 MB and not 100. Two keys can
 * share a number once in some thousand files of a million rows, which a preview's count can bear and a change could not.
 */
export class SeenKeys {
	#slots = new Float64Array(1 << 12);
	#size = 0;

	has(key: string): boolean {
		return this.#slots[this.#slotOf(numberOf(key))] !== 0;
	}

	add(key: string): void {
		const number = numberOf(key);
		const slot = this.#slotOf(number);
		if (this.#slots[slot] !== 0) return;
		this.#slots[slot] = number;
		if (++this.#size * 2 > this.#slots.length) this.#grow();
	}

	#slotOf(number: number): number {
		let slot = number % this.#slots.length;
		while (this.#slots[slot] !== 0 && this.#slots[slot] !== number) slot = (slot + 1) % this.#slots.length;
		return slot;
	}

	#grow(): void {
		const old = this.#slots;
		this.#slots = new Float64Array(old.length * 2);
		for (const number of old) if (number !== 0) this.#slots[this.#slotOf(number)] = number;
	}
}

/** Two FNV-1a hashes of 32 and 21 bits side by side; never zero, which marks a free slot. */
function numberOf(key: string): number {
	let high = 0x811c9dc5;
	let low = 0x01000193;
	for (let at = 0; at < key.length; at++) {
		const code = key.charCodeAt(at);
		high = Math.imul(high ^ code, 0x01000193);
		low = Math.imul(low ^ (code + at), 0x85ebca6b);
	}
	return (high >>> 11) * 2 ** 32 + (low >>> 0) || 1;
}
