/** Answers of what stands before the product while it restarts, and of a database that is away. */
export const AWAY = [502, 503, 504];
const TOO_OFTEN = 429;
/** Between two tries, in milliseconds: doubled each time up to the longest, and spread so that not all come at once. */
const FIRST_WAIT = 1_000;
const LONGEST_WAIT = 10_000;

const listeners = new Set<() => void>();
/** What is tried again and again just now. */
let failing = 0;
let probe: Promise<void> | undefined;

/** Whether the server is out of reach, as far as is known. */
export function isConnectionLost(): boolean {
	return failing > 0;
}

/** Hears of the connection coming and going. Returns how to stop hearing. */
export function onConnection(heard: () => void): () => void {
	listeners.add(heard);
	return () => listeners.delete(heard);
}

/**
 * A GET that does not fail for a passing reason: while the server is out of reach or says "not now" (with
 * `alsoTooOften` also "too often") it is asked again, later each time, until it answers or the signal says that nobody
 * wants it any more.
 */
export async function fetchPatiently(
	ask: () => Promise<Response>,
	{ signal, alsoTooOften = false }: { signal?: AbortSignal | null | undefined; alsoTooOften?: boolean } = {},
): Promise<Response> {
	let isFailing = false;
	const note = (now: boolean) => {
		if (now !== isFailing) change(now ? 1 : -1);
		isFailing = now;
	};
	try {
		for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
			const response = await ask().catch((error: unknown) => {
				if (signal?.aborted) throw error;
				return undefined;
			});
			const isPassing = !response || AWAY.includes(response.status) || (alsoTooOften && response.status === TOO_OFTEN);
			if (response && !isPassing) return response;
			note(response?.status !== TOO_OFTEN);
			await pause(Math.max(wait, 1_000 * Number(response?.headers.get("Retry-After") ?? 0) || 0), signal);
		}
	} finally {
		note(false);
	}
}

/** Asks whether the server answers at all, until it does: for a stream that broke. Several that ask are one. */
export function awaitServer(): Promise<void> {
	probe ??= fetchPatiently(() => fetch("/api/health", { cache: "no-store" }), { alsoTooOften: true })
		.then(() => undefined)
		.finally(() => {
			probe = undefined;
		});
	return probe;
}

function change(by: number): void {
	failing += by;
	for (const heard of listeners) heard();
}

/** Waits, shorter when the browser says that the network is back; rejects when the signal ends it. */
function pause(milliseconds: number, signal?: AbortSignal | null): Promise<void> {
	return new Promise((resolve, reject) => {
		const end = () => {
			clearTimeout(timer);
			removeEventListener("online", done);
			signal?.removeEventListener("abort", abort);
		};
		const done = () => {
			end();
			resolve();
		};
		const abort = () => {
			end();
			reject(signal?.reason);
		};
		const timer = setTimeout(done, milliseconds * (1 + Math.random() / 4));
		addEventListener("online", done);
		signal?.addEventListener("abort", abort);
		if (signal?.aborted) abort();
	});
}
