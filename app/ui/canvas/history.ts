/** What was drawn, step by step: undo walks back through `past`, redo forward through `future` (nearest first). */
export type History<T> = {
	past: readonly T[];
	now: T;
	future: readonly T[];
	/** What the last change belongs to: changes of the same name that follow at once are undone as one. */
	merge?: string | undefined;
};

/** Beyond this many the oldest is forgotten. */
export const MOST_PAST = 200;

/** A history that begins with this. */
export const beginHistory = <T>(now: T): History<T> => ({ past: [], now, future: [] });

/**
 * Goes on to `next`. What was undone before can no longer be redone. With the same `merge` as the change before it, both
 * are one: letters typed into one field, presses of one arrow key.
 */
export function changed<T>(history: History<T>, next: T, merge?: string): History<T> {
	if (Object.is(next, history.now)) return history;
	if (merge !== undefined && merge === history.merge) return { ...history, now: next, future: [] };
	return { past: [...history.past, history.now].slice(-MOST_PAST), now: next, future: [], merge };
}

/** Goes back by one change; the same history where there is none. */
export function undone<T>({ past, now, future, ...rest }: History<T>): History<T> {
	const before = past.at(-1);
	if (past.length === 0) return { past, now, future, ...rest };
	return { past: past.slice(0, -1), now: before as T, future: [now, ...future] };
}

/** Goes forward again by one change that was undone. */
export function redone<T>({ past, now, future, ...rest }: History<T>): History<T> {
	const [next] = future;
	if (future.length === 0) return { past, now, future, ...rest };
	return { past: [...past, now], now: next as T, future: future.slice(1) };
}
