import { z } from "zod";
import { firstInstantFrom, readDate } from "#app/base/time.ts";
import { OUTCOMES } from "#app/domain/success/schema.ts";

const line = (most: number) =>
	z
		.string()
		.trim()
		.max(most, `Write ${most.toLocaleString("en")} characters at most.`);

/** What the forms of a play's page post: `act` says which. A step's fields come in their order. */
const Acts = z.discriminatedUnion("act", [
	z.object({ act: z.literal("open") }),
	z.object({ act: z.literal("carry-on") }),
	z.object({
		...step(),
		act: z.literal("complete-step"),
	}),
	z.object({
		...step(),
		act: z.literal("ask"),
		text: z
			.string("Write a question.")
			.trim()
			.min(1, "Write a question.")
			.max(4_000, "Write 4,000 characters at most."),
	}),
	z.object({ ...step(), act: z.literal("fixed"), question: line(120) }),
	z.object({ ...step(), act: z.literal("make") }),
	z.object({
		act: z.literal("complete"),
		outcome: z.enum(OUTCOMES, "Say what came of it."),
		note: line(4_000).default(""),
	}),
	z.object({ act: z.literal("skip-step"), stepId: z.uuid(), reason: line(1_000).min(1, "Say why it is skipped.") }),
	z.object({ act: z.literal("skip"), reason: line(1_000).min(1, "Say why it is skipped.") }),
	z.object({ act: z.enum(["snooze", "schedule"]), day: day(), time: time(), reason: line(1_000).optional() }),
	z.object({
		act: z.literal("escalate"),
		memberId: z.uuid("Choose who is to look at it."),
		reason: line(1_000).optional(),
	}),
	z.object({ act: z.literal("own"), action: z.uuid(), reason: line(1_000).optional() }),
]);

/** Every button of a step posts the step's whole form; one of a fixed answer has its question instead of an act. */
export const PlayForm = z.preprocess((fields) => {
	const given = (fields ?? {}) as Record<string, unknown>;
	return given.act === undefined && given.question !== undefined ? { ...given, act: "fixed" } : given;
}, Acts);
export type PlayForm = z.output<typeof PlayForm>;

/** What is typed in a step goes along with whatever is pressed there. */
function step() {
	return {
		stepId: z.uuid(),
		values: z.array(line(10_000).optional()).max(30).default([]),
		text: line(4_000).optional(),
	};
}

function day() {
	return z
		.string("Choose the day on which it comes back.")
		.refine((text) => readDate(text) !== undefined, "Choose the day on which it comes back.");
}

function time() {
	return z
		.string()
		.regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Write a time such as 09:00.")
		.default("09:00");
}

/** The instant that a day and a time mean on the clocks of a zone. */
export function instantOf(day: string, time: string, zone: string): Date {
	return new Date(firstInstantFrom(Date.parse(`${day}T${time}:00Z`), zone));
}
