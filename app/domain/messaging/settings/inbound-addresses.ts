import { invalid, notFound } from "#app/base/errors.ts";
import { newId } from "#app/base/ids.ts";
import { hashToken, newToken } from "#app/base/tokens.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { plainAddress } from "#app/domain/messaging/rules/address.ts";
import type { Ctx } from "#db/context.ts";

export type NewInboundAddress = { channel: "email" | "sms"; address: string; locationId?: string | undefined };

/**
 * Claims a number or address that customers write to. One owner on the whole server, so it can be taken (422). An
 * email address gets a secret for whatever posts its mail here; it is known once, now. Throws 404 for a location.
 */
export async function addInboundAddress(
	ctx: Ctx,
	input: NewInboundAddress,
): Promise<{ id: string; secret: string | null }> {
	authorize(ctx, "organisation.edit");
	const address = plainAddress(input.channel, input.address);
	if (input.locationId) {
		const found = await ctx.db
			.selectFrom("locations")
			.select("id")
			.where("id", "=", input.locationId)
			.executeTakeFirst();
		if (!found) throw notFound("location");
	}
	const id = newId();
	const secret = input.channel === "email" ? newToken() : null;
	const added = await ctx.db
		.insertInto("inbound_addresses")
		.values({
			org_id: ctx.org,
			id,
			channel: input.channel,
			address,
			location_id: input.locationId ?? null,
			secret_hash: secret ? hashToken(secret) : null,
		})
		.onConflict((conflict) => conflict.columns(["channel", "address"]).doNothing())
		.returning("id")
		.executeTakeFirst();
	if (!added) throw invalid("This address is taken.", { address: ["This address is in use already"] });
	await ctx.record({
		name: "inbound-address.added",
		subject: { type: "organisation", id: ctx.org },
		data: { addressId: id, channel: input.channel, address, locationId: input.locationId ?? null },
	});
	return { id, secret };
}

/** Gives a number or address up: messages to it are refused from now on. Throws 404. */
export async function removeInboundAddress(ctx: Ctx, input: { id: string }): Promise<void> {
	authorize(ctx, "organisation.edit");
	const removed = await ctx.db
		.deleteFrom("inbound_addresses")
		.where("id", "=", input.id)
		.returning(["channel", "address"])
		.executeTakeFirst();
	if (!removed) throw notFound("address");
	await ctx.record({
		name: "inbound-address.removed",
		subject: { type: "organisation", id: ctx.org },
		data: { addressId: input.id, ...removed },
	});
}
