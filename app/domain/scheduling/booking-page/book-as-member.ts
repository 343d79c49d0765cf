import { invalid, notFound } from "#app/base/errors.ts";
import { findOrCreateContact } from "#app/domain/crm/find-or-create-contact.ts";
import type { Appointment } from "#app/domain/scheduling/appointments/appointment-queries.ts";
import { bookAppointment } from "#app/domain/scheduling/appointments/book-appointment.ts";
import { getMemberPlace } from "#app/domain/scheduling/availability/member-place-queries.ts";
import { asE164, countryOf } from "#app/domain/scheduling/rules/phone.ts";
import type { Ctx } from "#db/context.ts";
import { instantOf, type MemberBookingForm } from "./booking-form.ts";

/**
 * Books for a contact that a member names: one that is known (`contactId`), else one found by the addresses given, or
 * made. At a location or with a member; a time of one's own may lie outside the hours. Throws 404 for what is not
 * here, 422 for a number that is none, 409 with other slots.
 */
export async function bookAsMember(ctx: Ctx, input: MemberBookingForm): Promise<Appointment> {
	const { phone, zone } = input.member ? await clocksOfMember(ctx, input.member) : await clocksOf(ctx, input.location);
	const contactId = input.contactId ?? (await contactOf(ctx, input, phone));
	return bookAppointment(ctx, {
		...bookedOf(input),
		startsAt: input.slot ?? instantOf(input.ownTime!, zone),
		contactId,
		origin: "member",
		outsideHours: !input.slot,
	});
}

function bookedOf({ member, minutes, title, location, service }: MemberBookingForm) {
	if (member) return { memberId: member, durationMinutes: minutes!, title: title ?? "" };
	return { locationId: location!, serviceId: service! };
}

async function clocksOf(ctx: Ctx, locationId: string | undefined) {
	const location = await ctx.db
		.selectFrom("locations")
		.select(["phone", "time_zone as zone"])
		.where("id", "=", locationId ?? null)
		.executeTakeFirst();
	if (!location) throw notFound("location");
	return location;
}

async function clocksOfMember(ctx: Ctx, memberId: string) {
	return { phone: null, zone: (await getMemberPlace(ctx, memberId)).zone };
}

async function contactOf(ctx: Ctx, input: MemberBookingForm, hostPhone: string | null): Promise<string> {
	const phone = input.phone ? asE164(input.phone, countryOf(hostPhone)) : undefined;
	if (input.phone && !phone) {
		throw invalid("This is no phone number.", { phone: ["Write it with its country, such as +1 510 555 0142"] });
	}
	const [firstName, ...rest] = (input.name ?? "").split(/\s+/);
	return (await findOrCreateContact(ctx, { firstName, lastName: rest.join(" "), email: input.email, phone })).id;
}
