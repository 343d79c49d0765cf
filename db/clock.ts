/** A difference below this is the way to the database and back, not a wrong clock. */
const TOLERATED_MS = 1_000;
const EVERY_MS = 60_000;

/**
 * The database's time, as one process knows it. Several machines share the work, and one of them may have a wrong
 * clock: what is due, lost or within a window is judged by the clock that all have in common. The difference is
 * measured once a minute, so a clock that jumps is wrong here for a minute at most.
 */
export class Clock {
	readonly #ask: (() => Promise<number>) | undefined;
	#ahead = 0;
	#timer: NodeJS.Timeout | undefined;

	/** `ask` tells the database's time in epoch milliseconds; without it the database is this process's own. */
	constructor(ask?: () => Promise<number>) {
		this.#ask = ask;
	}

	/** Measures now and once a minute. `onWrong` hears, at a change, by how many milliseconds this machine is ahead. */
	async start(onWrong: (aheadMs: number) => void): Promise<void> {
		const ask = this.#ask;
		if (!ask) return;
		await this.#measure(ask, onWrong);
		this.#timer = setInterval(() => void this.#measure(ask, onWrong).catch(() => undefined), EVERY_MS);
		this.#timer.unref();
	}

	/** The instant it is by the database's clock. */
	now(): Date {
		return new Date(Date.now() - this.#ahead);
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	async #measure(ask: () => Promise<number>, onWrong: (aheadMs: number) => void): Promise<void> {
		const asked = performance.now();
		const told = await ask();
		const took = performance.now() - asked;
		const ahead = Math.round(Date.now() - took / 2 - told);
		const before = this.#ahead;
		// The answer was given at any instant of that time: one that was long on its way tells of nothing smaller.
		if (Math.abs(ahead - before) <= took / 2) return;
		this.#ahead = Math.abs(ahead) < TOLERATED_MS ? 0 : ahead;
		if (this.#ahead !== 0 && Math.abs(this.#ahead - before) >= TOLERATED_MS) onWrong(ahead);
	}
}
