import { env } from "#app/base/env.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { MessagingSettings, SendingSwitches } from "#app/domain/messaging/schema.ts";
import { isConfigured } from "#app/domain/messaging/sending/gate-facts.ts";
import type { Ctx } from "#db/context.ts";

/** One channel's two switches, and what the installation lacks for it. */
export type ChannelState = {
	channel: "email" | "sms" | "webhook";
	environment: boolean;
	organisation: boolean;
	setting: string;
	/** The setting that is missing for anything to be sent at all; null when nothing is. */
	lacks: string | null;
};

/** Everything the page about sending shows: switches, rules, the addresses customers write to, the locations. */
export async function getSending(ctx: Ctx) {
	authorize(ctx, "organisation.view");
	const org = await ctx.db
		.selectFrom("organisations")
		.select(["sending", "settings"])
		.where("id", "=", ctx.org)
		.executeTakeFirstOrThrow();
	const addresses = await ctx.db
		.selectFrom("inbound_addresses as a")
		.leftJoin("locations as l", "l.id", "a.location_id")
		.select(["a.id", "a.channel", "a.address", "l.name as location"])
		.orderBy("a.channel")
		.orderBy("a.address")
		.limit(200)
		.execute();
	const locations = await ctx.db
		.selectFrom("locations")
		.select(["id", "name"])
		.where("active", "=", true)
		.orderBy("name")
		.limit(500)
		.execute();
	const rules = MessagingSettings.parse((org.settings as { messaging?: unknown } | null)?.messaging ?? {});
	return {
		channels: channelsOf(SendingSwitches.parse(org.sending ?? {})),
		rules,
		addresses,
		locations,
		demoMode: env().DEMO_MODE,
	};
}

function channelsOf(own: SendingSwitches): ChannelState[] {
	const { ALLOW_EMAIL_SENDING, ALLOW_SMS_SENDING, ALLOW_WEBHOOK_SENDING } = env();
	return [
		{
			channel: "email",
			environment: ALLOW_EMAIL_SENDING,
			organisation: own.email,
			setting: "ALLOW_EMAIL_SENDING",
			lacks: isConfigured("email") ? null : "SMTP_URL",
		},
		{
			channel: "sms",
			environment: ALLOW_SMS_SENDING,
			organisation: own.sms,
			setting: "ALLOW_SMS_SENDING",
			lacks: isConfigured("sms") ? null : "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
		},
		{
			channel: "webhook",
			environment: ALLOW_WEBHOOK_SENDING,
			organisation: own.webhook,
			setting: "ALLOW_WEBHOOK_SENDING",
			lacks: null,
		},
	];
}
