import { createHash } from "node:crypto";
import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { ShopError, type ShopSystem } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import { importOrderJob } from "../jobs.ts";
import { NOT_OURS } from "./shop-delivery.ts";

/** A delivery as it is stored: what came, and what becomes of it. `state` "received" is worked on by a job. */
export type NewDelivery = {
	connectionId: string;
	via: "webhook" | "poll";
	/** The same key for one connection is the same delivery. */
	key: string;
	headers: Record<string, string>;
	body: string;
	state: "received" | "ignored" | "rejected";
	reason: string | null;
};

/** `duplicate`: it was there before, and nothing was stored. */
export type StoredDelivery = { id: string; duplicate: boolean };

/** Why a delivery is refused at the door, though it was signed rightly and is kept. */
export type Judgement = Pick<NewDelivery, "state" | "reason"> & { status: 202 | 400 | 422 };

/**
 * Stores deliveries as they came and adds a job for each that is to be worked on, in the caller's one transaction:
 * two statements, three where some came before. A delivery that was rejected and now would be taken (its location was
 * mapped meanwhile) is taken. Answers in the order of `deliveries`.
 */
export async function receiveDeliveries(ctx: Ctx, deliveries: readonly NewDelivery[]): Promise<StoredDelivery[]> {
	authorize(ctx, "shops.receive");
	const keyOf = (delivery: { connectionId: string; key: string }) => `${delivery.connectionId} ${delivery.key}`;
	const distinct = [...new Map(deliveries.map((delivery) => [keyOf(delivery), delivery])).values()];
	const stored = new Map((await insertDeliveries(ctx, distinct)).map((row) => [keyOf(row), row]));
	const toWork = [...stored.values()].filter((row) => row.state === "received");
	await ctx.enqueueMany(
		importOrderJob,
		toWork.map(({ id }) => ({ payload: { orgId: ctx.org, deliveryId: id } })),
	);
	const known = distinct.filter((delivery) => !stored.has(keyOf(delivery)));
	const before = new Map((await findDeliveries(ctx, known)).map((row) => [keyOf(row), row.id]));
	const answered = new Set<string>();
	return deliveries.map((delivery) => {
		const key = keyOf(delivery);
		const fresh = stored.get(key);
		const duplicate = !fresh || answered.has(key);
		answered.add(key);
		return { id: fresh?.id ?? before.get(key)!, duplicate };
	});
}

/**
 * What becomes of a rightly signed body, without asking the database: orders and appointments of mapped locations,
 * customers and vehicles go to a job, which knows whether something follows; the rest is kept with the reason why nothing follows from it.
 */
export function judgeDelivery(shop: ShopSystem, locationIds: ReadonlySet<string>, body: string): Judgement {
	let json: unknown;
	try {
		json = JSON.parse(body);
	} catch {
		return { status: 400, state: "rejected", reason: "The body is not JSON" };
	}
	try {
		const told = shop.readWebhook(json);
		if (told.event === "other") return { status: 202, state: "ignored", reason: NOT_OURS };
		const place = told.externalLocationId;
		if (told.event === "appointment" && place !== null && !locationIds.has(place)) {
			return {
				status: 202,
				state: "ignored",
				reason: `The location ${place.slice(0, 60)} is not mapped to one of yours`,
			};
		}
		if (told.event === "order" && place !== null && !locationIds.has(place)) {
			return { status: 422, state: "rejected", reason: unknownLocation(place) };
		}
		return { status: 202, state: "received", reason: null };
	} catch (error) {
		if (error instanceof ShopError) return { status: 422, state: "rejected", reason: error.message };
		throw error;
	}
}

/** Why an order of a location that nobody mapped is not taken, and what to do about it. */
export function unknownLocation(externalId: string): string {
	return `The location ${externalId.slice(0, 60)} is not mapped to one of yours. Map it in the connection, then replay this delivery.`;
}

/**
 * The key of a delivery: the sender's id of it and its body's digest. The id alone would let whoever replays a
 * delivery under another id, where a scheme does not sign it, keep the true one from being taken.
 */
export function deliveryKey(verdict: { deliveryId?: string; timestamp?: Date }, body: Uint8Array): string {
	const from = verdict.deliveryId ?? verdict.timestamp?.toISOString() ?? "";
	const digest = createHash("sha256").update(`${from}\n`).update(body).digest("hex");
	return verdict.deliveryId && verdict.deliveryId.length <= 100 ? `${verdict.deliveryId}.${digest}` : digest;
}

/** The headers worth keeping: none that could hold a secret, none endless. */
export function keptHeaders(headers: Headers): Record<string, string> {
	const kept: Record<string, string> = {};
	for (const [name, value] of headers) {
		if (SECRET_HEADER.test(name) || Object.keys(kept).length >= 40) continue;
		kept[name.slice(0, 100)] = value.slice(0, 500);
	}
	return kept;
}

const SECRET_HEADER = /auth|cookie|token|key|secret|password|signature|hmac/i;

type DeliveryRow = { id: string; connectionId: string; key: string; state: NewDelivery["state"] };

/** One statement for any number of rows: its text stays the same, whatever their count. */
async function insertDeliveries(ctx: Ctx, deliveries: readonly NewDelivery[]): Promise<DeliveryRow[]> {
	const column = (value: (delivery: NewDelivery) => string | null) => deliveries.map(value);
	const inserted = await sql<DeliveryRow>`
		insert into shop_deliveries as kept
			(org_id, id, connection_id, delivery_key, via, received_at, headers, body, state, reason)
		select ${ctx.org}::uuid, n.id, n.connection_id, n.delivery_key, n.via, ${ctx.now}::timestamptz, n.headers::jsonb, n.body, n.state, n.reason
		from unnest(${column(() => newId())}::uuid[], ${column((d) => d.connectionId)}::uuid[], ${column((d) => d.key)}::text[],
			${column((d) => d.via)}::text[], ${column((d) => JSON.stringify(d.headers))}::text[], ${column((d) => storable(d.body))}::text[],
			${column((d) => d.state)}::text[], ${column((d) => d.reason)}::text[])
			as n (id, connection_id, delivery_key, via, headers, body, state, reason)
		on conflict (org_id, connection_id, delivery_key) do update set state = excluded.state, reason = null
			where kept.state = 'rejected' and excluded.state = 'received'
		returning kept.id, kept.connection_id as "connectionId", kept.delivery_key as key, kept.state`.execute(ctx.db);
	return inserted.rows;
}

async function findDeliveries(ctx: Ctx, deliveries: readonly NewDelivery[]) {
	if (deliveries.length === 0) return [];
	return ctx.db
		.selectFrom("shop_deliveries")
		.select(["id", "connection_id as connectionId", "delivery_key as key"])
		.where("connection_id", "in", [...new Set(deliveries.map((delivery) => delivery.connectionId))])
		.where(
			"delivery_key",
			"in",
			deliveries.map((delivery) => delivery.key),
		)
		.execute();
}

/** Postgres has no zero character in texts; JSON has none either, so only a broken body loses something by this. */
function storable(body: string): string {
	return body.includes("\0") ? body.replaceAll("\0", "\uFFFD") : body;
}
