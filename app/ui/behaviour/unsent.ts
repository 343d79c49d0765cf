/** What could not be sent: a form that changes something, or a step to another page. */
export type Unsent = "form" | "link";

const listeners = new Set<() => void>();
let unsent: Unsent | undefined;

/** What the person's last press was, if it did not reach the server. */
export const findUnsent = (): Unsent | undefined => unsent;

/** Hears of a press that did not reach the server, and of the next one. Returns how to stop hearing. */
export function onUnsent(heard: () => void): () => void {
	listeners.add(heard);
	return () => listeners.delete(heard);
}

/** Notes that a press did not reach the server; without one, that a new press is under way. */
export function noteUnsent(what?: Unsent): void {
	if (unsent === what) return;
	unsent = what;
	for (const heard of listeners) heard();
}
