import { z } from "zod";
import {
	FixedAnswer,
	GuidedField,
	type GuidedSettings,
	readableLines,
	sampleValue,
} from "#app/domain/workflows/guided/schema.ts";
import { defineNode, type Woken } from "#app/domain/workflows/nodes/node-type.ts";
import { needed, optional, optionalMember } from "#app/domain/workflows/nodes/texts.ts";

const isMany = (value: unknown): value is object => typeof value === "object" && value !== null;

/** A list or an object that an expression came to is no line to be read; as instructions it is lines. */
const orRefused = (value: unknown, ctx: z.core.$RefinementCtx): unknown => {
	if (isMany(value)) ctx.addIssue({ code: "custom", message: "a text is needed here, and several values came" });
	return isMany(value) ? "…" : value;
};
const asLines = (value: unknown): unknown => (isMany(value) ? readableLines(value) : value);

/** A step that a person carries out by instructions and with fields to fill (FLOW-1): the run waits until it is done. */
export const guided = defineNode<GuidedSettings>({
	type: "guided",
	label: "Guided step",
	group: "people",
	hint: "A person does something by instructions, and notes what came of it.",
	settings: z.strictObject({
		title: z.preprocess(orRefused, needed("say what is to be done", 200)),
		instructions: z.preprocess(asLines, optional(20_000)),
		member: optionalMember(),
		fields: z
			.array(GuidedField)
			.max(30)
			.default([])
			.refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "two fields have the same name"),
		answers: z.array(FixedAnswer).max(20).default([]),
		maySkip: z.coerce.boolean().default(true),
	}),
	fields: [
		{ name: "title", label: "What is to be done", kind: "text", help: "May hold {{ expressions }}." },
		{ name: "instructions", label: "Instructions", kind: "lines", isOptional: true },
		{ name: "member", label: "For", kind: "member", isOptional: true },
		{
			name: "fields",
			label: "Fields to fill",
			kind: "pairs",
			isOptional: true,
			help: "Each is text, lines, number, date, yes/no, or words to choose from such as low|high; a * after it: needed.",
		},
		{
			name: "answers",
			label: "Fixed answers",
			kind: "pairs",
			isOptional: true,
			help: "Questions that come up in this step, each with the words that answer it.",
		},
		{ name: "maySkip", label: "May be skipped", kind: "switch" },
	],
	ports: () => ["next", "skipped"],
	canFail: true,
	act: async (_ctx, { settings: { title, member } }) => ({
		wait: { for: "person" },
		output: { title, member: member || null, outcome: "open", values: {} },
	}),
	preview: ({ settings: { title, fields } }) => ({
		effect: `Would ask a person: “${title}”. Goes on as if it was done.`,
		output: { outcome: "done", values: Object.fromEntries(fields.map((field) => [field.name, sampleValue(field)])) },
	}),
	resume: (_work, { data }: Woken) => {
		const { outcome } = data as { outcome: "done" | "skipped" };
		return { port: outcome === "done" ? "next" : "skipped", output: data };
	},
	sample: { outcome: "done", values: {}, by: "Ann" },
});
