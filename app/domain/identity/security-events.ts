import { newId } from "#app/base/ids.ts";
import { jsonb } from "#db/client.ts";
import { asSystem, house } from "#db/context.ts";
import { instantOf, type Origin } from "./origin.ts";

export type SecurityEvent = {
	name: string;
	email?: string | undefined;
	userId?: string | undefined;
	orgId?: string | undefined;
	origin: Origin;
	data?: Record<string, unknown>;
};

/** The live topic of an organisation's log of sign-ins and refusals. */
export const SECURITY_TOPIC = "security-events";

/**
 * Writes a sign-in, a refusal or the like, in a transaction of its own, so that no rollback takes it along. Open pages
 * of the organisation's log hear of it.
 */
export async function recordSecurityEvent(event: SecurityEvent): Promise<void> {
	await asSystem((db) =>
		db
			.insertInto("security_events")
			.values({
				id: newId(),
				// By this process's clock, to the millisecond that the audit page's cursors keep.
				at: instantOf(event.origin),
				name: event.name,
				org_id: event.orgId ?? null,
				user_id: event.userId ?? null,
				email: event.email ?? null,
				ip: event.origin.ip ?? null,
				user_agent: event.origin.userAgent?.slice(0, 400) ?? null,
				request_id: event.origin.requestId,
				data: jsonb(event.data ?? {}),
			})
			.execute(),
	);
	if (event.orgId) house().live.publish({ org: event.orgId, topics: [SECURITY_TOPIC] });
}
