import { OutboundError, type OutboundInit, outboundFetch } from "#app/providers/http.ts";
import type { Resolve } from "#app/providers/outbound-address.ts";
import type { FetchedPage, Known, WebPages } from "./port.ts";
import { mayRead, ROBOT_NAME, ROBOTS_BYTES } from "./robots.ts";

/** A page of text; what is larger is a file, to be uploaded. */
const PAGE_BYTES = 5 * 1024 * 1024;
const TIMEOUT_MS = 20_000;
const MOST_REDIRECTS = 5;
const TYPES = ["text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/pdf"];
const AGENT = `${ROBOT_NAME}/1.0 (reads pages that its members name)`;

/**
 * Fetches strangers' pages through the guarded door: every hop's address is checked anew and private ones are refused,
 * unless the operator lets them through (`allowPrivate`, which lets plain http through too). The site's robots.txt is
 * asked first.
 */
export function openWebPages(options: { allowPrivate: boolean; resolve?: Resolve }): WebPages {
	const call = (url: URL, more: Partial<OutboundInit>) =>
		outboundFetch(url, {
			timeoutMs: TIMEOUT_MS,
			maxBytes: PAGE_BYTES,
			allowPrivate: options.allowPrivate,
			...(options.resolve ? { resolve: options.resolve } : {}),
			...more,
			headers: { "user-agent": AGENT, accept: `${TYPES.join(", ")};q=0.9`, ...more.headers },
		});
	return {
		async fetch(text, known, signal) {
			const stop = signal ? { signal } : {};
			try {
				let url = secure(text, options.allowPrivate);
				for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
					if (!(await asksWelcome(call, url, stop))) {
						return refused(`The site asks robots not to read this page (${url.host}/robots.txt).`);
					}
					const response = await call(url, { ...stop, headers: hop === 0 ? conditions(known) : {} });
					const next = redirectOf(response);
					if (!next) return await pageOf(url, response);
					await response.body?.cancel();
					url = secure(new URL(next, url).href, options.allowPrivate);
				}
				return refused(`The address leads on more than ${MOST_REDIRECTS} times.`);
			} catch (error) {
				if (error instanceof OutboundError) return refused(`${error.message}.`);
				throw error;
			}
		},
	};
}

type Call = (url: URL, more: Partial<OutboundInit>) => Promise<Response>;
const refused = (reason: string): FetchedPage => ({ outcome: "refused", reason });

function secure(text: string, allowHttp: boolean): URL {
	const url = URL.parse(text);
	if (!url || !(url.protocol === "https:" || (allowHttp && url.protocol === "http:")))
		throw new OutboundError("refused-address", "The address must begin with https://, also where it leads on");
	return url;
}

/** A robots.txt that is not there asks for nothing; one that cannot be had stops nobody who was sent by a person. */
async function asksWelcome(call: Call, url: URL, stop: { signal?: AbortSignal }): Promise<boolean> {
	const place = new URL("/robots.txt", url);
	const robots = await call(place, { ...stop, maxBytes: ROBOTS_BYTES, timeoutMs: 5_000 })
		.then((response) => (response.ok ? response.text() : response.body?.cancel().then(() => "")))
		.catch((error: unknown) => {
			if (error instanceof OutboundError && error.kind !== "refused-address") return "";
			throw error;
		});
	return mayRead(robots ?? "", url.pathname + url.search);
}

function conditions({ etag, lastModified }: Known): Record<string, string> {
	if (etag) return { "if-none-match": etag };
	return lastModified ? { "if-modified-since": lastModified } : {};
}

const redirectOf = ({ status, headers }: Response) =>
	[301, 302, 303, 307, 308].includes(status) ? headers.get("location") : null;

async function pageOf(url: URL, response: Response): Promise<FetchedPage> {
	const { status, headers } = response;
	if (status === 304) return { outcome: "unchanged" };
	const mediaType = (headers.get("content-type") ?? "").split(";")[0]!.trim().toLowerCase();
	if (status !== 200 || !TYPES.includes(mediaType)) {
		await response.body?.cancel();
		if (status !== 200) return refused(`${url.host} answered with the status ${status}.`);
		return refused(`What stands there is no page of text (${mediaType.slice(0, 60) || "no type is said"}).`);
	}
	const bytes = Buffer.from(await response.arrayBuffer());
	const known = { etag: shortOf(headers.get("etag")), lastModified: shortOf(headers.get("last-modified")) };
	return { outcome: "fetched", url: url.href, mediaType, bytes, known };
}

/** Sent back as it came, so nothing that is no header value is kept. */
const shortOf = (value: string | null) => (value && /^[\x20-\x7e]{1,300}$/.test(value) ? value : null);
