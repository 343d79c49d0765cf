import { notFound } from "#app/base/errors.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import { addSuppression } from "./add-suppression.ts";
import { removeSuppression } from "./remove-suppression.ts";

/** What an unsubscribe link stands for: the message that bore it, else the contact. */
export type UnsubscribeLink = { contactId: string; messageId?: string | undefined };

/** The address that the link's email went to, and whether it is suppressed. Throws 404 when it has none. */
export async function findSubscription(
	ctx: Ctx,
	link: UnsubscribeLink,
): Promise<{ address: string; reason: string | null }> {
	const row = await ctx.db
		.selectFrom("contacts")
		.leftJoin("messages", (join) => join.on("messages.id", "=", link.messageId ?? null))
		.leftJoin("suppressions", (join) =>
			join
				.on("suppressions.channel", "=", "email")
				.on((on) => on("suppressions.address", "=", on.fn.coalesce("messages.to_address", "contacts.email"))),
		)
		.select(["contacts.email", "messages.to_address", "suppressions.reason"])
		.where("contacts.id", "=", link.contactId)
		.executeTakeFirst();
	const address = row?.to_address ?? row?.email;
	if (!row || !address) throw notFound("link");
	return { address, reason: row.reason };
}

/** Stops all email to the address of the link (RFC 8058). Doing it twice changes nothing more. */
export async function unsubscribe(ctx: Ctx, link: UnsubscribeLink): Promise<void> {
	authorize(ctx, "suppressions.edit");
	const { address } = await findSubscription(ctx, link);
	await addSuppression(ctx, { channel: "email", address, reason: "unsubscribed", ...link });
}

/** Takes an unsubscription back. A bounce or a complaint stays: only a member can judge those. */
export async function resubscribe(ctx: Ctx, link: UnsubscribeLink): Promise<boolean> {
	authorize(ctx, "suppressions.edit");
	const { address } = await findSubscription(ctx, link);
	return removeSuppression(ctx, { channel: "email", address, by: "receiver", contactId: link.contactId });
}
