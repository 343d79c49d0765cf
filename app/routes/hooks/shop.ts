import { AppError } from "#app/base/errors.ts";
import { deliveryKey, judgeDelivery, keptHeaders } from "#app/domain/leads/intake/deliveries/receive-order.ts";
import { type Delivery, errorBody, type HookReply, hook } from "#app/doors/hooks/hook.ts";
import { rereadConnection, storeDelivery, verifyDelivery } from "#app/doors/hooks/shop-intake.ts";

/**
 * Orders of shop systems (LEAD-2): checks the signature over the raw bytes, stores the delivery with its job in one
 * transaction and answers after the commit. 202 with the delivery's id, 200 when it was here before.
 */
export const shopHook = hook({ path: "/hooks/shop/:connection", maxBytes: 1_048_576, receive });

async function receive(delivery: Delivery): Promise<HookReply> {
	const { connection, shop, verdict } = await verifyDelivery(delivery);
	if (!connection.enabled) throw new AppError(409, "connection-paused", "This connection is paused and takes nothing.");
	const body = delivery.rawBody.toString("utf8");
	let judgement = judgeDelivery(shop, connection.locationIds, body);
	if (judgement.status === 422) {
		const now = await rereadConnection(connection.id);
		if (now) judgement = judgeDelivery(now.shop, now.connection.locationIds, body);
	}
	const { status, state, reason } = judgement;
	const stored = await storeDelivery(connection, {
		connectionId: connection.id,
		via: "webhook",
		key: deliveryKey(verdict, delivery.rawBody),
		headers: keptHeaders(delivery.headers),
		body,
		state,
		reason,
	});
	if (status !== 202) {
		const refusal = new AppError(
			status,
			status === 400 ? "not-json" : "not-taken",
			`${reason?.replace(/\.$/, "")}. The delivery was kept.`,
		);
		return { status, body: { ...errorBody(refusal, delivery.requestId), deliveryId: stored.id } };
	}
	if (stored.duplicate) return { status: 200, body: { deliveryId: stored.id, duplicate: true } };
	return { status: 202, body: { deliveryId: stored.id, state, ...(reason ? { reason } : {}) } };
}
