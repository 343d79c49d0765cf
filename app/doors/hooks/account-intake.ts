import { env } from "#app/base/env.ts";
import { AppError, notFound } from "#app/base/errors.ts";
import { countRefusedSignatures, findHook, type KnownHook } from "#app/domain/success/webhook/hooks.ts";
import { takeRate } from "#app/doors/rates/rate-limit.ts";
import { STANDARD_WEBHOOKS, verifySignature } from "#app/providers/shop/signature.ts";
import { house } from "#db/context.ts";
import type { Delivery } from "./hook.ts";
import { RefusalCount, SIGNATURE_REFUSALS } from "./refusal-count.ts";

/** Longer ids of deliveries are no ids. */
const LONGEST_ID = 200;

const refusals = new RefusalCount(countRefusedSignatures);

/** Writes down the refused signatures counted so far. Runs by itself; tests call it to wait for it. */
export const writeAccountRefusals = () => refusals.flush();

/**
 * Whose delivery this is, with the sender's id of it and when it was signed. Throws 404 for an unknown webhook, 401 for a
 * signature that does not hold, 400 without an id, 429.
 */
export async function verifyAccounts(delivery: Delivery): Promise<{ hook: KnownHook; key: string; signedAt: Date }> {
	const hook = await findHook(delivery.params.hook!);
	if (!hook) throw notFound("webhook");
	const { headers, rawBody, now } = delivery;
	const verdict = verifySignature(STANDARD_WEBHOOKS, { headers, rawBody, now }, hook.secrets);
	if (!verdict.ok) {
		refusals.add(hook.id, verdict.reason, delivery);
		throw new AppError(401, `signature-${verdict.reason}`, SIGNATURE_REFUSALS[verdict.reason]);
	}
	await takeRate(hook.id, "account-post");
	const { deliveryId: key = "", timestamp } = verdict;
	if (key === "" || key.length > LONGEST_ID)
		throw new AppError(400, "missing-id", `Send an id of at most ${LONGEST_ID} characters as webhook-id.`);
	// It is signed in whole seconds: what happened earlier within the same one is no later.
	const signedAt = new Date(Math.min(now.getTime(), (timestamp ?? now).getTime() + 999));
	return { hook, key, signedAt };
}

/** Where a system posts to. */
export const accountHookAddress = (id: string) => `${env().publicUrl}/hooks/accounts/${id}`;

/** Lets who looks at deliveries see that one came. */
export const announceDelivery = (org: string) => house().live.publish({ org, topics: ["account-hooks"] });
