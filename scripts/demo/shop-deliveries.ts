import { createHmac, randomUUID } from "node:crypto";
import type { RawOrder } from "./shop-customers.ts";

/** The webhooks of the stand-in. Signed here with nothing shared with the app, so that one checks the other. */

export type Operation = "INSERT" | "UPDATE" | "DELETE";
export type Delivery = { status: number | null; body: string; headers: Record<string, string> };

/**
 * The headers Shopmonkey sends with a webhook (shopmonkey.dev/webhooks), signed after Standard Webhooks, whose three
 * header names it uses: base64 HMAC-SHA256 of `id.timestamp.body`, the time in seconds.
 */
export function signDelivery(
	body: string,
	secret: string,
	now: Date,
	id: string = randomUUID(),
): Record<string, string> {
	const timestamp = String(Math.floor(now.getTime() / 1000));
	const key = secret.startsWith("whsec_") ? Buffer.from(secret.slice(6), "base64") : Buffer.from(secret);
	const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
	return {
		"content-type": "application/json",
		"user-agent": "Shopmonkey (+https://shopmonkey.io)",
		"x-attempt": "1",
		"x-request-id": randomUUID(),
		"webhook-id": id,
		"webhook-timestamp": timestamp,
		"webhook-version": "3",
		"webhook-signature": `v1,${signature}`,
	};
}

/** The body of a webhook about one record of a table, as shopmonkey.dev/webhooks shows it. */
export function deliveryBody(table: string, operation: Operation, data: unknown): string {
	const diff = operation === "UPDATE" ? { diff: ["updatedDate"] } : {};
	return JSON.stringify({ apiVersion: "3", operation, table, data, ...diff });
}

/** Sends the webhook about an order; `status` is null when nobody answered. */
export async function deliverOrder(
	url: string,
	order: RawOrder,
	operation: Operation,
	secret: string,
	now: Date,
): Promise<Delivery> {
	const body = deliveryBody("order", operation, order);
	const headers = signDelivery(body, secret, now);
	try {
		const response = await fetch(url, {
			method: "POST",
			headers,
			body,
			redirect: "manual",
			signal: AbortSignal.timeout(10_000),
		});
		return { status: response.status, body: await response.text(), headers };
	} catch (error) {
		return { status: null, body: String(error), headers };
	}
}
