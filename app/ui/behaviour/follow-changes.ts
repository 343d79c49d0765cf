import { type LiveChange, listenToChanges } from "./live-stream.ts";

/** A page is loaded and drawn within this time; what changed meanwhile is heard when it begins to listen. Milliseconds. */
const RECENT_MS = 5_000;

type Follower = (change: LiveChange) => void;
type Ear = { followers: Set<Follower>; recent: { at: number; change: LiveChange }[]; stop(): void };

const ears = new Map<string, Ear>();

/**
 * Tells of changes for as long as somebody follows: one listener for a tab and address, however many parts of a page ask.
 * It begins with what changed in the last moments, because a page's data was read a while before the page stands there,
 * and what changed in between would not be heard of again. Returns what ends it.
 */
export function followChanges(url: string, follow: Follower): () => void {
	const ear = ears.get(url) ?? open(url);
	ear.followers.add(follow);
	for (const change of recentChanges(url)) follow(change);
	return () => {
		ear.followers.delete(follow);
		if (ear.followers.size > 0) return;
		ears.delete(url);
		ear.stop();
	};
}

/** What changed in the last moments, as far as the page may not know of it yet. */
export function recentChanges(url: string): LiveChange[] {
	const since = Date.now() - RECENT_MS;
	return (ears.get(url)?.recent ?? []).filter(({ at }) => at >= since).map(({ change }) => change);
}

/** The next page's data is about to be read, and holds what changed before. */
export function forgetRecent(url: string): void {
	const ear = ears.get(url);
	if (ear) ear.recent = [];
}

function open(url: string): Ear {
	const ear: Ear = { followers: new Set(), recent: [], stop: () => undefined };
	ears.set(url, ear);
	ear.stop = listenToChanges(url, (change) => {
		const now = Date.now();
		ear.recent = ear.recent.filter(({ at }) => at >= now - RECENT_MS);
		if (!change.isLost) ear.recent.push({ at: now, change });
		for (const follow of ear.followers) follow(change);
	});
	return ear;
}
