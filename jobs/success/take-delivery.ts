import { forgetDeliveriesJob, takeDeliveryJob } from "#app/domain/success/jobs.ts";
import { forgetDeliveries } from "#app/domain/success/webhook/forget-deliveries.ts";
import { deliveryActor, takeDelivery } from "#app/domain/success/webhook/take-delivery.ts";
import { house, inOrg, readInOrg } from "#db/context.ts";
import { handles } from "#jobs/handles.ts";

export const takeDeliveryHandler = handles(takeDeliveryJob, async ({ orgId, deliveryId }, { requestId, now }) => {
	const system = { kind: "system", name: "Customer success" } as const;
	const actor = await readInOrg({ org: orgId, actor: system, requestId, now }, (ctx) => deliveryActor(ctx, deliveryId));
	if (!actor) return;
	await takeDelivery((fn) => inOrg({ org: orgId, actor, requestId, now }, fn), deliveryId);
	house().live.publish({ org: orgId, topics: ["account-hooks"] });
});

export const forgetDeliveriesHandler = handles(forgetDeliveriesJob, async (_payload, { now }) => {
	await forgetDeliveries(now);
});
