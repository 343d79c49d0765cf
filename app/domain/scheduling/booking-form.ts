import { z } from "zod";
import { isZone } from "#app/base/time.ts";

const instant = z.iso.datetime({ offset: true, error: "Choose a time" }).transform((text) => new Date(text));
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
export const MoveForm = z.object({
	slot: instant,
	version: z.coerce.number().int().optional(),
	outsideHours: z.literal("yes").optional(),
});

export const CancelForm = z.object({ reason: z.string().trim().max(500, "Use at most 500 characters").optional() });
