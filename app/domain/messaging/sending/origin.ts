import { env } from "#app/base/env.ts";
import type { MailAddress } from "#app/providers/email/port.ts";
import type { SmsOrigin } from "#app/providers/sms/port.ts";
import type { Ctx } from "#db/context.ts";

/** Who a message comes from. `shown` is what a member reads; `provider` who hands it on. */
export type Origin = { shown: string; provider: string; mail?: MailAddress; sms?: SmsOrigin };

/**
 * The sender of a location's messages. Mail comes from the installation's address in the organisation's name. Texts
 * come from the location's own number, else the organisation's, so that answers find their way back; else from the
 * installation's.
 */
export async function originOf(ctx: Ctx, channel: "email" | "sms", locationId: string | null): Promise<Origin> {
	return channel === "email" ? mailOrigin(ctx, locationId) : smsOrigin(ctx, locationId);
}

async function mailOrigin(ctx: Ctx, locationId: string | null): Promise<Origin> {
	const row = await ctx.db
		.selectFrom("organisations")
		.leftJoin("locations", (join) => join.on("locations.id", "=", locationId))
		.select(["organisations.name", "locations.name as location"])
		.where("organisations.id", "=", ctx.org)
		.executeTakeFirstOrThrow();
	const address = /<([^<>]+)>/.exec(env().MAIL_FROM)?.[1] ?? env().MAIL_FROM.trim();
	// A name is one line without the signs that mean something in an address header.
	const name = (row.location ?? row.name).replace(/[\p{Cc}\u2028\u2029"<>]+/gu, " ").trim();
	return { shown: `${name} <${address}>`, provider: "smtp", mail: { name, address } };
}

async function smsOrigin(ctx: Ctx, locationId: string | null): Promise<Origin> {
	const own = await ctx.db
		.selectFrom("inbound_addresses")
		.select("address")
		.where("channel", "=", "sms")
		.where((where) => where.or([where("location_id", "=", locationId), where("location_id", "is", null)]))
		.orderBy("location_id", (order) => order.asc().nullsLast())
		.executeTakeFirst();
	const from = own?.address ?? env().TWILIO_FROM;
	if (from) return { shown: from, provider: "twilio", sms: { from } };
	const messagingServiceSid = env().TWILIO_MESSAGING_SERVICE_SID;
	if (messagingServiceSid) return { shown: messagingServiceSid, provider: "twilio", sms: { messagingServiceSid } };
	return { shown: "", provider: "twilio" };
}
