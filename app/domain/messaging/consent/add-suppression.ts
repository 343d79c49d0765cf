import { authorize } from "#app/domain/identity/policy.ts";
import { plainAddress } from "#app/domain/messaging/rules/address.ts";
import type { Ctx } from "#db/context.ts";

export type NewSuppression = {
	channel: "email" | "sms";
	address: string;
	reason: "unsubscribed" | "stop" | "bounced" | "complained" | "member";
	messageId?: string | undefined;
	contactId?: string | undefined;
};

/**
 * Puts an address on the suppression list: from now on the gate lets nothing to it. Returns whether it is new; an
 * address that is there already keeps its first reason. Records `suppression.added` on the contact where one is known.
 */
export async function addSuppression(ctx: Ctx, input: NewSuppression): Promise<boolean> {
	authorize(ctx, "suppressions.edit");
	const address = plainAddress(input.channel, input.address);
	const added = await ctx.db
		.insertInto("suppressions")
		.values({
			org_id: ctx.org,
			channel: input.channel,
			address,
			reason: input.reason,
			message_id: input.messageId ?? null,
			created_at: ctx.now,
		})
		.onConflict((conflict) => conflict.columns(["org_id", "channel", "address"]).doNothing())
		.returning("address")
		.executeTakeFirst();
	if (!added) return false;
	const contactId = input.contactId ?? (await contactOf(ctx, input.channel, address));
	await ctx.record({
		name: "suppression.added",
		subject: contactId ? { type: "contact", id: contactId } : { type: "organisation", id: ctx.org },
		data: { channel: input.channel, address, reason: input.reason, contactId: contactId ?? null },
		topics: ["suppressions"],
	});
	return true;
}

/** The newest contact with an address, if any. */
export async function contactOf(ctx: Ctx, channel: "email" | "sms", address: string): Promise<string | undefined> {
	const row = await ctx.db
		.selectFrom("contacts")
		.select("id")
		.where(channel === "email" ? "email" : "phone", "=", address)
		.where("deleted_at", "is", null)
		.orderBy("id", "desc")
		.executeTakeFirst();
	return row?.id;
}
