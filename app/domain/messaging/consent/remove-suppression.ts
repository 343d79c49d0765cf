import { authorize } from "#app/domain/identity/policy.ts";
import { plainAddress } from "#app/domain/messaging/rules/address.ts";
import type { Ctx } from "#db/context.ts";
import { contactOf } from "./add-suppression.ts";
import { hashAddress } from "./hash-address.ts";

export type RemoveSuppression = {
	channel: "email" | "sms";
	address: string;
	/** A receiver lifts what the receiver asked for (STOP, unsubscribed); a member lifts any but those. */
	by: "receiver" | "member";
	contactId?: string | undefined;
};

const OF_RECEIVER = ["stop", "unsubscribed"] as const;

/**
 * Takes an address off the suppression list. Returns whether it was there and could be taken off. What a receiver
 * asked for, only the receiver takes back; bounces and complaints a member may, once the address is put right.
 */
export async function removeSuppression(ctx: Ctx, input: RemoveSuppression): Promise<boolean> {
	authorize(ctx, "suppressions.edit");
	const address = plainAddress(input.channel, input.address);
	const removed = await ctx.db
		.deleteFrom("suppressions")
		.where("channel", "=", input.channel)
		.where("address", "in", [address, hashAddress(ctx.org, input.channel, address)])
		.where("reason", input.by === "receiver" ? "in" : "not in", [...OF_RECEIVER])
		.returning("reason")
		.executeTakeFirst();
	if (!removed) return false;
	const contactId = input.contactId ?? (await contactOf(ctx, input.channel, address));
	await ctx.record({
		name: "suppression.removed",
		subject: contactId ? { type: "contact", id: contactId } : { type: "organisation", id: ctx.org },
		data: { channel: input.channel, address, reason: removed.reason, contactId: contactId ?? null },
		topics: ["suppressions"],
	});
	return true;
}
