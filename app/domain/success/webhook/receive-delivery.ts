import { sql } from "kysely";
import { newId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { jsonb } from "#db/client.ts";
import type { Ctx } from "#db/context.ts";
import { takeDeliveryJob } from "../jobs.ts";
import type { ReadDelivery } from "./read-delivery.ts";

export type NewDelivery = { hookId: string; key: string; signedAt: Date; read: ReadDelivery | { reason: string } };

/**
 * Keeps a rightly signed delivery with the job that works on it. The same key twice is one delivery, whatever came with
 * it; one that was rejected before and is right now is taken. A race for a key is decided by its unique index.
 */
export async function receiveDelivery(
	ctx: Ctx,
	{ hookId, key, signedAt, read }: NewDelivery,
): Promise<{ id: string; duplicate: boolean }> {
	authorize(ctx, "account-hooks.receive");
	const isRight = "entries" in read;
	const { entries, remarks, total } = isRight ? read : { entries: [], remarks: [], total: 0 };
	const { rows } = await sql<{ id: string }>`
		insert into account_deliveries as kept (org_id, id, hook_id, delivery_key, received_at, signed_at, state, reason, entries,
			remarks, total)
		values (${ctx.org}, ${newId()}, ${hookId}, ${key}, ${ctx.now}, ${signedAt}, ${isRight ? "received" : "rejected"},
			${isRight ? null : read.reason}, ${jsonb(entries)}, ${jsonb(remarks)}, ${total})
		on conflict (org_id, hook_id, delivery_key) do update set state = excluded.state, reason = null,
			entries = excluded.entries, remarks = excluded.remarks, total = excluded.total, signed_at = excluded.signed_at
			where kept.state = 'rejected' and excluded.state = 'received'
		returning id`.execute(ctx.db);
	const [stored] = rows;
	if (stored) {
		if (isRight) await ctx.enqueue(takeDeliveryJob, { orgId: ctx.org, deliveryId: stored.id });
		return { id: stored.id, duplicate: false };
	}
	const before = await ctx.db
		.selectFrom("account_deliveries")
		.select("id")
		.where("hook_id", "=", hookId)
		.where("delivery_key", "=", key)
		.executeTakeFirstOrThrow();
	return { id: before.id, duplicate: true };
}
