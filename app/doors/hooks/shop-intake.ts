import { AppError, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { countSignatureFailures } from "#app/domain/integrations/deliveries/count-signature-failures.ts";
import {
	findIntakeConnection,
	type IntakeConnection,
} from "#app/domain/integrations/deliveries/find-intake-connection.ts";
import {
	type NewDelivery,
	receiveDeliveries,
	type StoredDelivery,
} from "#app/domain/leads/intake/deliveries/receive-order.ts";
import { providers } from "#app/providers/open.ts";
import type { ShopSystem, WebhookVerdict } from "#app/providers/shop/port.ts";
import { inOrg } from "#db/context.ts";
import { GroupCommit } from "./group-commit.ts";
import type { Delivery } from "./hook.ts";
import { RefusalCount, SIGNATURE_REFUSALS } from "./refusal-count.ts";

/**
 * The hot path of shop webhooks: connections are kept for some seconds, signatures are checked before anything else
 * is looked at, and deliveries that arrive together are stored together.
 */

/** How long a connection is believed. A secret or a mapping that changed meanwhile is read again when it is missed. */
const KEPT_MS = 3_000;
/** What did not fit may be read again after this long, so that forged requests cost no query each. */
const REREAD_MS = 500;
const MOST_KEPT = 5_000;

export type KnownConnection = { connection: IntakeConnection; shop: ShopSystem };
type Signed = KnownConnection & { verdict: Extract<WebhookVerdict, { ok: true }> };
type Entry = { found: Promise<KnownConnection | undefined>; readAt: number };

const kept = new Map<string, Entry>();

/** The connection a delivery is signed for. Throws 404 for an unknown one, 401 for a signature that does not hold. */
export async function verifyDelivery(delivery: Delivery): Promise<Signed> {
	const id = delivery.params.connection!;
	const first = await knownConnection(id, KEPT_MS);
	if (!first) throw notFound("connection");
	const verdict = verify(first, delivery);
	if (verdict.ok) return { ...first, verdict };
	// The secret may have been rotated since it was read.
	const again = verdict.reason === "mismatch" ? await knownConnection(id, REREAD_MS) : first;
	const second = again && again !== first ? verify(again, delivery) : verdict;
	if (again && second.ok) return { ...again, verdict: second };
	refusals.add(first.connection.id, verdict.reason, delivery);
	throw new AppError(401, `signature-${verdict.reason}`, SIGNATURE_REFUSALS[verdict.reason]);
}

/** The connection, read at most `maxAgeMs` ago; undefined when there is none. */
export function knownConnection(id: string, maxAgeMs: number): Promise<KnownConnection | undefined> {
	const entry = kept.get(id);
	if (entry && performance.now() - entry.readAt < maxAgeMs) return entry.found;
	if (kept.size >= MOST_KEPT) kept.clear();
	const found = readConnection(id);
	kept.set(id, { found, readAt: performance.now() });
	// A read that failed is not believed by anybody after.
	found.catch(() => kept.delete(id));
	return found;
}

/** As `knownConnection` for what a delivery missed, such as a location that may have been mapped a moment ago. */
export const rereadConnection = (id: string) => knownConnection(id, REREAD_MS);

/** Stores a delivery together with those that arrive at the same time, and answers after the commit. */
export function storeDelivery(connection: IntakeConnection, delivery: NewDelivery): Promise<StoredDelivery> {
	return commits.add(connection.org, { connection, delivery });
}

const commits = new GroupCommit<{ connection: IntakeConnection; delivery: NewDelivery }, StoredDelivery>(
	(org, items) => {
		const { id, name } = items[0]!.connection;
		const scope = { org, actor: { kind: "webhook", id, name } as const, requestId: newId() };
		return inOrg(scope, (ctx) =>
			receiveDeliveries(
				ctx,
				items.map(({ delivery }) => delivery),
			),
		);
	},
);

async function readConnection(id: string): Promise<KnownConnection | undefined> {
	const connection = await findIntakeConnection(id);
	if (!connection) return undefined;
	const { kind, mapping, webhookSecrets: webhookSecret } = connection;
	// Nothing is asked of the shop here, so its address and key stay sealed.
	const shop = providers().shop({ kind, mapping, webhookSecret, baseUrl: "https://shop.invalid", apiKey: "unused" });
	return { connection, shop };
}

function verify({ shop }: KnownConnection, { headers, rawBody, now }: Delivery): WebhookVerdict {
	return shop.verifyWebhook({ headers, rawBody, now });
}

const refusals = new RefusalCount(countSignatureFailures);

/** Writes down the refused signatures counted so far. Runs by itself; tests call it to wait for it. */
export const writeRefusals = () => refusals.flush();
