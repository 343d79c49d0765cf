import twilio from "twilio";
import type RequestClient from "twilio/lib/base/RequestClient.js";

/**
 * The SDK's own HTTP client, aimed at another origin. The SDK builds absolute URLs for api.twilio.com and has no
 * option for a base URL; its `httpClient` option takes a `RequestClient`, whose `request` gets the finished URL.
 * `baseUrl` may have a path, which goes in front of Twilio's.
 */
export class RedirectedClient extends twilio.RequestClient {
	readonly #base: URL | null;
	#retryAfter: number | null = null;

	constructor(options: { baseUrl: string | null; timeoutMs: number }) {
		super({ timeout: options.timeoutMs, autoRetry: false });
		this.#base = options.baseUrl === null ? null : new URL(options.baseUrl);
		this.axios.defaults.maxContentLength = 8 * 1024 * 1024;
	}

	/** Seconds of the last answer's Retry-After; the SDK's exceptions carry no headers. */
	get retryAfter(): number | null {
		return this.#retryAfter;
	}

	override async request<TData>(options: RequestClient.RequestOptions<TData>) {
		const response = await super.request<TData>({ ...options, uri: this.#redirect(options.uri) });
		const header: unknown = (response as { headers?: Record<string, unknown> }).headers?.["retry-after"];
		this.#retryAfter = typeof header === "string" && /^\d+$/.test(header) ? Number(header) : null;
		return response;
	}

	#redirect(uri: string): string {
		if (!this.#base) return uri;
		const url = new URL(uri);
		return `${this.#base.origin}${this.#base.pathname.replace(/\/$/, "")}${url.pathname}${url.search}`;
	}
}
