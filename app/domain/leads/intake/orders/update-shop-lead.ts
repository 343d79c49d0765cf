import { authorize } from "#app/domain/identity/policy.ts";
import { moveLeadBy } from "#app/domain/leads/move-lead.ts";
import type { LeadCause } from "#app/domain/leads/rules.ts";
import { stopEnrollments } from "#app/domain/leads/sequences/stop-enrollments.ts";
import type { ShopOrder } from "#app/providers/shop/port.ts";
import type { Ctx } from "#db/context.ts";
import type { ShopConnectionRules } from "../deliveries/shop-delivery.ts";
import { type ShopLead, titleOf } from "./shop-lead.ts";

type Update = {
	lead: ShopLead;
	order: ShopOrder;
	services: ShopOrder["services"];
	connection: Pick<ShopConnectionRules, "wonStatuses">;
};

/**
 * Brings a lead in step with its order: title, services, value, the shop's status, and the state where the shop's
 * word decides it. An order that is older than what the lead shows changes nothing. Returns why nothing changed, or
 * null. `lead` is locked by the caller.
 */
export async function updateShopLead(ctx: Ctx, { lead, order, services, connection }: Update): Promise<string | null> {
	authorize(ctx, "leads.edit");
	const known = lead.external_updated_at;
	if (known && order.updatedAt < known) return "Older than what the lead already shows";
	const next = {
		title: titleOf(order, services),
		services: services.length > 0 ? services.map((service) => service.name) : lead.services,
		value_cents: order.totalCents ?? lead.value_cents,
		external_status: order.status,
	};
	const changes = differences(lead, next);
	if (Object.keys(changes).length > 0 || known?.getTime() !== order.updatedAt.getTime()) {
		await ctx.db
			.updateTable("leads")
			.set((eb) => ({
				...next,
				external_updated_at: order.updatedAt,
				updated_at: ctx.now,
				version: eb("version", "+", 1),
			}))
			.where("id", "=", lead.id)
			.execute();
	}
	if (Object.keys(changes).length > 0) {
		await ctx.record({ name: "lead.changed", ...subjectOf(lead), changes, data: { by: "shop" } });
	}
	const closing = closingOf(order, connection.wonStatuses);
	if (closing) await closeShopLead(ctx, lead, closing.cause, closing.reason);
	return null;
}

/** The order is gone: the lead is lost, unless it was won. Returns why nothing changed, or null. */
export async function cancelShopLead(ctx: Ctx, lead: ShopLead, reason: string): Promise<string | null> {
	authorize(ctx, "leads.edit");
	const moved = await closeShopLead(ctx, lead, "order-cancelled", reason);
	return moved ? null : `The lead is ${lead.state} already`;
}

/** What a shop's order says about the end of a lead. Done counts before archived: shops archive what is done. */
function closingOf(order: ShopOrder, wonStatuses: readonly string[]): { cause: LeadCause; reason: string } | undefined {
	if (order.deleted) return { cause: "order-cancelled", reason: "The order was deleted in the shop" };
	if (wonStatuses.includes(order.status) || (order.statusId !== null && wonStatuses.includes(order.statusId))) {
		return { cause: "order-completed", reason: `The order is ${order.status} in the shop` };
	}
	return order.archived ? { cause: "order-cancelled", reason: "The order was archived in the shop" } : undefined;
}

/** Moves the lead as the table of causes says; a lead that is over has no sequence any more. Returns whether it moved. */
async function closeShopLead(ctx: Ctx, lead: ShopLead, cause: LeadCause, reason: string): Promise<boolean> {
	const after = await moveLeadBy(ctx, { leadId: lead.id, cause, at: ctx.now });
	if (after === undefined || after === lead.state) return false;
	if (after === "lost") {
		await ctx.db.updateTable("leads").set({ lost_reason: reason }).where("id", "=", lead.id).execute();
	}
	await stopEnrollments(ctx, { leadId: lead.id, reason: "lead-closed" });
	return true;
}

function subjectOf(lead: ShopLead) {
	return { subject: { type: "lead", id: lead.id }, parent: { type: "contact", id: lead.contact_id } };
}

function differences(lead: ShopLead, next: Partial<ShopLead>): Record<string, [unknown, unknown]> {
	return Object.fromEntries(
		Object.entries(next)
			.map(([name, value]): [string, [unknown, unknown]] => [name, [lead[name as keyof ShopLead], value]])
			.filter(([, [before, after]]) => JSON.stringify(before) !== JSON.stringify(after)),
	);
}
