import { createHmac } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openShop } from "#app/providers/shop/open.ts";
import type { WebhookVerdict } from "#app/providers/shop/port.ts";
import { deliveryBody, signDelivery } from "../../../scripts/demo/shop-deliveries.ts";
import { type ShopStandin, startShopStandin } from "../../../scripts/demo/shop-standin.ts";

const secret = "a secret of some length";
const now = new Date("2026-11-21T12:00:00Z");
const body = deliveryBody("order", "INSERT", { id: "o1", locationId: "l1", createdDate: "2026-11-21T11:59:00Z" });
const shop = openShop({ kind: "shopmonkey", apiKey: "k", webhookSecret: secret, allowPrivate: false });

let standin: ShopStandin;
let hook: Server;
const received: { headers: Record<string, string | string[] | undefined>; rawBody: string }[] = [];

beforeAll(async () => {
	hook = createServer(async (request, response) => {
		let text = "";
		for await (const chunk of request) text += chunk;
		received.push({ headers: request.headers, rawBody: text });
		response.writeHead(202).end();
	});
	await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
	const webhookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hooks/shop/1`;
	standin = await startShopStandin({ apiKey: "k", webhookSecret: secret, webhookUrl });
});

afterAll(async () => {
	hook.close();
	await standin.stop();
});

function verdict(
	headers: Record<string, string | undefined>,
	change: { body?: string; now?: Date; secrets?: string[] } = {},
) {
	return shop.verifyWebhook({ headers, rawBody: change.body ?? body, now: change.now ?? now, secrets: change.secrets });
}

test("LEAD-2 a delivery as the shop sends it is accepted, with its id and time", async () => {
	const placed = await standin.placeOrder();
	expect(placed.delivery?.status).toBe(202);
	const { headers, rawBody } = received.at(-1)!;
	const accepted = shop.verifyWebhook({ headers, rawBody, now: new Date() }) as WebhookVerdict & { ok: true };
	expect(accepted).toMatchObject({ ok: true, deliveryId: headers["webhook-id"] });
	expect(accepted.timestamp!.getTime() / 1000).toBe(Number(headers["webhook-timestamp"]));
	const bytes = new TextEncoder().encode(rawBody);
	expect(shop.verifyWebhook({ headers: new Headers(headers as HeadersInit), rawBody: bytes, now: new Date() }).ok).toBe(
		true,
	);
	const event = shop.readWebhook(JSON.parse(rawBody));
	expect(event).toMatchObject({
		event: "order",
		externalId: placed.order.id,
		externalLocationId: placed.order.locationId,
	});
	expect(event).toMatchObject({ deleted: false, order: { number: placed.order.number, status: "Estimate" } });
});

test("LEAD-2 a changed body, a foreign secret and a foreign id are refused", () => {
	const headers = signDelivery(body, secret, now);
	expect(verdict(headers).ok).toBe(true);
	expect(verdict(headers, { body: `${body} ` })).toEqual({ ok: false, reason: "mismatch" });
	expect(verdict(signDelivery(body, "another secret", now))).toEqual({ ok: false, reason: "mismatch" });
	expect(verdict({ ...headers, "webhook-id": "other" })).toEqual({ ok: false, reason: "mismatch" });
	const newer = String(Number(headers["webhook-timestamp"]) + 1);
	expect(verdict({ ...headers, "webhook-timestamp": newer })).toEqual({ ok: false, reason: "mismatch" });
});

test("LEAD-2 a missing signature, time or secret is refused", () => {
	const headers = signDelivery(body, secret, now);
	expect(verdict({ ...headers, "webhook-signature": undefined })).toEqual({ ok: false, reason: "missing-signature" });
	expect(verdict({ ...headers, "webhook-signature": "v2,abc" })).toEqual({ ok: false, reason: "missing-signature" });
	for (const time of [undefined, "", "soon", "1e9", "-5", "12.5"]) {
		expect(verdict({ ...headers, "webhook-timestamp": time })).toEqual({ ok: false, reason: "missing-timestamp" });
	}
	expect(verdict(headers, { secrets: [] })).toEqual({ ok: false, reason: "no-secret" });
	expect(verdict(headers, { secrets: [""] })).toEqual({ ok: false, reason: "no-secret" });
});

test("LEAD-2 a delivery from five minutes ago is good, an older one and one from the future are not", () => {
	const headers = signDelivery(body, secret, now);
	const seconds = (count: number) => ({ now: new Date(now.getTime() + count * 1000) });
	expect(verdict(headers, seconds(300)).ok).toBe(true);
	expect(verdict(headers, seconds(301))).toEqual({ ok: false, reason: "stale" });
	expect(verdict(headers, seconds(-300)).ok).toBe(true);
	expect(verdict(headers, seconds(-301))).toEqual({ ok: false, reason: "stale" });
});

test("LEAD-2 signatures of another length are refused like any other wrong one", () => {
	const headers = signDelivery(body, secret, now);
	for (const signature of [
		"v1,AA==",
		"v1,===",
		"v1,ü",
		`${headers["webhook-signature"]}AAAA`,
		`v1,${"A".repeat(5_000)}`,
	]) {
		expect(verdict({ ...headers, "webhook-signature": signature })).toEqual({ ok: false, reason: "mismatch" });
	}
});

test("LEAD-2 while a secret is rotated, both sides of the change are accepted", () => {
	const fresh = "the fresh secret";
	const rotating = { secrets: [fresh, secret] };
	expect(verdict(signDelivery(body, secret, now), rotating).ok).toBe(true);
	expect(verdict(signDelivery(body, fresh, now), rotating).ok).toBe(true);
	expect(verdict(signDelivery(body, "third", now), rotating).ok).toBe(false);
	const both = signDelivery(body, fresh, now, "d1");
	const former = signDelivery(body, secret, now, "d1")["webhook-signature"];
	expect(
		verdict({ ...both, "webhook-signature": `${both["webhook-signature"]} ${former}` }, { secrets: [secret] }).ok,
	).toBe(true);
});

test("LEAD-2 a secret may be letters, base64 or marked base64", () => {
	const bytes = Buffer.from("0123456789abcdef0123456789abcdef");
	const encoded = bytes.toString("base64");
	const marked = signDelivery(body, `whsec_${encoded}`, now);
	expect(verdict(marked, { secrets: [`whsec_${encoded}`] }).ok).toBe(true);
	expect(verdict(marked, { secrets: [encoded] }).ok).toBe(true);
	expect(verdict(signDelivery(body, encoded, now), { secrets: [encoded] }).ok).toBe(true);
});

test("LEAD-2 an account that signs otherwise is set up by settings", () => {
	const signature = {
		signatureHeader: "x-signature",
		prefix: "",
		several: false,
		encoding: "hex",
		signed: "{body}",
		timestampHeader: null,
	} as const;
	const other = openShop({ kind: "shopmonkey", apiKey: "k", webhookSecret: secret, allowPrivate: false, signature });
	const hex = createHmac("sha256", secret).update(body).digest("hex");
	expect(other.verifyWebhook({ headers: { "X-Signature": hex }, rawBody: body, now })).toEqual({ ok: true });
	expect(other.verifyWebhook({ headers: { "X-Signature": hex.slice(2) }, rawBody: body, now }).ok).toBe(false);
});

test("LEAD-2 events say what they are about", () => {
	const visit = { id: "a1", locationId: "l1", startDate: "2026-12-01T10:00:00Z", endDate: "2026-12-01T11:00:00Z" };
	const read = (table: string, operation: "INSERT" | "UPDATE" | "DELETE", data: unknown) =>
		shop.readWebhook(JSON.parse(deliveryBody(table, operation, data)));
	expect(read("appointment", "UPDATE", visit)).toMatchObject({
		event: "appointment",
		appointment: { externalId: "a1" },
	});
	expect(read("customer", "INSERT", { id: "c1" })).toMatchObject({
		event: "customer",
		externalId: "c1",
		externalLocationId: null,
	});
	expect(read("purchase_order", "INSERT", { id: "p1" })).toMatchObject({ event: "other" });
	expect(read("order", "DELETE", { id: "o1", locationId: "l1" })).toEqual({
		event: "order",
		externalId: "o1",
		externalLocationId: "l1",
		deleted: true,
	});
	const softly = { id: "o1", locationId: "l1", createdDate: "2026-11-21T11:59:00Z", deleted: true };
	expect(read("order", "UPDATE", softly)).toMatchObject({ deleted: true, order: { deleted: true } });
});

test("LEAD-2 JSON that is no event of the shop is a bad answer", () => {
	const order = { apiVersion: "3", operation: "INSERT", table: "order" };
	const broken = [
		null,
		7,
		"x",
		[],
		{},
		{ ...order, data: null },
		{ ...order, data: { id: "" } },
		{ ...order, operation: "DROP", data: { id: "o" } },
	];
	for (const json of [...broken, { ...order, data: { id: "o1", locationId: "l1", createdDate: "yesterday" } }]) {
		expect(() => shop.readWebhook(json)).toThrow(expect.objectContaining({ name: "ShopError", kind: "bad-answer" }));
	}
});
