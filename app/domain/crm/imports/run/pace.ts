/** What one transaction of an import should take, well under the 250 ms that others may have to wait. Milliseconds. */
const AIM = 150;
const LEAST = 25;
const MOST = 2_000;

/** How many rows the next chunk has, by how long the last took: machines and mappings differ tenfold. */
export class Pace {
	size: number;
	readonly #least: number;

	/** `first`: how many the first chunk has. */
	constructor(first = 200) {
		this.size = first;
		this.#least = Math.min(LEAST, first);
	}

	learn(rows: number, ms: number): void {
		const fitting = (rows * AIM) / Math.max(1, ms);
		// Half the way up, all the way down: one quick chunk says little, one slow chunk says enough.
		const next = fitting > this.size ? (this.size + fitting) / 2 : fitting;
		this.size = Math.round(Math.min(MOST, Math.max(this.#least, next)));
	}
}
