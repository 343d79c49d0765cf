import { moveLeadBy } from "#app/domain/leads/move-lead.ts";
import { stopEnrollments } from "#app/domain/leads/sequences/stop-enrollments.ts";
import type { Ctx } from "#db/context.ts";

/**
 * An appointment makes its lead booked and stops the contact's sequence at that location. When the last one that is
 * still to come is cancelled the lead is engaged again: the customer talked to us, and a person or the chat goes on.
 */
export async function followAppointment(ctx: Ctx, appointmentId: string): Promise<void> {
	const appointment = await ctx.db
		.selectFrom("appointments")
		.select(["id", "contact_id", "lead_id", "location_id", "state", "starts_at", "created_at", "updated_at"])
		.where("id", "=", appointmentId)
		.executeTakeFirst();
	if (!appointment?.contact_id) return;
	const { contact_id: contactId, location_id: locationId } = appointment;
	const leadId = appointment.lead_id ?? (await findOpenLead(ctx, { contactId, locationId }));
	if (appointment.state === "booked" || appointment.state === "completed") {
		// A completed one was booked before: what follows is the same, whichever event is late.
		if (leadId) await moveLeadBy(ctx, { leadId, cause: "appointment-booked", at: appointment.created_at });
		await stopEnrollments(ctx, { contactId, ...(locationId ? { locationId } : {}), reason: "booked" });
		return;
	}
	if (appointment.state !== "cancelled" || !leadId) return;
	const another = await ctx.db
		.selectFrom("appointments")
		.select("id")
		.where("lead_id", "=", leadId)
		.where("state", "=", "booked")
		.where("ends_at", ">", ctx.now)
		.executeTakeFirst();
	if (!another) await moveLeadBy(ctx, { leadId, cause: "appointment-cancelled", at: appointment.updated_at });
}

/** The contact's newest lead at the location that is not closed: what an appointment without a lead is about. */
async function findOpenLead(
	ctx: Ctx,
	{ contactId, locationId }: { contactId: string; locationId: string | null },
): Promise<string | undefined> {
	const lead = await ctx.db
		.selectFrom("leads")
		.select("id")
		.where("contact_id", "=", contactId)
		.$if(locationId !== null, (query) => query.where("location_id", "=", locationId as string))
		.where("state", "in", ["new", "contacted", "engaged", "booked"])
		.orderBy("id", "desc")
		.executeTakeFirst();
	return lead?.id;
}
