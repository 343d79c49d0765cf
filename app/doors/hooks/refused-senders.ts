import { AppError, tooMany } from "#app/base/errors.ts";
import { addressBucket, takeRate } from "#app/doors/rates/rate-limit.ts";

/** So many senders are remembered at once; who is forgotten is counted in the database all the same. */
const MOST = 10_000;

/**
 * Senders whose deliveries were refused too often, until when: what they send next is not read. Counted by the hook's
 * full address and the sender's, so that whoever floods one hook keeps nobody from another, and in the database, so that
 * every process counts alike; remembered here, so that a flood costs no query each.
 */
export class RefusedSenders {
	readonly #until = new Map<string, number>();
	readonly #now: () => number;

	/** `now`: milliseconds. */
	constructor(now: () => number = Date.now) {
		this.#now = now;
	}

	/** Throws 429 for a sender who has to wait. */
	check(path: string, ip: string | undefined): void {
		const until = this.#until.get(keyOf(path, ip));
		if (until === undefined) return;
		const left = until - this.#now();
		if (left > 0) throw tooMany(Math.ceil(left / 1_000));
		this.#until.delete(keyOf(path, ip));
	}

	/** Counts a delivery whose signature was wrong or missing. Never throws: the refusal is answered in any case. */
	async count(path: string, ip: string | undefined): Promise<void> {
		const key = keyOf(path, ip);
		try {
			await takeRate(key, "hook-refused");
		} catch (error) {
			if (!(error instanceof AppError) || error.status !== 429) return;
			if (this.#until.size >= MOST) this.#until.clear();
			this.#until.set(key, this.#now() + (error.retryAfterSeconds ?? 1) * 1_000);
		}
	}
}

const keyOf = (path: string, ip: string | undefined) => `${path} ${addressBucket(ip)}`;
