import { z } from "zod";
import { readDates, readExceptions, readRanges, readSendHours } from "#app/domain/scheduling/rules/written-hours.ts";
import { zone } from "#app/domain/scheduling/schema.ts";

/** A text that one of the readers of written hours takes; its RangeError becomes the field's message. */
function written<T>(read: (text: string) => T) {
	return z
		.string()
		.max(20_000)
		.optional()
		.transform((text, context): T => {
			try {
				return read(text ?? "");
			} catch (error) {
				context.addIssue({ code: "custom", message: error instanceof Error ? error.message : "Write it otherwise" });
				return z.NEVER;
			}
		});
}

const blank = (value: unknown) => (typeof value === "string" && value.trim() === "" ? undefined : value);
const minutes = (least: number, most: number) =>
	z.coerce
		.number("Write a number")
		.int("Write a whole number")
		.min(least, `Use ${least} or more`)
		.max(most, `Use at most ${most}`);
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
		timeZone: zone,
		phone: z.preprocess(blank, z.string().trim().max(40).optional()),
		email: z.preprocess(blank, z.email("Write an email address, such as name@firm.com").max(254).optional()),
		address: z.preprocess(blank, z.string().trim().max(300, "Use at most 300 characters").optional()),
		active: z.literal("on").optional(),
		hours1: written(readRanges),
		hours2: written(readRanges),
		hours3: written(readRanges),
		hours4: written(readRanges),
		hours5: written(readRanges),
		hours6: written(readRanges),
		hours7: written(readRanges),
		exceptions: written(readExceptions),
		capacity: minutes(1, 100),
		bufferBefore: minutes(0, 1_440),
		bufferAfter: minutes(0, 1_440),
		step: minutes(5, 1_440),
		notice: minutes(0, 100_000),
		horizon: minutes(1, 730),
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
	durationMinutes: z.preprocess(blank, minutes(1, 14_400).optional()),
	active: z.literal("on").optional(),
});
export type ServiceForm = z.infer<typeof ServiceForm>;
