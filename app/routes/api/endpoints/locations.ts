import { z } from "zod";
import { invalid } from "#app/base/errors.ts";
import { DAY } from "#app/base/time.ts";
import { findAvailability } from "#app/domain/scheduling/availability/availability-queries.ts";
import { listLocations as readLocations } from "#app/domain/scheduling/locations/location-queries.ts";
import { endpoint } from "#app/doors/api/endpoint.ts";
import {
	cursorIn,
	instantIn,
	instantOut,
	pageLimit,
	pageOf,
	readCursor,
	writeCursor,
} from "#app/doors/api/endpoint-schema.ts";

const Service = z.object({
	id: z.uuid(),
	name: z.string(),
	description: z.string(),
	priceCents: z.number().int().nullable(),
	currency: z.string(),
	durationMinutes: z.number().int().nullable(),
});

const Range = z.object({ opens: z.string().describe("Wall-clock time, 08:30"), closes: z.string() });

const Location = z.object({
	id: z.uuid(),
	name: z.string(),
	slug: z.string(),
	timeZone: z.string().describe("IANA name"),
	phone: z.string().nullable(),
	email: z.string().nullable(),
	address: z.string().nullable(),
	active: z.boolean(),
	hours: z.array(Range.extend({ weekday: z.number().int().describe("1 Monday to 7 Sunday") })),
	exceptions: z.array(
		z.object({
			date: z.iso.date(),
			name: z.string().nullish(),
			closed: z.boolean().optional(),
			hours: z.array(Range).optional(),
		}),
	),
	capacity: z.number().int().nullable().describe("How many appointments fit at once"),
	services: z.array(Service),
});

export const listLocations = endpoint({
	method: "GET",
	path: "/api/locations",
	summary: "List locations with their hours and services, by name",
	permission: "locations.view",
	input: z.object({ limit: pageLimit, cursor: cursorIn }),
	output: pageOf(Location),
	async run(ctx, { limit, cursor }) {
		const { data, next } = await readLocations(ctx, { limit, after: readCursor(z.uuid(), cursor) });
		return { data, next: writeCursor(next) };
	},
});

export const Slot = z.object({ startsAt: instantOut, endsAt: instantOut });

const SLOT_WINDOW_DAYS = 14;

export const showAvailability = endpoint({
	method: "GET",
	path: "/api/availability",
	summary: "Find the times that can be booked",
	description:
		"Slots start in [from, to): from now on and for two weeks unless said, 100 days at most. " +
		"Of a location, or of a member on their own hours. They honour hours, holidays, duration, buffers, minimum " +
		"notice, capacity and what is booked already.",
	permission: "availability.view",
	input: z.object({
		locationId: z.uuid().optional().describe("This or memberId, not both"),
		memberId: z.uuid().optional().describe("With a member: durationMinutes is needed, serviceId is not taken"),
		serviceId: z.uuid().optional().describe("Else durationMinutes"),
		durationMinutes: z.coerce.number().int().min(5).max(14_400).optional(),
		from: instantIn.optional(),
		to: instantIn.optional(),
	}),
	output: z.object({
		timeZone: z.string(),
		service: Service.omit({ description: true }).nullable(),
		data: z.array(Slot),
		next: z.null(),
	}),
	async run(ctx, { locationId, memberId, serviceId, durationMinutes, ...window }) {
		const from = window.from ?? ctx.now;
		const to = window.to ?? new Date(from.getTime() + SLOT_WINDOW_DAYS * DAY);
		const { zone, service, slots } = await findAvailability(ctx, {
			...oneOf({ locationId, memberId }),
			...(serviceId ? { serviceId } : {}),
			...(durationMinutes ? { durationMinutes } : {}),
			from,
			to,
		});
		return { timeZone: zone, service: service ?? null, data: slots, next: null };
	},
});

/** Throws 422 at both fields unless exactly one is given. */
export function oneOf<Given extends { locationId?: string | undefined; memberId?: string | undefined }>(
	given: Given,
): Given {
	if (Boolean(given.locationId) !== Boolean(given.memberId)) return given;
	const words = given.locationId ? "Give a location or a member, not both" : "Give a location or a member";
	throw invalid(`${words}.`, { locationId: [words], memberId: [words] });
}
