import { notFound } from "#app/base/errors.ts";
import type { Origin } from "#app/domain/identity/origin.ts";
import { recordSecurityEvent } from "#app/domain/identity/security-events.ts";
import { asSystem } from "#db/context.ts";
import { announceSessions } from "./announce-sessions.ts";

/** Moves a session into another organisation of its person. Throws 404 for one they do not belong to. */
export async function switchOrganisation(
	who: { userId: string; sessionId: string },
	orgId: string,
	origin: Origin,
): Promise<void> {
	await asSystem(async (db) => {
		const membership = await db
			.selectFrom("memberships")
			.select("id")
			.where("org_id", "=", orgId)
			.where("user_id", "=", who.userId)
			.executeTakeFirst();
		if (!membership) throw notFound("organisation");
		await db
			.updateTable("sessions")
			.set({ org_id: orgId })
			.where("id", "=", who.sessionId)
			.where("user_id", "=", who.userId)
			.execute();
		await db.updateTable("users").set({ last_org_id: orgId }).where("id", "=", who.userId).execute();
	});
	announceSessions(who.userId);
	await recordSecurityEvent({ name: "organisation.entered", userId: who.userId, orgId, origin });
}
