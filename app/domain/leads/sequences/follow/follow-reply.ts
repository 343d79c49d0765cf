import { moveLeadBy } from "#app/domain/leads/move-lead.ts";
import { stopOf } from "#app/domain/leads/sequences/sending/find-interruption.ts";
import { stopEnrollments } from "#app/domain/leads/sequences/stop-enrollments.ts";
import type { Ctx } from "#db/context.ts";

/**
 * The customer wrote: their sequence at that location stops and their open leads there are engaged. A message that
 * came to no location counts for all of them. A STOP ends all of
 * their sequences and engages nobody; what a machine wrote (an absence note) changes nothing.
 */
export async function followReply(ctx: Ctx, messageId: string): Promise<void> {
	const message = await ctx.db
		.selectFrom("messages as m")
		.leftJoin("conversations as k", (join) =>
			join.onRef("k.org_id", "=", "m.org_id").onRef("k.id", "=", "m.conversation_id"),
		)
		.select(["m.contact_id", "m.channel", "m.body_text", "m.parts", "m.created_at", "k.location_id"])
		.where("m.id", "=", messageId)
		.where("m.direction", "=", "in")
		.executeTakeFirst();
	const stop = message && stopOf(message);
	if (!message?.contact_id || !stop) return;
	if (stop === "opted-out") return void (await stopEnrollments(ctx, { contactId: message.contact_id, reason: stop }));
	const { contact_id: contactId, location_id: locationId } = message;
	for (const leadId of await findRepliedLeads(ctx, { contactId, locationId, at: message.created_at })) {
		await moveLeadBy(ctx, { leadId, cause: "customer-replied", at: message.created_at });
	}
	await stopEnrollments(ctx, { contactId, ...(locationId ? { locationId } : {}), reason: "replied" });
}

type Reply = { contactId: string; locationId: string | null; at: Date };

/** The open leads that a reply answers, or, where none is open, the newest one: a lost lead that writes comes back. */
async function findRepliedLeads(ctx: Ctx, { contactId, locationId, at }: Reply): Promise<string[]> {
	const leads = await ctx.db
		.selectFrom("leads")
		.select(["id", "state"])
		.where("contact_id", "=", contactId)
		.where("created_at", "<=", at)
		.$if(locationId !== null, (query) => query.where("location_id", "=", locationId as string))
		.orderBy("id", "desc")
		.limit(50)
		.execute();
	const open = leads.filter(({ state }) => state === "new" || state === "contacted" || state === "engaged");
	return (open.length > 0 ? open : leads.slice(0, 1)).map(({ id }) => id).sort();
}
