import { AppError } from "#app/base/errors.ts";
import { type ReadDelivery, readDelivery } from "#app/domain/success/webhook/read-delivery.ts";
import { receiveDelivery } from "#app/domain/success/webhook/receive-delivery.ts";
import { MOST_BYTES } from "#app/domain/success/webhook/schema.ts";
import { announceDelivery, verifyAccounts } from "#app/doors/hooks/account-intake.ts";
import { type Delivery, errorBody, type HookReply, hook } from "#app/doors/hooks/hook.ts";
import { asWebhook } from "#app/doors/hooks/message-intake.ts";

/**
 * What outside systems know of accounts (SUCCESS-1): an object, or a list of up to a hundred, signed by Standard Webhooks.
 * 202 with the delivery's id, and of entries that are wrong in themselves why; 200 when it was here before. What is refused
 * as a whole is kept with its reason, but not its body.
 */
export const accountsHook = hook({ path: "/hooks/accounts/:hook", maxBytes: MOST_BYTES, receive });

async function receive(delivery: Delivery): Promise<HookReply> {
	const { hook: known, key, signedAt } = await verifyAccounts(delivery);
	const read = readOrRefuse(delivery.rawBody.toString("utf8"));
	const isRefused = read instanceof AppError;
	const kept = isRefused ? { reason: read.message } : read;
	const stored = await asWebhook(delivery, known, (ctx) =>
		receiveDelivery(ctx, { hookId: known.id, key, signedAt, read: kept }),
	);
	if (stored.duplicate) return { status: 200, body: { deliveryId: stored.id, duplicate: true } };
	announceDelivery(known.org);
	if (isRefused)
		return { status: read.status, body: { ...errorBody(read, delivery.requestId), deliveryId: stored.id } };
	const refused = read.remarks.map(({ entry, account, reason }) => ({ entry, account, reason }));
	return { status: 202, body: { deliveryId: stored.id, accounts: read.entries.length, refused } };
}

function readOrRefuse(body: string): ReadDelivery | AppError {
	try {
		return readDelivery(body);
	} catch (error) {
		if (error instanceof AppError) return error;
		throw error;
	}
}
