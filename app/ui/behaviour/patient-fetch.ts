import { encode } from "turbo-stream";
import { AWAY, awaitServer, fetchPatiently } from "./connection.ts";
import { noteUnsent } from "./unsent.ts";

// The router fetches by itself and makes an error page of the whole document of a fetch that fails, with all that was
// typed. So its fetches do not fail while the server is away: what only reads waits, and what changes something is
// answered here as refused.

/** Where the router asks for routes it does not know yet, also by itself. */
const MANIFEST = "/__manifest";

let refreshes = 0;
let isPatient = false;

/**
 * Lets what loads the data of the open page wait also when the server says "too often", from now until the function
 * that is returned is called: a refresh that nobody asked for must not end on an error page.
 */
export function loadPatiently(): () => void {
	refreshes++;
	let isOver = false;
	return () => {
		if (isOver) return;
		isOver = true;
		refreshes--;
	};
}

/** From now on the router's fetches outlast a server that is away. Once is enough; again changes nothing. */
export function fetchWithPatience(): void {
	if (isPatient) return;
	isPatient = true;
	const plain = window.fetch.bind(window);
	window.fetch = (input, init) => {
		const path = input instanceof Request ? undefined : new URL(input, location.href).pathname;
		if (!path || !(path.endsWith(".data") || path === MANIFEST)) return plain(input, init);
		const ask = () => plain(input, init).then(whole);
		if ((init?.method ?? "GET") !== "GET") return sendOnce(ask, init?.signal);
		const isRefresh = refreshes > 0 && path === dataOf(location.pathname);
		if (!isRefresh && path !== MANIFEST) noteUnsent();
		return fetchPatiently(ask, { signal: init?.signal, alsoTooOften: isRefresh });
	};
	letReloadsAsk(plain);
}

/**
 * The answer once all of it has arrived. A body that breaks off is then a fetch that failed, which is asked again, and
 * a load that is given up for the next step ends here: the router would report its half-read body as an error.
 */
async function whole(response: Response): Promise<Response> {
	const body = await response.arrayBuffer();
	const { status, statusText, headers } = response;
	return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
}

/** A page's code that cannot be fetched makes the router load the document anew: first it is asked who is there. */
function letReloadsAsk(plain: typeof fetch): void {
	let isAsked = false;
	(window as { navigation?: EventTarget }).navigation?.addEventListener("navigate", (happened) => {
		const event = happened as Event & { navigationType: string; userInitiated: boolean };
		if (isAsked || event.navigationType !== "reload" || event.userInitiated || !event.cancelable) return;
		event.preventDefault();
		const reload = () => {
			isAsked = true;
			location.reload();
		};
		const stay = () => {
			noteUnsent("link");
			void awaitServer().then(goOn);
		};
		plain("/api/health", { cache: "no-store" }).then(reload, stay);
	});
}

/** A change is never sent twice by itself: whoever sent it reads that it may not have arrived, and decides. */
async function sendOnce(ask: () => Promise<Response>, signal?: AbortSignal | null): Promise<Response> {
	noteUnsent();
	const response = await ask().catch((error: unknown) => {
		if (signal?.aborted) throw error;
		return undefined;
	});
	// Only the product answers in the router's own format; anything else comes from what stands before it.
	const isOurs = response?.headers.get("Content-Type")?.startsWith("text/x-script");
	if (response && (isOurs || !AWAY.includes(response.status))) return response;
	void awaitServer();
	noteUnsent("form");
	return new Response(encode({ data: lastReply() }), { status: 503 });
}

/** `/leads/1` has its data at `/leads/1.data`, `/` at `/_root.data`. */
const dataOf = (path: string): string => (path === "/" ? "/_root.data" : `${path.replace(/\/$/, "")}.data`);

type RouterState = {
	navigation: { state: string; location?: { pathname: string; search: string; hash: string } };
	actionData?: Record<string, unknown> | null;
};

function routerState(): RouterState | undefined {
	return (window as { __remixRouter?: { state: RouterState } }).__remixRouter?.state;
}

/** What the form was answered before: it stays, so that errors and both sides of a conflict do not go away. */
function lastReply(): unknown {
	const state = routerState();
	return state?.navigation.state === "submitting" ? (Object.values(state.actionData ?? {})[0] ?? null) : null;
}

/** The step whose code could not be fetched waits for ever: it is taken as a step of the browser's own. */
function goOn(): void {
	const to = routerState()?.navigation.location;
	if (to) location.assign(to.pathname + to.search + to.hash);
}
