import type { Ctx } from "#db/context.ts";
import type { Narrowing } from "./filter-sql.ts";

/** How long a list that was counted to the cap is taken to be as large still. Milliseconds. */
const REMEMBERED_MS = 60_000;
const MOST_REMEMBERED = 1_000;

/**
 * Which lists one process has counted to the cap of late. Such a list says "10,000+" whether it holds ten thousand
 * records more or not, and counting so far takes longer than reading its page; so it is not counted at every page. A
 * list that shrinks below the cap says so a minute later at the latest.
 */
export class LargeLists {
	readonly #counted = new Map<string, number>();
	readonly #now: () => number;

	/** `now`: a clock in milliseconds that never goes back. */
	constructor(now: () => number = () => performance.now()) {
		this.#now = now;
	}

	/** Whether a list was counted to the cap within the last minute. */
	has(list: string): boolean {
		const at = this.#counted.get(list);
		return at !== undefined && this.#now() - at < REMEMBERED_MS;
	}

	/** Remembers a list that has just been counted to the cap; of too many the one counted longest ago is forgotten. */
	add(list: string): void {
		this.#counted.delete(list);
		this.#counted.set(list, this.#now());
		const [oldest] = this.#counted.keys();
		if (this.#counted.size > MOST_REMEMBERED && oldest !== undefined) this.#counted.delete(oldest);
	}
}

/** What a list is remembered by: all that its count hangs on, of which "mine" is one. */
export function nameOfList({ org, actor }: Ctx, { type, q, filters, zone }: Narrowing): string {
	return JSON.stringify([org, actor.kind === "member" ? actor.id : null, type, zone, q, filters]);
}
