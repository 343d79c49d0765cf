import { authorize } from "#app/domain/identity/policy.ts";
import type { SequenceStop } from "#app/domain/leads/rules.ts";
import type { Ctx } from "#db/context.ts";
import { endTouches } from "./end-touches.ts";

/** Why a sequence stopped, as its touches and the lead's page say it. */
export const STOP_WORDS: Readonly<Record<SequenceStop, string>> = {
	replied: "The customer replied.",
	booked: "An appointment was booked.",
	"opted-out": "The customer asked for no more messages.",
	member: "Stopped by a member.",
	workflow: "Stopped by a workflow.",
	"lead-closed": "The lead was closed.",
	"other-customer": "The shop's order names another customer now.",
};

/**
 * Stops what is running or paused: every sequence of a contact (at one location, if named) or the one of a lead.
 * Planned touches are cancelled and messages that wait for their turn are taken back, in this same transaction.
 * Returns how many stopped; stopping again stops none.
 */
export async function stopEnrollments(
	ctx: Ctx,
	which: { contactId?: string; leadId?: string; locationId?: string; reason: SequenceStop },
): Promise<number> {
	authorize(ctx, "enrollments.change");
	if (!which.contactId && !which.leadId) return 0;
	const stopped = await ctx.db
		.updateTable("enrollments")
		.set({ state: "stopped", stop_reason: which.reason, ended_at: ctx.now })
		.where("state", "in", ["running", "paused"])
		.$if(which.contactId !== undefined, (query) => query.where("contact_id", "=", which.contactId as string))
		.$if(which.leadId !== undefined, (query) => query.where("lead_id", "=", which.leadId as string))
		.$if(which.locationId !== undefined, (query) => query.where("location_id", "=", which.locationId as string))
		.returning(["id", "lead_id", "contact_id"])
		.execute();
	if (stopped.length === 0) return 0;
	await endTouches(ctx, { enrollmentIds: stopped.map((one) => one.id), reason: STOP_WORDS[which.reason] });
	await ctx.recordMany(
		stopped.map((one) => ({
			name: "enrollment.stopped",
			subject: { type: "enrollment", id: one.id },
			parent: one.lead_id ? { type: "lead", id: one.lead_id } : { type: "contact", id: one.contact_id },
			data: { reason: which.reason },
		})),
	);
	return stopped.length;
}
