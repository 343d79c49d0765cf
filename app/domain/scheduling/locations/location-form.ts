import { z } from "zod";
import { scheduleFields, wholeNumber, written } from "#app/domain/scheduling/hours/hours-form.ts";
import { readDates, readSendHours } from "#app/domain/scheduling/rules/written-hours.ts";

const blank = (value: unknown) => (typeof value === "string" && value.trim() === "" ? undefined : value);
const clock = z.preprocess(
	blank,
	z
		.string()
		.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time such as 21:00")
		.optional(),
);

/** Everything about a location on one form: who it is, when it is open, how it is booked, when it may write. */
export const LocationForm = z
	.object({
		name: z.string("Write a name").trim().min(1, "Write a name").max(120, "Use at most 120 characters"),
		slug: z.preprocess(
			blank,
			z
				.string()
				.trim()
				.regex(/^[a-z0-9][a-z0-9-]{0,62}$/, "Use small letters, digits and dashes")
				.optional(),
		),
		phone: z.preprocess(blank, z.string().trim().max(40).optional()),
		email: z.preprocess(blank, z.email("Write an email address, such as name@firm.com").max(254).optional()),
		address: z.preprocess(blank, z.string().trim().max(300, "Use at most 300 characters").optional()),
		active: z.literal("on").optional(),
		...scheduleFields,
		capacity: wholeNumber(1, 100),
		sendHours: written(readSendHours),
		sendHolidays: written(readDates),
		quietStarts: clock,
		quietEnds: clock,
		version: z.coerce.number().int().optional(),
	})
	.refine(({ quietStarts, quietEnds }) => Boolean(quietStarts) === Boolean(quietEnds), {
		path: ["quietEnds"],
		message: "Write both times, or neither",
	});
export type LocationForm = z.infer<typeof LocationForm>;

/** A price as people write it, "249" or "249.00"; in the currency's smallest unit of two digits. */
const price = z.preprocess(
	blank,
	z
		.string()
		.trim()
		.regex(/^\d{1,9}(?:[.,]\d{1,2})?$/, "Write an amount such as 249 or 249.00")
		.transform((text) => Math.round(Number(text.replace(",", ".")) * 100))
		.optional(),
);

/** One service of a location's own. What comes from the shop system is changed there. */
export const ServiceForm = z.object({
	serviceId: z.preprocess(blank, z.uuid().optional()),
	name: z.string("Write a name").trim().min(1, "Write a name").max(200, "Use at most 200 characters"),
	price,
	durationMinutes: z.preprocess(blank, wholeNumber(1, 14_400).optional()),
	active: z.literal("on").optional(),
});
export type ServiceForm = z.infer<typeof ServiceForm>;
