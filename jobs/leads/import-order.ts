import { askForRecord, beginFollowing, endFollowing } from "#app/domain/leads/intake/customers/follow-shop-record.ts";
import { settleDelivery } from "#app/domain/leads/intake/deliveries/settle-delivery.ts";
import { type OpenDelivery, openDelivery, readDelivery } from "#app/domain/leads/intake/deliveries/shop-delivery.ts";
import { importOrderJob } from "#app/domain/leads/intake/jobs.ts";
import { factsUnknown, gatherShopFacts } from "#app/domain/leads/intake/orders/gather-shop-facts.ts";
import { importOrder, planImport } from "#app/domain/leads/intake/orders/import-order.ts";
import { providers } from "#app/providers/open.ts";
import { ShopError } from "#app/providers/shop/port.ts";
import { type Ctx, inOrg } from "#db/context.ts";
import { PermanentFailure } from "#db/queue.ts";
import { handles, type Run } from "#jobs/handles.ts";
import { permanently } from "#jobs/integrations/permanently.ts";

/** A new lead waits no longer than this for its shop; what is missing then is asked for by a job of its own. */
const ASK_MS = 5_000;

export const importOrderHandler = handles(importOrderJob, ({ orgId, deliveryId }, run) =>
	permanently(async () => {
		const actor = { kind: "system", name: "Shop intake" } as const;
		const { requestId, now } = run;
		const delivery = await inOrg({ org: orgId, actor, requestId, now }, (ctx) => openDelivery(ctx, deliveryId));
		if (!delivery) return;
		try {
			await importDelivery(orgId, delivery, run);
		} catch (error) {
			const words =
				error instanceof ShopError
					? error.message
					: `A fault of ours: ${error instanceof Error ? error.message : error}`;
			const ends = error instanceof ShopError && !error.worthRetrying;
			const reason = ends ? words : `${words}. It is tried again by itself.`;
			const verdict = { state: "failed", reason, leadId: undefined } as const;
			await inOrg({ org: orgId, actor, requestId, now }, (ctx) => settleDelivery(ctx, deliveryId, verdict));
			throw ends ? new PermanentFailure(words, { cause: error }) : error;
		}
	}),
);

async function importDelivery(org: string, delivery: OpenDelivery, { requestId, now }: Run): Promise<void> {
	const { connection, settings } = delivery;
	const actor = { kind: "webhook", id: connection.id, name: connection.name } as const;
	const step = <T>(fn: (ctx: Ctx) => Promise<T>) => inOrg({ org, actor, requestId, now }, fn);
	const shop = providers().shop({ ...settings, timeoutMs: ASK_MS });
	const told = readDelivery(shop, delivery);
	if (typeof told === "string") {
		await step((ctx) => settleDelivery(ctx, delivery.id, { state: "rejected", reason: told, leadId: undefined }));
		return;
	}
	if (told.event !== "order") {
		if (!(await step((ctx) => beginFollowing(ctx, delivery, told)))) return;
		const record = await askForRecord(shop, told);
		await step((ctx) => endFollowing(ctx, delivery, record));
		return;
	}
	const { ask } = await step((ctx) => planImport(ctx, delivery, told));
	const facts =
		ask === "nothing" || !told.order
			? factsUnknown(connection.failing ?? undefined)
			: await gatherShopFacts(shop, told.order, ask);
	await step((ctx) => importOrder(ctx, { delivery, told, facts }));
}
