import { z } from "zod";
import { ShopAppointment } from "./port.ts";
import { date, filled, optionalText } from "./shopmonkey-records.ts";

/** Shopmonkey's appointments (shopmonkey.dev/schema/Appointment), and the mark that tells ours. */

const RawAppointment = z.object({
	id: z.string().min(1),
	locationId: optionalText,
	name: optionalText,
	note: optionalText,
	startDate: date,
	endDate: date,
	allDay: z.boolean().nullish(),
	cancellationNote: optionalText,
	cancelationNote: optionalText,
	orderId: optionalText,
	customerId: optionalText,
	vehicleId: optionalText,
	metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
	updatedDate: date.nullish(),
});

/** A cancelled appointment is known by its note ("if the appointment was canceled"); no other mark is documented. */
export const appointmentRecord = RawAppointment.transform((raw) => ({
	externalId: raw.id,
	externalLocationId: filled(raw.locationId),
	title: raw.name ?? "",
	note: withoutMark(raw.note),
	startsAt: raw.startDate,
	endsAt: raw.endDate,
	allDay: raw.allDay === true,
	cancelled: filled(raw.cancellationNote ?? raw.cancelationNote) !== null,
	externalOrderId: filled(raw.orderId),
	externalCustomerId: filled(raw.customerId),
	externalVehicleId: filled(raw.vehicleId),
	correlation: correlationOf(raw.metadata, raw.note),
	updatedAt: raw.updatedDate ?? null,
})).pipe(ShopAppointment);

const MARK = /\n*\[Perigee ([\w-]{1,64})\]\s*$/;

/** The note with the correlation as its last line: staff see where a booking comes from, and we know it again. */
export function markedNote(note: string, correlation: string): string {
	return `${note}\n\n[Perigee ${correlation}]`.trim();
}

function withoutMark(note: string | null | undefined): string | null {
	return filled(note?.replace(MARK, ""));
}

function correlationOf(metadata: Record<string, unknown> | null | undefined, note: string | null | undefined) {
	const kept = metadata?.perigee;
	return typeof kept === "string" ? kept : (note?.match(MARK)?.[1] ?? null);
}
