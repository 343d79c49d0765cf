import { invalid, notFound } from "#app/base/errors.ts";
import { findOrCreateContact } from "#app/domain/crm/find-or-create-contact.ts";
import type { Appointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { asE164, countryOf } from "#app/domain/scheduling/rules/phone.ts";
import type { Ctx } from "#db/context.ts";
import { instantOf, type MemberBookingForm } from "./booking-form.ts";

/**
 * Books for a contact that a member names: one that is known (`contactId`), else one found by the addresses given, or
 * made. A time of the member's own may lie outside the hours. Throws 404 for what is not here, 422 for a number that is
 * none, 409 with other slots.
 */
export async function bookAsMember(ctx: Ctx, input: MemberBookingForm): Promise<Appointment> {
	const location = await ctx.db
		.selectFrom("locations")
		.select(["phone", "time_zone"])
		.where("id", "=", input.location)
		.executeTakeFirst();
	if (!location) throw notFound("location");
	const contactId = input.contactId ?? (await contactOf(ctx, input, location.phone));
	return bookAppointment(ctx, {
		locationId: input.location,
		serviceId: input.service,
		startsAt: input.slot ?? instantOf(input.ownTime!, location.time_zone),
		contactId,
		origin: "member",
		outsideHours: !input.slot,
	});
}

async function contactOf(ctx: Ctx, input: MemberBookingForm, locationPhone: string | null): Promise<string> {
	const phone = input.phone ? asE164(input.phone, countryOf(locationPhone)) : undefined;
	if (input.phone && !phone) {
		throw invalid("This is no phone number.", { phone: ["Write it with its country, such as +1 510 555 0142"] });
	}
	const [firstName, ...rest] = (input.name ?? "").split(/\s+/);
	return (await findOrCreateContact(ctx, { firstName, lastName: rest.join(" "), email: input.email, phone })).id;
}
