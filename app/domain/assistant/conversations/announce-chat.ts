import type { OrgId } from "#app/base/ids.ts";
import { house } from "#db/context.ts";

/** Who gave a sign of life: typing, or having read. */
export type ChatSide = "customer" | "member";

/**
 * Tells open pages that an answer in a conversation has grown, without an event. Call after the commit; nothing is
 * lost with it.
 */
export function announceChat(org: OrgId, conversationId: string): void {
	house().live.publish({ org, topics: [`conversation:${conversationId}`] });
}

/**
 * Tells the other side's pages that one side types or has read. A topic of its own for each side: the page that gave
 * the sign does not listen to it, so that nobody's page loads again because of their own typing.
 */
export function announceSign(org: OrgId, conversationId: string, side: ChatSide): void {
	house().live.publish({ org, topics: [`conversation:${conversationId}:${side}`] });
}
