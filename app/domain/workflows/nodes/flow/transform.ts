import { z } from "zod";
import { evaluate } from "#app/domain/workflows/rules/expressions.ts";
import { Condition } from "../condition.ts";
import { defineNode } from "../node-type.ts";

const Values = z
	.array(
		z.strictObject({
			name: z
				.string("give each value a name")
				.regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/, "a value's name: letters, digits and _"),
			value: Condition.refine((text) => text.trim() !== "", "say what it is"),
		}),
		"add at least one value",
	)
	.min(1, "add at least one value")
	.max(50);

/** Makes values of what is there, by expressions, for the steps after it (FLOW-1). */
export const transform = defineNode<{ values: { name: string; value: string }[] }>({
	type: "transform",
	label: "Set values",
	group: "data",
	hint: "Works out values by expressions, for the steps after it.",
	settings: z.strictObject({ values: Values }),
	fields: [
		{ name: "values", label: "Values", kind: "pairs", help: 'Such as full = trigger.first + " " + trigger.last.' },
	],
	expressions: ["values"],
	ports: () => ["next"],
	canFail: true,
	sampleOf: ({ values }) => {
		const known = Values.safeParse(values);
		return known.success ? Object.fromEntries(known.data.map(({ name }) => [name, null])) : undefined;
	},
	decide: ({ settings, data }) => ({
		output: Object.fromEntries(settings.values.map(({ name, value }) => [name, evaluate(value, data)])),
	}),
});
