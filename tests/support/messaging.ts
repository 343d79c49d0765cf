import { env } from "#app/base/env.ts";
import { newId } from "#app/base/ids.ts";
import { type NewMessage, queueMessage } from "#app/domain/messaging/queue-message.ts";
import { openProviders, setProviders } from "#app/providers/open.ts";
import { jsonb } from "#db/client.ts";
import type { Contacts } from "#db/types.ts";
import { asActor, SYSTEM, type TestOrg, testEnv } from "./house.ts";

/**
 * Opens both switches of an organisation, and the installation's with a real mail server and a Twilio stand-in. It has
 * no quiet hours then, so that a test at night is a test by day; `keepQuietHours` gives it the shipped ones.
 */
export async function allowSending(
	org: TestOrg,
	standIns: { smtpPort?: number; twilio?: { accountSid: string; authToken: string; baseUrl: string } },
	more: Record<string, string> = {},
): Promise<void> {
	const { smtpPort, twilio } = standIns;
	testEnv({
		ALLOW_EMAIL_SENDING: "true",
		ALLOW_SMS_SENDING: "true",
		...(smtpPort ? { SMTP_URL: `smtp://127.0.0.1:${smtpPort}` } : {}),
		...(twilio
			? {
					TWILIO_ACCOUNT_SID: twilio.accountSid,
					TWILIO_AUTH_TOKEN: twilio.authToken,
					TWILIO_BASE_URL: twilio.baseUrl,
					TWILIO_FROM: "+15005550006",
				}
			: {}),
		...more,
	});
	setProviders(openProviders(env()));
	await setSwitches(org, { email: true, sms: true, webhook: false });
	await setMessaging(org, { quietHours: null });
}

/** The quiet hours that ship with the product: 9 pm to 8 am at the receiver's. */
export function keepQuietHours(org: TestOrg): Promise<void> {
	return setMessaging(org, {});
}

async function setMessaging(org: TestOrg, messaging: object): Promise<void> {
	await asActor(org.id, SYSTEM, (ctx) =>
		ctx.db
			.updateTable("organisations")
			.set({ settings: jsonb({ messaging }) })
			.where("id", "=", org.id)
			.execute(),
	);
}

/** The organisation's own switches. */
export async function setSwitches(
	org: TestOrg,
	sending: { email: boolean; sms: boolean; webhook: boolean },
): Promise<void> {
	await asActor(org.id, SYSTEM, (ctx) =>
		ctx.db
			.updateTable("organisations")
			.set({ sending: jsonb(sending) })
			.where("id", "=", org.id)
			.execute(),
	);
}

/** A contact with an address and a number of its own, unless told otherwise. */
export async function makeContact(
	org: TestOrg,
	more: Partial<{ [K in keyof Contacts]: string | null }> = {},
): Promise<{ id: string; email: string; phone: string }> {
	const id = newId();
	const email = (more.email as string) ?? `ann-${id.slice(-12)}@example.test`;
	const phone =
		(more.phone as string) ?? `+1500${Number.parseInt(id.slice(-8), 16).toString().padStart(10, "0").slice(-7)}`;
	await asActor(org.id, SYSTEM, (ctx) =>
		ctx.db
			.insertInto("contacts")
			.values({ org_id: org.id, id, first_name: "Ann", last_name: "Lee", email, phone, ...(more as object) })
			.execute(),
	);
	return { id, email, phone };
}

/** Queues one message as a system job does. */
export function queue(org: TestOrg, message: Partial<NewMessage> & { contactId: string }, now?: Date) {
	const input: NewMessage = {
		channel: "email",
		purpose: "reply",
		subject: "Your car",
		text: "Hello Ann,\n\nyour car is ready.",
		...message,
	};
	return asActor(org.id, SYSTEM, (ctx) => queueMessage(ctx, input), now);
}

/** A message's row as it stands. */
export function messageRow(org: TestOrg, id: string) {
	return asActor(org.id, SYSTEM, (ctx) =>
		ctx.db.selectFrom("messages").selectAll().where("id", "=", id).executeTakeFirstOrThrow(),
	);
}

/** The names of the events about a subject, oldest first. */
export async function eventNames(org: TestOrg, subjectId: string): Promise<string[]> {
	const rows = await asActor(org.id, SYSTEM, (ctx) =>
		ctx.db.selectFrom("events").select("name").where("subject_id", "=", subjectId).orderBy("id").execute(),
	);
	return rows.map((row) => row.name);
}
