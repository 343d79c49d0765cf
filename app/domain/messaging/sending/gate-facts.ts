import { env } from "#app/base/env.ts";
import { hashAddress } from "#app/domain/messaging/consent/hash-address.ts";
import { fitsAddress } from "#app/domain/messaging/rules/address.ts";
import { isOnDemoList } from "#app/domain/messaging/rules/demo-list.ts";
import { CAPPED_PURPOSES, type GateFacts } from "#app/domain/messaging/rules/gate.ts";
import { MessagingSettings, quietHoursAt, SendingSwitches } from "#app/domain/messaging/schema.ts";
import type { Ctx } from "#db/context.ts";

/** What the gate is asked about. */
export type GateQuestion = {
	id: string;
	channel: "email" | "sms";
	purpose: string;
	to_address: string | null;
	contact_id: string | null;
	location_id: string | null;
	/** The plan, or when a message that waits may go. */
	notBefore: Date | null;
	missingValues?: readonly string[] | undefined;
	/** ISO, as the message carries it. */
	answersAt?: string | undefined;
};

/** Reads what the gate decides by, as of `ctx.now`: one query, and one more for what the frequency cap counts. */
export async function readGateFacts(ctx: Ctx, question: GateQuestion): Promise<GateFacts> {
	const { channel, to_address: address } = question;
	const row = await readRow(ctx, question);
	const settings = MessagingSettings.parse((row.settings as { messaging?: unknown } | null)?.messaging ?? {});
	const switches = SendingSwitches.parse(row.sending ?? {});
	const isCapped = (CAPPED_PURPOSES as readonly string[]).includes(question.purpose);
	return {
		channel,
		purpose: question.purpose,
		now: ctx.now.getTime(),
		address,
		addressFits: address !== null && fitsAddress(channel, address),
		suppression: row.suppression,
		missingValues: question.missingValues ?? [],
		demoRefuses: env().DEMO_MODE && address !== null && !isOnDemoList(env().DEMO_ALLOWED, address),
		environmentAllows: channel === "email" ? env().ALLOW_EMAIL_SENDING : env().ALLOW_SMS_SENDING,
		organisationAllows: switches[channel],
		configured: isConfigured(channel),
		plannedAt: question.notBefore?.getTime() ?? null,
		zone: row.contact_zone ?? row.location_zone ?? row.org_zone,
		quietHours: quietHoursAt(row.send_window, row.settings),
		answersAt: question.answersAt ? Date.parse(question.answersAt) : null,
		past: isCapped ? await readPast(ctx, question) : [],
		cap: settings.frequencyCap,
	};
}

/** Whether this installation has what a channel needs: a mail server, or an SMS account. */
export function isConfigured(channel: "email" | "sms"): boolean {
	const { SMTP_URL, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = env();
	return channel === "email" ? Boolean(SMTP_URL) : Boolean(TWILIO_ACCOUNT_SID && TWILIO_AUTH_TOKEN);
}

function readRow(ctx: Ctx, { channel, to_address, contact_id, location_id }: GateQuestion) {
	// A person who was erased is not written to again, though their address is not known any more.
	const known = to_address ? [to_address, hashAddress(ctx.org, channel, to_address)] : [""];
	return ctx.db
		.selectFrom("organisations")
		.leftJoin("contacts", (join) => join.on("contacts.id", "=", contact_id))
		.leftJoin("locations", (join) => join.on("locations.id", "=", location_id))
		.leftJoin("suppressions", (join) =>
			join.on("suppressions.channel", "=", channel).on("suppressions.address", "in", known),
		)
		.select([
			"organisations.sending",
			"organisations.settings",
			"organisations.time_zone as org_zone",
			"contacts.time_zone as contact_zone",
			"locations.time_zone as location_zone",
			"locations.send_window",
			"suppressions.reason as suppression",
		])
		.where("organisations.id", "=", ctx.org)
		.executeTakeFirstOrThrow();
}

/**
 * What counts towards the cap: sent, or on its way. The contact is locked, so that two cannot both be the last; not
 * against those who only point at it: a STOP that is written at this moment would wait for us, and we for it.
 */
async function readPast(ctx: Ctx, { id, contact_id }: GateQuestion): Promise<number[]> {
	if (!contact_id) return [];
	await ctx.db.selectFrom("contacts").select("id").where("id", "=", contact_id).forNoKeyUpdate().execute();
	const rows = await ctx.db
		.selectFrom("messages")
		.select(["sent_at", "state_at"])
		.where("contact_id", "=", contact_id)
		.where("direction", "=", "out")
		.where("purpose", "in", [...CAPPED_PURPOSES])
		.where("id", "<>", id)
		.where((where) =>
			where.or([
				where("sent_at", ">", new Date(ctx.now.getTime() - 8 * 86_400_000)),
				where("state", "in", ["sending", "queued", "uncertain"]),
			]),
		)
		.execute();
	return rows.map((row) => (row.sent_at ?? row.state_at).getTime());
}
