import { fetchPatiently } from "./connection.ts";

let refreshes = 0;
let isPatient = false;

/**
 * Lets what loads the data of the open page wait for the server instead of failing, from now until the function that
 * is returned is called. The router fetches by itself and makes an error page of the whole document of a fetch that
 * fails; a refresh that nobody asked for must not do that, so its fetch does not fail.
 */
export function loadPatiently(): () => void {
	install();
	refreshes++;
	let isOver = false;
	return () => {
		if (isOver) return;
		isOver = true;
		refreshes--;
	};
}

function install(): void {
	if (isPatient) return;
	isPatient = true;
	const plain = window.fetch.bind(window);
	window.fetch = (input, init) => {
		if (refreshes === 0 || !isDataOfThisPage(input, init)) return plain(input, init);
		return fetchPatiently(() => plain(input, init), init?.signal);
	};
}

/** `GET /leads/1.data` on the page `/leads/1`: what a step to another page loads may fail aloud. */
function isDataOfThisPage(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
	if (input instanceof Request || (init?.method ?? "GET") !== "GET") return false;
	const path = location.pathname === "/" ? "/_root" : location.pathname.replace(/\/$/, "");
	return new URL(input, location.href).pathname === `${path}.data`;
}
