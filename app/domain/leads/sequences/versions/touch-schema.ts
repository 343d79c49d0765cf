import { z } from "zod";
import type { SequenceTouch } from "#app/domain/leads/default-sequence.ts";

const when = z.union([
	z.object({ minutes: z.int().min(0).max(1439) }),
	z.object({ day: z.int().min(0).max(365), at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/) }),
]);

const text = {
	subject: z.string().max(200).nullable(),
	body: z.string().min(1).max(20_000),
	button: z.string().max(60).nullable(),
};

/** One touch as a version stores it. `second` is another wording, which every other enrolled lead gets. */
export const StoredTouch = z
	.object({ channel: z.enum(["email", "sms"]), ...text, second: z.object(text).nullable().default(null) })
	.and(when);

export const StoredTouches = z.array(StoredTouch).min(1).max(60);

export type VersionTouch = SequenceTouch & {
	readonly channel: "email" | "sms";
	readonly second: Pick<SequenceTouch, "subject" | "body" | "button"> | null;
};

/** The touches of a version's `touches` column. Throws when they are not what a version holds. */
export function readTouches(column: unknown): VersionTouch[] {
	return StoredTouches.parse(column) as VersionTouch[];
}
