import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { MadeOrder, RawOrder } from "./shop-customers.ts";
import { type Delivery, deliverOrder, type Operation } from "./shop-deliveries.ts";
import { fail, type ShopFault, send } from "./shop-faults.ts";
import { type ApiAnswer, answerShop, failure, type ShopState } from "./shop-standin-api.ts";
import { addOrder, firstState, loadState, type OrderWish, saveState } from "./shop-state.ts";

/**
 * A shop system that is not there: answers like Shopmonkey's API v3 on 127.0.0.1 and sends signed webhooks, for the
 * demo and the tests. Everything in it is made up. It writes to nobody but the webhook address it is given.
 */

export type ShopStandinOptions = {
	port?: number;
	apiKey: string;
	webhookSecret: string;
	/** Where deliveries go; without it `placeOrder` sends none. */
	webhookUrl?: string;
	/** Keeps what was made up across restarts. */
	file?: string;
	/** Every request fails in this way from the start; see `setFault`. */
	fault?: ShopFault;
	/** How many orders there are at first (a file that exists wins). 12 unless told. */
	orders?: number;
	now?: () => Date;
};

/** Starts the stand-in on 127.0.0.1, on a free port unless one is given. Rejects when the port is taken. */
export async function startShopStandin(options: ShopStandinOptions): Promise<ShopStandin> {
	const standin = new ShopStandin(options);
	await standin.start();
	return standin;
}

export class ShopStandin {
	readonly state: ShopState;
	/** What was asked, newest last, a thousand at most; for tests. */
	readonly requests: { method: string; path: string; headers: IncomingMessage["headers"]; body: unknown }[] = [];
	readonly #options: ShopStandinOptions;
	readonly #server = createServer((request, response) => {
		this.#serve(request, response).catch(() => response.destroy());
	});
	#fault: ShopFault | null;
	#faultsLeft = Number.POSITIVE_INFINITY;
	#webhookUrl: string | null;

	constructor(options: ShopStandinOptions) {
		this.#options = options;
		this.#fault = options.fault ?? null;
		this.#webhookUrl = options.webhookUrl ?? null;
		this.state = loadState(options.file) ?? firstState(options.orders ?? 12, this.#now());
	}

	/** The base URL to connect to, with its /v3. */
	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v3`;
	}

	async start(): Promise<void> {
		this.save();
		await new Promise<void>((resolve, reject) => {
			this.#server.once("error", reject);
			this.#server.listen(this.#options.port ?? 0, "127.0.0.1", resolve);
		});
	}

	async stop(): Promise<void> {
		const closed = new Promise((resolve) => this.#server.close(resolve));
		this.#server.closeAllConnections();
		await closed;
	}

	/** Lets the next `times` requests fail, or all of them; null mends it. */
	setFault(fault: ShopFault | null, times = Number.POSITIVE_INFINITY): void {
		this.#fault = fault;
		this.#faultsLeft = times;
	}

	setWebhookUrl(url: string | null): void {
		this.#webhookUrl = url;
	}

	/** Makes up a customer, a vehicle and an order and keeps them, telling nobody. */
	makeOrder(wish: OrderWish = {}): MadeOrder {
		const made = addOrder(this.state, wish, this.#now());
		this.save();
		return made;
	}

	/** `makeOrder`, and the webhook a real shop would send. `delivery` is null without a webhook address. */
	async placeOrder(wish: OrderWish = {}): Promise<MadeOrder & { delivery: Delivery | null }> {
		const made = this.makeOrder(wish);
		const delivery = this.#webhookUrl ? await this.deliver(made.order, { operation: "INSERT" }) : null;
		return { ...made, delivery };
	}

	/** Changes an order's fields and its updatedDate, as an edit in the shop does. Throws when there is none. */
	changeOrder(id: string, change: Partial<RawOrder>): RawOrder {
		const order = this.state.orders.find((candidate) => candidate.id === id);
		if (!order) throw new Error(`the stand-in has no order ${id}`);
		Object.assign(order, { updatedDate: this.#now().toISOString() }, change);
		this.save();
		return order;
	}

	/** Sends the webhook about an order, again and again if asked so. Throws without an address. */
	deliver(order: RawOrder, how: { operation?: Operation; url?: string } = {}): Promise<Delivery> {
		const url = how.url ?? this.#webhookUrl;
		if (!url) throw new Error("the stand-in was given no webhook address");
		return deliverOrder(url, order, how.operation ?? "UPDATE", this.#options.webhookSecret, this.#now());
	}

	save(): void {
		saveState(this.#options.file, this.state);
	}

	async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const body = await readBody(request);
		this.requests.push({ method: request.method ?? "", path: request.url ?? "", headers: request.headers, body });
		if (this.requests.length > 1_000) this.requests.shift();
		if (this.#fault && this.#faultsLeft > 0) {
			this.#faultsLeft -= 1;
			fail(response, this.#fault);
			return;
		}
		send(response, answer(this.#options.apiKey, this.state, request, body, this.#now()));
		if (request.method !== "GET") this.save();
	}

	#now(): Date {
		return this.#options.now?.() ?? new Date();
	}
}

function answer(apiKey: string, state: ShopState, request: IncomingMessage, body: unknown, now: Date): ApiAnswer {
	const url = new URL(request.url ?? "/", "http://standin");
	if (request.headers.authorization !== `Bearer ${apiKey}`) return failure(401, "AUTH-401", "Unauthorized");
	if (!url.pathname.startsWith("/v3/")) return failure(404, "NOTF-404", "Not found");
	if (body === undefined && request.method !== "GET") return failure(400, "INVU-400", "The body is not JSON");
	return answerShop(
		state,
		{ method: request.method ?? "GET", path: url.pathname.slice(3), query: url.searchParams, body },
		now,
	);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
	let text = "";
	for await (const chunk of request) text += chunk;
	try {
		return text === "" ? {} : JSON.parse(text);
	} catch {
		return undefined;
	}
}
