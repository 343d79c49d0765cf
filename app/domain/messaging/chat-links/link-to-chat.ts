import { env } from "#app/base/env.ts";
import { createPublicLink } from "#app/domain/messaging/create-public-link.ts";
import type { Ctx } from "#db/context.ts";

type Bearer = {
	messageId: string;
	conversationId: string;
	contactId: string;
	text: string;
	button?: { url: string } | undefined;
};

/**
 * The chat link that a message carries (LEAD-6), of its own and known by its message; null where it has one already,
 * as the messages of sequences do.
 */
export async function linkToChat(ctx: Ctx, bearer: Bearer): Promise<string | null> {
	const { messageId, conversationId, contactId, text, button } = bearer;
	if (`${text} ${button?.url ?? ""}`.includes(`${env().publicUrl}/chat/`)) return null;
	const { url } = await createPublicLink(ctx, { kind: "chat", subjectId: conversationId, contactId, messageId });
	return url;
}

/** A text message with its chat link, on a line of its own so that phones make it a link. */
export function withChatLink(text: string, url: string): string {
	return `${text}\nChat: ${url}`;
}
