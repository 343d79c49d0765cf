import { EVERYTHING } from "#db/live.ts";

/** How long a change is remembered, in milliseconds: a page on a slow line stands there within this time. */
const KEPT_MS = 30_000;
/** Topics remembered for an organisation; where more change, all of them may have. */
const MOST_TOPICS = 500;

/**
 * What changed in the last moments, by organisation. A page's data is read a while before its browser listens, and what
 * changed in between would not be heard of until the next change.
 */
export class RecentChanges {
	readonly #organisations = new Map<string, Map<string, number>>();
	readonly #now: () => number;

	/** `now`: a clock that only goes forward, in milliseconds. */
	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	note(org: string, topics: readonly string[]): void {
		const known = this.#organisations.get(org) ?? new Map<string, number>();
		const now = this.#now();
		for (const topic of topics) known.set(topic, now);
		if (known.size > MOST_TOPICS) {
			known.clear();
			known.set(EVERYTHING, now);
		}
		this.#organisations.set(org, known);
	}

	/** The topics that changed within `ageMs`: `EVERYTHING` alone where that is among them or longer ago than is kept. */
	within(org: string, ageMs: number): string[] {
		if (ageMs > KEPT_MS) return [EVERYTHING];
		const since = this.#now() - ageMs;
		const topics = [...(this.#organisations.get(org) ?? [])].flatMap(([topic, at]) => (at >= since ? [topic] : []));
		return topics.includes(EVERYTHING) ? [EVERYTHING] : topics;
	}

	/** Forgets what is old. Call it now and then. */
	sweep(): void {
		const since = this.#now() - KEPT_MS;
		for (const [org, known] of this.#organisations) {
			for (const [topic, at] of known) if (at < since) known.delete(topic);
			if (known.size === 0) this.#organisations.delete(org);
		}
	}
}
