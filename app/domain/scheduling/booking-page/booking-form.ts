import { z } from "zod";
import { firstInstantFrom, isNear, isZone, readDate } from "#app/base/time.ts";

const instant = z.iso
	.datetime({ offset: true, error: "Choose a time" })
	.transform((text) => new Date(text))
	.refine(isNear, "Choose a time");
const blank = (value: unknown) => (typeof value === "string" && value.trim() === "" ? undefined : value);

/** The form of the public booking page: who comes, and to which slot. One address at least, to confirm to. */
export const BookingForm = z
	.object({
		service: z.uuid("Choose a service"),
		slot: instant,
		name: z.string("Write your name").trim().min(1, "Write your name").max(120, "Use at most 120 characters"),
		email: z.preprocess(blank, z.email("Write an email address, such as name@example.com").max(254).optional()),
		phone: z.preprocess(blank, z.string().max(40, "This is no phone number").optional()),
		tz: z.preprocess(blank, z.string().refine(isZone).optional().catch(undefined)),
	})
	.refine(({ email, phone }) => email || phone, {
		path: ["email"],
		message: "Write an email address or a phone number, so that we can confirm",
	});
export type BookingForm = z.infer<typeof BookingForm>;

/** A time to move to. */
export const MoveForm = z.object({ slot: instant, version: z.coerce.number().int().optional() });

/** A time of a member's own, on the location's clocks, as the browser's datetime field gives it: `2026-11-24T15:30`. */
export const OwnTime = z.string().refine(isOwnTime, "Write a date and a time");

function isOwnTime(text: string): boolean {
	const [date, time = "", more] = text.split("T");
	return readDate(date) !== undefined && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) && more === undefined;
}

/** As `MoveForm`, for a member: one of the free times, or one of their own, whenever the place is open. */
export const MemberMoveForm = z
	.object({
		slot: z.preprocess(blank, instant.optional()),
		ownTime: z.preprocess(blank, OwnTime.optional()),
		version: z.coerce.number().int().optional(),
	})
	.refine(({ slot, ownTime }) => slot || ownTime, { path: ["ownTime"], message: "Choose a time" });

export const CancelForm = z.object({ reason: z.string().trim().max(500, "Use at most 500 characters").optional() });

/** How long an appointment with a member lasts, in minutes. */
export const Minutes = z.coerce
	.number("Choose a length")
	.int("Choose a length")
	.min(5, "Choose 5 minutes or more")
	.max(1_440, "Choose a day at most");

/**
 * The form with which a member books: a service at a location or time with a member, for a contact that is known, or
 * one named by an address.
 */
export const MemberBookingForm = z
	.object({
		location: z.preprocess(blank, z.uuid().optional()),
		service: z.preprocess(blank, z.uuid("Choose a service").optional()),
		member: z.preprocess(blank, z.uuid().optional()),
		minutes: z.preprocess(blank, Minutes.optional()),
		title: z.preprocess(blank, z.string().trim().max(200, "Use at most 200 characters").optional()),
		slot: z.preprocess(blank, instant.optional()),
		ownTime: z.preprocess(blank, OwnTime.optional()),
		contactId: z.preprocess(blank, z.uuid().optional()),
		name: z.preprocess(blank, z.string().trim().max(120).optional()),
		email: z.preprocess(blank, z.email("Write an email address, such as name@example.com").max(254).optional()),
		phone: z.preprocess(blank, z.string().max(40, "This is no phone number").optional()),
	})
	.refine(({ slot, ownTime }) => slot || ownTime, { path: ["ownTime"], message: "Choose a time" })
	.refine(({ member, location, service }) => member || (location && service), {
		path: ["service"],
		message: "Choose a service",
	})
	.refine(({ member, minutes }) => !member || minutes, { path: ["minutes"], message: "Choose a length" })
	.refine(({ contactId, email, phone }) => contactId || email || phone, {
		path: ["email"],
		message: "Write an email address or a phone number",
	});
export type MemberBookingForm = z.infer<typeof MemberBookingForm>;

/** The instant that a location's clocks show a time: the first of two, or that of the jump where it is skipped. */
export function instantOf(ownTime: string, placeZone: string): Date {
	return new Date(firstInstantFrom(Date.parse(`${ownTime}:00Z`), placeZone));
}

export const OutcomeForm = z.object({ outcome: z.enum(["completed", "no-show"], "Choose what became of it") });
