import type { Ctx } from "#db/context.ts";
import { type LeadCause, type LeadState, leadStateAfter } from "./rules.ts";

/**
 * Moves a lead by what happened to it, as the table of causes says; nothing where it changes nothing. `at` is when
 * it happened. Keeps the first contact and the first reply, each once.
 */
export async function moveLeadBy(
	ctx: Ctx,
	{ leadId, cause, at }: { leadId: string; cause: LeadCause; at: Date },
): Promise<LeadState | undefined> {
	const lead = await ctx.db
		.selectFrom("leads")
		.select(["state", "contact_id", "first_contacted_at", "first_replied_at"])
		.where("id", "=", leadId)
		.forUpdate()
		.executeTakeFirst();
	if (!lead) return undefined;
	const before = lead.state as LeadState;
	const after = leadStateAfter(before, cause);
	const firsts = {
		...(cause === "message-sent" && !lead.first_contacted_at ? { first_contacted_at: at } : {}),
		...(cause === "customer-replied" && !lead.first_replied_at ? { first_replied_at: at } : {}),
	};
	if (after === before && Object.keys(firsts).length === 0) return after;
	const moved = after === before ? {} : { state: after, state_at: ctx.now };
	await ctx.db
		.updateTable("leads")
		.set((change) => ({
			...firsts,
			...moved,
			...(after === before ? {} : { version: change("version", "+", 1) }),
			...(before === "lost" && after !== before ? { lost_reason: null } : {}),
			updated_at: ctx.now,
		}))
		.where("id", "=", leadId)
		.execute();
	if (after !== before) {
		await ctx.record({
			name: "lead.state-changed",
			subject: { type: "lead", id: leadId },
			parent: { type: "contact", id: lead.contact_id },
			changes: { state: [before, after] },
			data: { cause },
		});
	}
	return after;
}
