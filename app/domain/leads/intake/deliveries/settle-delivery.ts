import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";

/** What became of a delivery. `reason` says why nothing, or not everything, followed from it. */
export type Verdict = {
	state: "processed" | "ignored" | "rejected" | "failed";
	reason: string | null;
	leadId: string | undefined;
};

/** Writes down what became of a delivery. */
export async function settleDelivery(ctx: Ctx, deliveryId: string, verdict: Verdict): Promise<void> {
	authorize(ctx, "shops.receive");
	await ctx.db
		.updateTable("shop_deliveries")
		.set({
			state: verdict.state,
			reason: verdict.reason?.slice(0, 500) ?? null,
			...(verdict.leadId ? { lead_id: verdict.leadId } : {}),
			processed_at: ctx.now,
		})
		.where("id", "=", deliveryId)
		.execute();
}
