import { env } from "#app/base/env.ts";
import { createPublicLink } from "#app/domain/messaging/create-public-link.ts";
import { emailHtml } from "#app/domain/messaging/rules/email-layout.ts";
import type { EmailPart } from "#app/domain/messaging/schema.ts";
import { firstAddress, threadOf } from "#app/domain/messaging/sending/mail-ids.ts";
import type { Ctx } from "#db/context.ts";

export type EmailDraft = {
	id: string;
	conversationId: string;
	contactId: string;
	locationId: string | null;
	purpose: string;
	text: string;
	html?: string | undefined;
	button?: { label: string; url: string } | undefined;
	reason?: string | undefined;
	/** The link to the chat; it is the button where there is no other. */
	chatUrl?: string | null | undefined;
};

/**
 * The parts of an email as they will go out: laid out in the organisation's name, with its own way out and its place
 * in the thread. Everything is made once, when the message is queued, so that what a member reads is what is sent.
 */
export async function composeEmail(ctx: Ctx, draft: EmailDraft): Promise<{ html: string; part: EmailPart }> {
	const place = await ctx.db
		.selectFrom("organisations")
		.leftJoin("locations", (join) => join.on("locations.id", "=", draft.locationId))
		.leftJoin("inbound_addresses as inbound", (join) =>
			join
				.onRef("inbound.org_id", "=", "organisations.id")
				.on("inbound.channel", "=", "email")
				.on((on) => on.or([on("inbound.location_id", "=", draft.locationId), on("inbound.location_id", "is", null)])),
		)
		.select([
			"organisations.name",
			"organisations.colour",
			"locations.name as location",
			"locations.address",
			"locations.email as location_email",
			"inbound.address as inbound",
		])
		.where("organisations.id", "=", ctx.org)
		// The location's own address for replies comes before the organisation's.
		.orderBy("inbound.location_id", (order) => order.asc().nullsLast())
		.executeTakeFirstOrThrow();
	const link = await createPublicLink(ctx, {
		kind: "unsubscribe",
		subjectId: draft.contactId,
		contactId: draft.contactId,
		messageId: draft.id,
	});
	const { html, text } = emailHtml({
		organisation: { name: place.location ?? place.name, colour: place.colour, address: place.address },
		bodyText: draft.text,
		bodyHtml: draft.html ?? null,
		button: draft.button ?? (draft.chatUrl ? { label: "Answer in the chat", url: draft.chatUrl } : null),
		chatUrl: draft.button ? (draft.chatUrl ?? null) : null,
		reason: draft.reason ?? reasonFor(draft.purpose, place.location ?? place.name),
		unsubscribeUrl: link.url,
	});
	const replyTo = replyAddress(place.inbound, draft.conversationId) ?? firstAddress(place.location_email);
	const thread = await threadOf(ctx, draft.conversationId);
	return { html, part: { text, unsubscribeUrl: link.url, ...(replyTo ? { replyTo } : {}), ...thread } };
}

/** RFC 8058, 3.1 wants https; a link that nobody outside can reach would only look like one. */
export function oneClickUrl(part: EmailPart | undefined): string | undefined {
	return env().isHttps ? part?.unsubscribeUrl : undefined;
}

/** Replies carry their conversation in the address (RFC 5233), for mail clients that drop the thread's headers. */
function replyAddress(inbound: string | null, conversationId: string): string | undefined {
	return inbound?.replace("@", `+${conversationId}@`);
}

function reasonFor(purpose: string, name: string): string {
	switch (purpose) {
		case "confirmation":
			return `You get this email because an appointment with ${name} was made or changed for you.`;
		case "reminder":
			return `You get this email because you have an appointment with ${name}.`;
		case "sequence":
			return `You get this email because you asked ${name} about its work.`;
		default:
			return `You get this email because you are in touch with ${name}.`;
	}
}
