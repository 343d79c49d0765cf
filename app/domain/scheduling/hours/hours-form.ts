import { z } from "zod";
import { readExceptions, readRanges } from "#app/domain/scheduling/rules/written-hours.ts";
import { zone } from "#app/domain/scheduling/schema.ts";

/** A text that one of the readers of written hours takes; its RangeError becomes the field's message. */
export function written<T>(read: (text: string) => T) {
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

/** A whole number of a form's field, within bounds that its message names. */
export const wholeNumber = (least: number, most: number) =>
	z.coerce
		.number("Write a number")
		.int("Write a whole number")
		.min(least, `Use ${least} or more`)
		.max(most, `Use at most ${most}`);

/** The fields that say when a location or a member can be booked, and how. */
export const scheduleFields = {
	timeZone: zone,
	hours1: written(readRanges),
	hours2: written(readRanges),
	hours3: written(readRanges),
	hours4: written(readRanges),
	hours5: written(readRanges),
	hours6: written(readRanges),
	hours7: written(readRanges),
	exceptions: written(readExceptions),
	bufferBefore: wholeNumber(0, 1_440),
	bufferAfter: wholeNumber(0, 1_440),
	step: wholeNumber(5, 1_440),
	notice: wholeNumber(0, 100_000),
	horizon: wholeNumber(1, 730),
};

/** A member's working hours on one form. `version` is that of the schedule the form was drawn from; none, if there was none. */
export const HoursForm = z.object({
	...scheduleFields,
	bookable: z.literal("on").optional(),
	version: z.coerce.number().int().optional(),
});
export type HoursForm = z.infer<typeof HoursForm>;
