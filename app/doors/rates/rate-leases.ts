/** How many calls fit in a bucket, and how many flow back in a second. */
export type Rate = { capacity: number; perSecond: number };

/** What a bucket gave: how many of the calls asked for, what it holds still, and when it holds one again if it gave none. */
export type Taken = { taken: number; left_over: number; wait_seconds: number };

/** Where buckets are kept, for all processes. */
export type Buckets = {
	take(bucket: string, rate: Rate, wanted: number): Promise<Taken>;
	giveBack(unused: { bucket: string; calls: number; rate: Rate }[]): Promise<void>;
};

/** A call let through (`remaining`: what the bucket holds still), or not, and how many seconds until the next one is. */
export type Verdict = { allowed: true; remaining: number } | { allowed: false; waitSeconds: number };

/** How long calls taken beforehand may be made. Milliseconds. */
const LEASE_MS = 3_000;
/** How long it is remembered how often a bucket is taken from. Milliseconds. */
const REMEMBERED_MS = 60_000;
/** The largest share of a bucket that one process holds. */
const MOST = 1 / 10;

type Lease = {
	rate: Rate;
	/** Calls that are taken and not made yet. */
	left: number;
	/** What the bucket held after they were taken, and when that was. */
	over: number;
	at: number;
	/** How many calls were made of those. */
	used: number;
	/** How many are taken the next time. */
	size: number;
	/** When it was last called. */
	calledAt: number;
	taking: Promise<Verdict | undefined> | undefined;
	waiting: number;
};

/**
 * One process's share of buckets that others take from too. Who calls seldom takes one call at a time, exactly; who
 * calls again within three seconds has twice as many taken beforehand at each renewal, up to a tenth of the bucket, and
 * what is not made within three seconds goes back. Who pauses for less than a minute begins again with as many as they
 * made in three seconds before. Every call that is made was taken from its bucket before, so no more
 * are ever let through than the buckets gave: over any stretch of time, capacity and what flowed back in it, and at most
 * a tenth of the capacity for each process that held a lease when the stretch began. A process that dies takes what it
 * held along, which the bucket regains as it fills.
 */
export class RateLeases {
	readonly #buckets: Buckets;
	readonly #now: () => number;
	readonly #leases = new Map<string, Lease>();
	#sweep: NodeJS.Timeout | undefined;

	/** `now`: a clock in milliseconds that never goes back. */
	constructor(buckets: Buckets, now: () => number = () => performance.now()) {
		this.#buckets = buckets;
		this.#now = now;
	}

	/** One call of a bucket. */
	async take(bucket: string, rate: Rate): Promise<Verdict> {
		const lease = this.#leaseOf(bucket, rate);
		for (;;) {
			if (lease.left > 0 && this.#now() - lease.at < LEASE_MS) return this.#spend(lease);
			lease.waiting++;
			lease.taking ??= this.#renew(bucket, lease);
			try {
				const refused = await lease.taking;
				if (refused) return refused;
			} finally {
				lease.waiting--;
			}
		}
	}

	/** Gives back what ran out unused; with `all`, what could still be used as well. */
	async giveBack({ all = false } = {}): Promise<void> {
		const unused: { bucket: string; calls: number; rate: Rate }[] = [];
		for (const [bucket, lease] of this.#leases) {
			if (lease.taking || (!all && this.#now() - lease.at < LEASE_MS)) continue;
			if (lease.left > 0) unused.push({ bucket, calls: lease.left, rate: lease.rate });
			lease.left = 0;
			// What was called in its time is what is likely in the next; who does not call for a minute is forgotten.
			if (lease.used > 0) lease.size = lease.used;
			lease.used = 0;
			lease.at = this.#now();
			if (all || this.#now() - lease.calledAt >= REMEMBERED_MS) this.#leases.delete(bucket);
		}
		if (this.#leases.size === 0) this.#stopSweeping();
		if (unused.length > 0) await this.#buckets.giveBack(unused);
	}

	#leaseOf(bucket: string, rate: Rate): Lease {
		const known = this.#leases.get(bucket);
		if (known) return known;
		const lease = {
			rate,
			left: 0,
			over: 0,
			at: this.#now(),
			used: 0,
			size: 1,
			calledAt: this.#now(),
			taking: undefined,
			waiting: 0,
		};
		this.#leases.set(bucket, lease);
		// A bucket that could not be given back to fills by itself.
		this.#sweep ??= setInterval(() => void this.giveBack().catch(() => undefined), LEASE_MS / 3).unref();
		return lease;
	}

	#spend(lease: Lease): Verdict {
		lease.left--;
		lease.used++;
		lease.calledAt = this.#now();
		const { capacity, perSecond } = lease.rate;
		const flowed = Math.floor(((this.#now() - lease.at) / 1_000) * perSecond);
		return { allowed: true, remaining: Math.min(capacity, lease.over + flowed + lease.left) };
	}

	async #renew(bucket: string, lease: Lease): Promise<Verdict | undefined> {
		const { rate } = lease;
		const most = Math.max(1, Math.floor(rate.capacity * MOST));
		const began = this.#now();
		try {
			if (lease.left > 0) {
				const calls = lease.left;
				lease.left = 0;
				await this.#buckets.giveBack([{ bucket, calls, rate }]);
			}
			const wanted = Math.min(most, Math.max(1, lease.size, lease.waiting));
			const { taken, left_over, wait_seconds } = await this.#buckets.take(bucket, rate, wanted);
			if (taken === 0) return { allowed: false, waitSeconds: wait_seconds };
			lease.left = taken;
			lease.used = 0;
			lease.over = left_over;
			lease.at = began;
			lease.size = Math.min(most, wanted * 2);
			return undefined;
		} finally {
			lease.taking = undefined;
		}
	}

	#stopSweeping(): void {
		clearInterval(this.#sweep);
		this.#sweep = undefined;
	}
}
