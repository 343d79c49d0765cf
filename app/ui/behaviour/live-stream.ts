/** What the server says: topics that changed, or null for "anything may have" (after a lost connection). */
export type LiveChange = {
	topics: readonly string[] | null;
	/** Set when the stream broke: nothing is heard until it is open again, and then comes a `null`. */
	isLost?: true;
};

/** Reads one `change` message, `{"topics":["leads","lead:…"]}`; anything else counts as a change of everything. */
export function readChange(data: unknown): LiveChange {
	try {
		const message: unknown = typeof data === "string" ? JSON.parse(data) : null;
		const topics = message && typeof message === "object" && "topics" in message ? message.topics : null;
		if (Array.isArray(topics) && topics.every((topic) => typeof topic === "string")) return { topics };
	} catch {
		// A message cut in half: better one refresh too many than a stale page.
	}
	return { topics: null };
}

/** What tabs say to each other: what the one that holds the stream heard, and the question of one that has just come. */
type Said = LiveChange | { asksFor: number };

/** What the holder of the stream heard lately, for a tab that was still loading then. Milliseconds. */
const KEPT_MS = 30_000;

/** Whether a change concerns a page that shows `topics`. */
export function concerns(change: LiveChange, topics: readonly string[]): boolean {
	return change.topics === null || change.topics.some((topic) => topics.includes(topic));
}

/**
 * One stream for the whole browser: HTTP/1.1 has six connections for all tabs together. The tab that gets the lock
 * holds it and tells the others over a BroadcastChannel; when it closes, the next one gets the lock and, since it
 * may have missed something, says so. Browsers without locks give each tab a stream. What changed while this page was
 * loading is asked for: of the server by the one that opens the stream, of that one by the others. Returns what ends it.
 */
export function listenToChanges(url: string, onChange: (change: LiveChange) => void): () => void {
	const ended = new AbortController();
	const channel = new BroadcastChannel("perigee-live");
	const heard: { at: number; topics: LiveChange["topics"] }[] = [];
	let isHolder = false;
	channel.onmessage = ({ data }: MessageEvent<Said>) => {
		if (!("asksFor" in data)) onChange(data);
		else if (isHolder) for (const { topics } of since(heard, data.asksFor)) channel.postMessage({ topics });
	};
	const tell = (change: LiveChange) => {
		if (!change.isLost) heard.push({ at: performance.now(), topics: change.topics });
		heard.splice(0, heard.length - since(heard, KEPT_MS).length);
		onChange(change);
		channel.postMessage(change);
	};
	const hold = () => {
		isHolder = true;
		return holdStream(url, tell, ended.signal);
	};
	channel.postMessage({ asksFor: pageAge() } satisfies Said);
	if (navigator.locks) navigator.locks.request("perigee-live", { signal: ended.signal }, hold).catch(() => undefined);
	else void hold();
	return () => {
		ended.abort();
		channel.close();
	};
}

/** Milliseconds since the page was asked for: its data cannot be older. */
const pageAge = () => Math.ceil(performance.now());

const since = <Heard extends { at: number }>(heard: readonly Heard[], ageMs: number) =>
	heard.filter(({ at }) => at >= performance.now() - ageMs);

/** A browser gives up for good on an answer other than 200, such as that of a server which restarts. Milliseconds. */
const FIRST_WAIT = 2_000;
const LONGEST_WAIT = 60_000;

/** Keeps an EventSource until the signal; settles then, which frees the lock. Opened anew, later each time, when refused. */
function holdStream(url: string, tell: (change: LiveChange) => void, signal: AbortSignal): Promise<void> {
	return new Promise((done) => {
		let source: EventSource;
		let timer: ReturnType<typeof setTimeout> | undefined;
		let wait = FIRST_WAIT;
		let opened = false;
		const open = () => {
			source = new EventSource(`${url}?age=${pageAge()}`);
			source.addEventListener("open", () => {
				if (opened) tell({ topics: null });
				opened = true;
				wait = FIRST_WAIT;
			});
			source.addEventListener("change", (event) => tell(readChange(event.data)));
			source.addEventListener("refresh", () => tell({ topics: null }));
			source.addEventListener("error", () => {
				if (!signal.aborted) tell({ topics: [], isLost: true });
				if (source.readyState !== EventSource.CLOSED || signal.aborted) return;
				opened = true;
				timer = setTimeout(open, wait * (1 + Math.random() / 2));
				wait = Math.min(wait * 2, LONGEST_WAIT);
			});
		};
		open();
		signal.addEventListener("abort", () => {
			clearTimeout(timer);
			source.close();
			done();
		});
	});
}
