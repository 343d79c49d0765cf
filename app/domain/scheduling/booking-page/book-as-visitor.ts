import { conflict, invalid, notFound } from "#app/base/errors.ts";
import { MINUTE } from "#app/base/time.ts";
import { findOrCreateContact } from "#app/domain/crm/find-or-create-contact.ts";
import { linkTo } from "#app/domain/scheduling/appointment-page/appointment-links.ts";
import type { Appointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { findPlaceBySlug } from "#app/domain/scheduling/availability/place-queries.ts";
import { asE164, countryOf } from "#app/domain/scheduling/rules/phone.ts";
import type { Ctx } from "#db/context.ts";
import type { BookingForm } from "./booking-form.ts";

/**
 * Books for a visitor of the public page, whose contact is found by their addresses or made. Returns the appointment
 * and the link that opens it. Throws 404 for an absent location, 422 for a number that is none, 409 for a slot gone.
 */
export async function bookAsVisitor(
	ctx: Ctx,
	input: { slug: string } & BookingForm,
): Promise<{ appointment: Appointment; url: string }> {
	const place = await findPlaceBySlug(ctx, input.slug);
	if (!place) throw notFound("location");
	const phone = input.phone ? asE164(input.phone, countryOf(place.phone)) : undefined;
	if (input.phone && !phone) {
		throw invalid("This is no phone number.", {
			phone: ["Write the number with its country, such as +1 510 555 0142"],
		});
	}
	const [firstName, ...rest] = input.name.split(/\s+/);
	const contact = await findOrCreateContact(ctx, {
		firstName,
		lastName: rest.join(" "),
		email: input.email,
		phone,
		timeZone: input.tz,
	});
	const appointment = await bookAppointment(ctx, {
		locationId: place.id,
		serviceId: input.service,
		startsAt: input.slot,
		contactId: contact.id,
		origin: "page",
	});
	// The double click gets its own appointment again. Somebody who only knows an address and a time does not.
	if (appointment.createdAt.getTime() < ctx.now.getTime() - 10 * MINUTE) {
		throw conflict("This time is booked for you already. The link to it is in your confirmation.");
	}
	return { appointment, url: await linkTo(ctx, appointment) };
}
