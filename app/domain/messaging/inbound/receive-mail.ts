import { isId } from "#app/base/ids.ts";
import { authorize } from "#app/domain/identity/policy.ts";
import { receiveMessage } from "#app/domain/messaging/receive-message.ts";
import { fitsAddress } from "#app/domain/messaging/rules/address.ts";
import { mailDomain, readMessageId } from "#app/domain/messaging/sending/mail-ids.ts";
import type { Ctx } from "#db/context.ts";
import { findThread, type Thread } from "./find-thread.ts";
import type { Bounce, InboundMail } from "./parse-mail.ts";
import { recordDeliveryReport } from "./record-delivery-report.ts";

/** What became of an inbound mail: a message in a conversation, a bounce on one of ours, or nothing, and why. */
export type MailOutcome =
	| { kind: "received"; messageId: string; isNew: boolean }
	| { kind: "bounce"; messageId: string }
	| { kind: "ignored"; reason: string };

/**
 * Takes in a mail: into the conversation of the message it answers, else the one that its address names, else that of
 * its sender. The same Message-ID twice is one message. A machine's mail joins a conversation that exists and starts
 * none; mail of our own that comes round is ignored.
 */
export async function receiveMail(
	ctx: Ctx,
	mail: InboundMail,
	to: { address: string; locationId: string | undefined },
): Promise<MailOutcome> {
	authorize(ctx, "messages.write");
	if (!mail.from || !fitsAddress("email", mail.from)) return { kind: "ignored", reason: "it has no sender" };
	if (mail.from.endsWith(`@${mailDomain()}`) && readMessageId(mail.messageId ?? "")) {
		return { kind: "ignored", reason: "it is one of ours" };
	}
	const answered = await findAnswered(ctx, mail.references);
	if (mail.bounce && answered?.inReplyTo) return bounce(ctx, mail.bounce, answered.inReplyTo);
	const named = answered ?? (await findNamed(ctx, mail.to, to.address));
	if (!named && mail.automatic) return { kind: "ignored", reason: "a machine wrote it, and it answers nothing" };
	const thread = named ?? (await threadOfSender(ctx, mail, to.locationId));
	const received = await receiveMessage(ctx, {
		...thread,
		channel: "email",
		text: mail.text || "(no text)",
		subject: mail.subject,
		from: mail.from,
		to: to.address,
		provider: "mail",
		providerMessageId: mail.messageId,
		automatic: mail.automatic,
		attachments: mail.attachments,
	});
	return { kind: "received", messageId: received.id, isNew: received.isNew };
}

/** The thread of the message of ours that a mail answers, nearest first. */
async function findAnswered(ctx: Ctx, references: readonly string[]): Promise<Thread | undefined> {
	const ids = references.flatMap((reference) => {
		const ours = readMessageId(reference);
		return ours?.org === ctx.org ? [ours.id] : [];
	});
	if (ids.length === 0) return undefined;
	const rows = await ctx.db
		.selectFrom("messages")
		.select(["id", "conversation_id", "contact_id", "lead_id", "location_id"])
		.where("id", "in", ids)
		.execute();
	const row = ids.map((id) => rows.find((one) => one.id === id)).find((one) => one?.conversation_id && one.contact_id);
	return (
		row && {
			conversationId: row.conversation_id!,
			contactId: row.contact_id!,
			leadId: row.lead_id ?? undefined,
			locationId: row.location_id ?? undefined,
			inReplyTo: row.id,
		}
	);
}

/** The conversation whose id stands behind the plus of the address written to (RFC 5233). */
async function findNamed(ctx: Ctx, to: readonly string[], inbound: string): Promise<Thread | undefined> {
	const [user, domain] = inbound.toLowerCase().split("@");
	const prefix = `${user}+`;
	const id = to
		.filter((address) => address.startsWith(prefix) && address.endsWith(`@${domain}`))
		.map((address) => address.slice(prefix.length, -1 - domain!.length))
		.find(isId);
	if (!id) return undefined;
	const row = await ctx.db
		.selectFrom("conversations")
		.select(["id", "contact_id", "location_id"])
		.where("id", "=", id)
		.executeTakeFirst();
	if (!row?.contact_id) return undefined;
	const { contact_id: contactId, location_id } = row;
	return {
		conversationId: row.id,
		contactId,
		leadId: undefined,
		locationId: location_id ?? undefined,
		inReplyTo: undefined,
	};
}

function threadOfSender(ctx: Ctx, mail: InboundMail, locationId: string | undefined): Promise<Thread> {
	return findThread(ctx, { channel: "email", address: mail.from!, name: mail.fromName, locationId });
}

/** Believed only about the address that the message went to: anybody can write such a report. */
async function bounce(ctx: Ctx, report: Bounce, messageId: string): Promise<MailOutcome> {
	const row = await ctx.db.selectFrom("messages").select("to_address").where("id", "=", messageId).executeTakeFirst();
	if (report.recipient && row?.to_address !== report.recipient) {
		return { kind: "ignored", reason: "it reports an address that we did not write to" };
	}
	await recordDeliveryReport(ctx, messageId, {
		provider: "dsn",
		eventId: null,
		providerMessageId: null,
		recipient: row?.to_address ?? null,
		state: "bounced",
		at: ctx.now,
		reason: report.reason ?? "The mail came back.",
		code: report.status ?? null,
		// RFC 3463: class 5 is for good; class 4 means that the server gave up on something passing.
		permanent: report.status?.startsWith("5") ?? false,
		cost: null,
	});
	return { kind: "bounce", messageId };
}
