import { mergeContacts } from "#app/domain/crm/merging/merge-contacts.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import type { Ctx } from "#db/context.ts";
import type { ShopFacts } from "../orders/gather-shop-facts.ts";
import { reachOf } from "./shop-customer.ts";

/**
 * A lead that came while its shop was away hangs on a contact of which nothing is known but the shop's id. When the
 * shop tells the address and somebody here has it already, the two are merged: the lead and the shop's id go to that
 * person, and whoever sees that it is another one takes them apart again. Nothing happens to a contact that has an
 * address of its own, or that lies in the trash.
 */
export async function joinKnownContact(
	ctx: Ctx,
	{ contactId, facts, country }: { contactId: string; facts: ShopFacts; country: string | null },
): Promise<void> {
	authorize(ctx, "contacts.edit");
	const reach = facts.customer ? reachOf(facts.customer, country) : undefined;
	if (!reach?.email && !reach?.phone) return;
	const nameless = await ctx.db
		.selectFrom("contacts")
		.select("id")
		.where("id", "=", contactId)
		.where("email", "is", null)
		.where("phone", "is", null)
		.where("deleted_at", "is", null)
		.executeTakeFirst();
	if (!nameless) return;
	const known = await findByAddress(ctx, reach);
	if (known) await mergeContacts(ctx, { survivorId: known, mergedId: contactId });
}

async function findByAddress(
	ctx: Ctx,
	{ email, phone }: { email: string | undefined; phone: string | undefined },
): Promise<string | undefined> {
	const row = await ctx.db
		.selectFrom("contacts")
		.select("id")
		.where("deleted_at", "is", null)
		.where((eb) => eb.or([...(phone ? [eb("phone", "=", phone)] : []), ...(email ? [eb("email", "=", email)] : [])]))
		.orderBy("created_at")
		.orderBy("id")
		.limit(1)
		.executeTakeFirst();
	return row?.id;
}
