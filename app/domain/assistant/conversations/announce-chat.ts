import type { OrgId } from "#app/base/ids.ts";
import { house } from "#db/context.ts";

/**
 * Tells open pages that a conversation looks different, without an event: somebody types, has read, or an answer has
 * grown. Call after the commit; nothing is lost with it.
 */
export function announceChat(org: OrgId, conversationId: string): void {
	house().live.publish({ org, topics: [`conversation:${conversationId}`] });
}
