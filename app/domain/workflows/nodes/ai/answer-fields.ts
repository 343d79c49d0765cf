import { z } from "zod";

/** One field of an answer: its name, and what it is: text, number, yes/no, list, or words to choose from, `low|high`. */
export const AnswerField = z.strictObject({
	name: z
		.string()
		.trim()
		.regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/, "a field's name: letters, digits and _"),
	value: z
		.string()
		.trim()
		.default("text")
		.refine(
			(kind) => schemaOf(kind) !== null,
			"a field is text, number, yes/no, list, or words such as low|medium|high",
		),
});
export type AnswerField = z.output<typeof AnswerField>;

/** The schema that an answer with these fields has to follow. */
export function answerSchema(fields: readonly AnswerField[]): z.ZodType<Record<string, unknown>> {
	return z.strictObject(Object.fromEntries(fields.map(({ name, value }) => [name, schemaOf(value)!])));
}

/** An answer of that shape, for steps that are tried on sample data. */
export function sampleAnswer(fields: readonly AnswerField[]): Record<string, unknown> {
	return Object.fromEntries(fields.map(({ name, value }) => [name, SAMPLES[kindOf(value)] ?? choicesOf(value)[0]]));
}

const SAMPLES: Record<string, unknown> = { text: "text", number: 1, "yes/no": true, list: ["text"] };

const kindOf = (kind: string): string => kind.trim().toLowerCase() || "text";
const choicesOf = (kind: string): string[] =>
	kind
		.split("|")
		.map((word) => word.trim())
		.filter(Boolean);

function schemaOf(kind: string): z.ZodType | null {
	switch (kindOf(kind)) {
		case "text":
			return z.string().max(20_000);
		case "number":
			return z.number();
		case "yes/no":
			return z.boolean();
		case "list":
			return z.array(z.string().max(2_000)).max(200);
		default: {
			const choices = choicesOf(kind);
			return choices.length >= 2 && choices.length <= 30 ? z.enum(choices) : null;
		}
	}
}
