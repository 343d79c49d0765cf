/** How often a shop is asked for changed orders, in milliseconds (LEAD-3). */
export const POLL_EVERY_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;

/**
 * How long after its `failures`-th failure in a row (1 is the first) a connection is asked again: twice as long each
 * time, a quarter of an hour at most; never sooner than the shop itself asked for.
 */
export function pollDelayAfter(failures: number, retryAfterMs: number | null): number {
	const own = Math.min(LONGEST_WAIT_MS, POLL_EVERY_MS * 2 ** Math.min(failures, 10));
	return Math.max(own, retryAfterMs ?? 0);
}
