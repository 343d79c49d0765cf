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
		...beside(),
		act: z.literal("complete"),
		outcome: z.enum(OUTCOMES, "Say what came of it."),
		note: line(4_000).default(""),
	}),
	z.object({ ...step(), act: z.literal("skip-step"), reason: why() }),
	z.object({ ...beside(), act: z.literal("skip"), reason: why() }),
	z.object({
		...beside(),
		...{ act: z.enum(["snooze", "schedule"]), day: day(), time: time(), reason: line(1_000).optional() },
	}),
	z.object({
		...beside(),
		act: z.literal("escalate"),
		memberId: z.uuid("Choose who is to look at it."),
		reason: line(1_000).optional(),
	}),
	z.object({ ...beside(), act: z.literal("own"), action: z.uuid(), reason: line(1_000).optional() }),
	z.object({ ...beside(), act: z.literal("enter") }),
]);

/** Acts with fields of their own on the page, which come under the act's name. */
const WITH_FIELDS = ["complete", "skip-step", "skip", "snooze", "schedule", "escalate"];

/**
 * Every button of the page posts the whole form, so that whatever is pressed, what is typed in the step comes along. A fixed
 * answer has its question instead of an act, an action of one's own its id. Enter in a field presses the form's first
 * button: that completes the step, but not where the fields of something else are filled in.
 */
export const PlayForm = z.preprocess((fields) => {
	const given = (fields ?? {}) as Record<string, unknown>;
	if (given.act === undefined && given.question !== undefined) return { ...given, act: "fixed" };
	if (given.act === undefined && given.own !== undefined) return { ...given, act: "own", action: given.own };
	if (given.act === "enter")
		return WITH_FIELDS.some((act) => isFilled(given[act])) ? given : { ...given, act: "complete-step" };
	const own = given[String(given.act)];
	return typeof own === "object" && own !== null ? { ...given, ...own } : given;
}, Acts);

/** Whether somebody filled in a field of an act; the time stands there from the start. */
const isFilled = (fields: unknown) =>
	Object.entries((fields ?? {}) as Record<string, unknown>).some(([name, value]) => name !== "time" && Boolean(value));
export type PlayForm = z.output<typeof PlayForm>;

/** What is typed in a step goes along with whatever is pressed there. */
function step() {
	return {
		stepId: z.uuid(),
		values: z.array(line(10_000).optional()).max(30).default([]),
		text: line(4_000).optional(),
	};
}

/** What stands beside the step takes it along as well; on a play that waits for nobody there is none. */
function beside() {
	const { stepId, ...typed } = step();
	return { ...typed, stepId: stepId.optional() };
}

function why() {
	return z
		.string("Say why it is skipped.")
		.trim()
		.min(1, "Say why it is skipped.")
		.max(1_000, "Write 1,000 characters at most.");
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
